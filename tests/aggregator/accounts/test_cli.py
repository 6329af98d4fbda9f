"""``shoal hub account``: every command, its object, its exit code."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from aggregator.accounts.directory import expect
from aggregator.cli import hub
from aggregator.database import reading
from aggregator.hub import open_hub
from shared.wire.codec import Role
from tests.support.hub_world import open_copy
from tests.support.people import PASSWORD


@pytest.fixture
def home(templates: dict[Role, Path], tmp_path: Path) -> Path:
    opened = open_copy(templates["leader"], tmp_path / "leader")
    opened.engine.dispose()
    (tmp_path / "password").write_text(f"{PASSWORD}\n")
    return tmp_path / "leader"


def invoke(home: Path, *arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(hub, ["account", *arguments, "--home", str(home)], input=typed)


def run(home: Path, *arguments: str, typed: str = "") -> dict[str, Any]:
    done = invoke(home, *arguments, "--json", typed=typed)
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def add(home: Path, name: str = "ida", role: str = "admin") -> dict[str, Any]:
    file = str(home.parent / "password")
    return run(home, "add", name, "--as", role, "--group", "all", "--password-file", file)


def test_account_is_made_and_listed(home: Path) -> None:
    assert add(home) == {"account": "ida", "role": "admin", "groups": ["all"]}

    listed = run(home, "list")["accounts"]

    assert [(one["name"], one["role"], one["second_factor"]) for one in listed] == [("ida", "admin", "no")]


def test_password_is_asked_for_twice_and_not_shown(home: Path) -> None:
    typed = f"{PASSWORD}\n{PASSWORD}\n"

    done = invoke(home, "add", "ida", "--as", "admin", "--group", "all", typed=typed)

    assert done.exit_code == 0, done.output
    assert PASSWORD not in done.output


def test_no_option_takes_a_password() -> None:
    commands = hub.commands["account"].commands.values()  # type: ignore[attr-defined]  # a group

    options = {option for one in commands for parameter in one.params for option in parameter.opts}

    assert "--password" not in options
    assert "--password-file" in options


@pytest.mark.parametrize(
    ("role", "group", "words"),
    [("owner", "all", "expected a role"), ("admin", "north", "expected a store group")],
    ids=["unknown role", "unknown group"],
)
def test_what_cannot_be_is_one_line(home: Path, role: str, group: str, words: str) -> None:
    file = str(home.parent / "password")

    done = invoke(home, "add", "ida", "--as", role, "--group", group, "--password-file", file)

    assert done.exit_code != 0
    assert words in str(done.exception)


def test_group_is_made_given_and_listed(home: Path) -> None:
    made = run(home, "group", "north", "--site", "harbour", "--site", "old-market")
    add(home, "mara", "hq_analyst")
    run(home, "assign", "mara", "--as", "store_manager", "--group", "north")

    assert made["groups"] == [{"group": "north", "sites": "harbour old-market"}]
    assert run(home, "group") == made
    assert run(home, "list")["accounts"][0]["groups"] == "north"


def test_disabling_can_be_undone(home: Path) -> None:
    add(home, "mara", "hq_analyst")

    assert run(home, "disable", "mara")["disabled"]
    assert run(home, "list")["accounts"][0]["disabled_at"]
    assert not run(home, "disable", "mara", "--undo")["disabled"]
    assert not run(home, "list")["accounts"][0]["disabled_at"]


def test_reset_takes_another_password(home: Path) -> None:
    add(home)
    (home.parent / "password").write_text("a second lighthouse\n")

    run(home, "reset", "ida", "--password-file", str(home.parent / "password"), "--handed-over")

    opened = open_hub(home)
    with reading(opened.engine) as session:
        assert expect(session, "ida").must_change
    opened.engine.dispose()


def test_empty_file_is_no_password(home: Path) -> None:
    (home.parent / "password").write_text("")

    done = invoke(
        home,
        "add",
        "ida",
        "--as",
        "admin",
        "--group",
        "all",
        "--password-file",
        str(home.parent / "password"),
    )

    assert "12 to 256 characters, got 0" in str(done.exception)
