"""``shoal hub``: every command, its object, its exit code. (serve: tests/e2e.)"""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from aggregator.cli import hub
from aggregator.database import writing
from aggregator.decisions import remember
from aggregator.revision import head
from policies.cli import policy
from policies.decision_log import line_of, read_log
from policies.engine import Request, deny
from policies.loader import SHIPPED
from shared.clock import SystemClock
from shared.errors import ShoalError
from shared.ids import TaskId
from shared.wire.codec import Role
from tests.support.hub_world import open_copy, serving
from tests.support.vector_world import make_world

KEY = "ab" * 32


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home that holds both, as a demo's does."""
    folder = tmp_path_factory.mktemp("demo")
    for role in ("leader", "helper"):
        run("init", "--role", role, "--home", str(folder / role))
        run("peer", "--home", str(folder / role), "--key", KEY)
    return folder


def run(*arguments: str) -> dict[str, Any]:
    """Return the object a command printed."""
    done = CliRunner().invoke(hub, [*arguments, "--json"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def said(*arguments: str) -> dict[str, Any]:
    """Return the object that a command of ``shoal policy`` printed."""
    done = CliRunner().invoke(policy, [*arguments, "--json"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_every_command_finds_its_home_inside_a_demo(home: Path) -> None:
    for role in ("leader", "helper"):
        assert run("config", "--role", role, "--home", str(home))["role"] == role


def test_invitation_is_a_pairing_code(home: Path) -> None:
    made = run("invite", "--site", "Old Market", "--url", "http://127.0.0.1:1", "--home", str(home))

    assert made["code"].startswith("http://127.0.0.1:1#")
    assert (made["role"], made["site_id"]) == ("leader", "old-market")


def test_leaders_invitation_needs_a_site(home: Path) -> None:
    assert CliRunner().invoke(hub, ["invite", "--home", str(home)]).exit_code == 2


def test_keys_are_listed_and_rotated(home: Path) -> None:
    before = run("keys", "--home", str(home))["keys"]
    after = run("keys", "--rotate", "--home", str(home))["keys"]

    assert len(after) == len(before) + 1


def test_release_of_nothing_is_done(home: Path) -> None:
    answer = run("release", "--close", "--home", str(home))

    assert answer == {"published": 0, "suppressed": 0, "site": {}, "cohort": {}, "troubles": []}


def test_release_that_must_wait_exits_1_and_says_why(templates: dict[Role, Path], tmp_path: Path) -> None:
    world = make_world()
    with serving(open_copy(templates["leader"], tmp_path / "leader")) as party:
        assert party.post(world.cohort_report(world.edges[0])["leader"]).status_code == 201

    done = CliRunner().invoke(hub, ["release", "--home", str(tmp_path / "leader"), "--json"])

    assert done.exit_code == 1
    assert "does not answer" in json.loads(done.stdout)["troubles"][0]


def test_helper_does_not_release(home: Path) -> None:
    with pytest.raises(ShoalError, match="leader"):
        run("release", "--home", str(home / "helper"))


def test_sweep_counts_what_it_forgot(home: Path) -> None:
    assert run("sweep", "--home", str(home))["forgotten"] == {}


def test_retention_shows_every_kind_and_no_alarm_after_a_sweep(home: Path) -> None:
    run("sweep", "--home", str(home))

    answer = run("retention", "--home", str(home))

    assert answer["alarms"] == []
    assert {"reports", "nonces", "ledger"} <= {kind["kind"] for kind in answer["kinds"]}


def test_migration_of_a_current_database_changes_nothing(home: Path) -> None:
    assert run("migrate", "--home", str(home)) == {"from": head(), "to": head()}


def test_retiring_a_stranger_fails(home: Path) -> None:
    assert CliRunner().invoke(hub, ["retire", "nobody", "--home", str(home)]).exit_code == 1


def test_decisions_are_the_log_that_a_dry_run_reads(templates: dict[Role, Path], tmp_path: Path) -> None:
    opened = open_copy(templates["leader"], tmp_path / "leader")
    moment = SystemClock().now()
    request = Request("release", TaskId("dwell.day.site"), moment)
    with writing(opened.engine) as session:
        remember(session, line_of(request, deny("no_such_task", "not there"), moment, "north"))

    done = CliRunner().invoke(hub, ["decisions", "--home", str(tmp_path / "leader"), "--json"])

    (line,) = read_log(done.stdout)
    assert (line.task_id, line.scope, line.outcome) == ("dwell.day.site", "north", "no_such_task")
    columns = CliRunner().invoke(hub, ["decisions", "--home", str(tmp_path / "leader")]).stdout
    assert "release  dwell.day.site  north  no_such_task" in columns


def test_nobody_is_enrolled_yet(home: Path) -> None:
    assert run("enrolled", "--home", str(home)) == {"edges": []}
    assert "no edges yet" in CliRunner().invoke(hub, ["enrolled", "--home", str(home)]).stdout


def test_adopting_the_same_version_is_refused(home: Path) -> None:
    with pytest.raises(ShoalError, match="version 1 is held"):
        run("adopt", "--pack", "zones-by-cohort", "--home", str(home))


def test_a_person_is_put_on_the_list_and_struck_off(home: Path) -> None:
    named = run("signers", "--add", "mara", "--public-key", "AB" * 32, "--home", str(home))
    left = run("signers", "--remove", "mara", "--home", str(home))

    assert [(one["name"], one["public_key"]) for one in named["signers"]] == [("mara", "ab" * 32)]
    assert left == {"signers": []}


def test_a_name_without_a_key_is_misuse(home: Path) -> None:
    assert CliRunner().invoke(hub, ["signers", "--add", "mara", "--home", str(home)]).exit_code == 2


def test_a_draft_goes_from_its_author_by_two_others_into_force(tmp_path: Path) -> None:
    run("init", "--role", "helper", "--home", str(tmp_path / "helper"))
    folder, draft = tmp_path / "documents", tmp_path / "documents" / "draft.json"
    shutil.copytree(SHIPPED, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    chain = folder / "chain.toml"
    chain.write_text(chain.read_text().replace("cohort_closes_days = 7", "cohort_closes_days = 14"))
    people = {name: ["--key", str(tmp_path / name), "--as", name] for name in ("mara", "omid", "ines")}
    for name, (_, key, *_rest) in people.items():
        made = said("signer", "--key", key)
        run("signers", "--add", name, "--public-key", made["public_key"], "--home", str(tmp_path))
    why = ["--reason", "stores are offline for longer", "--dpia", "DPIA-2026-04"]
    said("sign", str(folder), *people["mara"], *why, "--held", str(tmp_path / "helper" / "policy.json"))

    said("approve", str(draft), *people["omid"])
    with pytest.raises(ShoalError, match="expected 2 approvals by others than mara, got 1"):
        run("adopt", "--draft", str(draft), "--home", str(tmp_path))
    signed = said("approve", str(draft), *people["ines"])

    assert run("adopt", "--draft", str(draft), "--home", str(tmp_path)) == {
        "policy_hash": signed["policy_hash"]
    }


def test_a_draft_carries_its_documents(home: Path) -> None:
    words = ["adopt", "--draft", "draft.json", "--pack", "x", "--home", str(home)]

    assert CliRunner().invoke(hub, words).exit_code == 2


def test_policy_options_are_the_helpers(tmp_path: Path) -> None:
    done = CliRunner().invoke(hub, ["init", "--role", "leader", "--pack", "x", "--home", str(tmp_path)])

    assert done.exit_code == 2


def test_home_of_the_other_role_is_not_served(home: Path) -> None:
    done = CliRunner().invoke(hub, ["serve", "--role", "helper", "--home", str(home / "leader")])

    assert done.exit_code == 1
    assert "home of a leader" in done.stderr


def test_people_get_columns(home: Path) -> None:
    shown = CliRunner().invoke(hub, ["config", "--home", str(home)]).stdout
    table = CliRunner().invoke(hub, ["keys", "--home", str(home)]).stdout

    assert "release every s 60" in " ".join(shown.split())
    assert table.splitlines()[0].split() == ["key", "id", "not", "before", "not", "after", "destroyed", "at"]
    assert "troubles" in CliRunner().invoke(hub, ["release", "--home", str(home)]).stdout


@pytest.mark.parametrize("command", sorted(hub.commands))
def test_every_command_explains_itself(command: str) -> None:
    assert len(CliRunner().invoke(hub, [command, "--help"]).stdout) > 80
