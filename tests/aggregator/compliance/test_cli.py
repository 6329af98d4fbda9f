"""``shoal policy`` as a whole, and ``utility`` in it."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from aggregator.compliance.cli import policy
from policies.cli import policy as documents
from policies.draft import Intent, drafted
from policies.draft_file import write_draft
from policies.loader import SHIPPED, load_bundle
from policies.signed_bundle import Publication, sign_bundle

AT = datetime(2026, 11, 26, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def run(home: Path, *words: str) -> str:
    """Return what the command prints."""
    arguments = ["utility", *words, "--home", str(home)]
    return CliRunner().invoke(policy, arguments, catch_exceptions=False).stdout


def signed(packs: list[str]) -> str:
    publication = Publication(bundle=load_bundle(packs=packs), published_at=AT)
    return sign_bundle(publication, bytes(32)).model_dump_json()


def test_the_commands_of_the_documents_are_all_there() -> None:
    assert set(policy.commands) == {*documents.commands, "utility"}
    assert "utility" not in documents.commands


def test_a_draft_is_told_for_an_assumed_store(home: Path) -> None:
    printed = run(home, str(SHIPPED))

    assert printed.startswith("An assumed store, nothing of it measured: 300 visitors a day")
    assert "What is in force is not known here: name it with --held." in printed
    assert "≤ 5 %: met" in printed


def test_another_store_can_be_asked_for(home: Path) -> None:
    printed = run(home, str(SHIPPED), "--visitors-a-day", "500", "--zones", "4", "--cells", "60")

    assert "500 visitors a day, open 11 hours on 6 days a week, 4 zones, 60 cells." in printed
    assert all(f"draft, {people} a day" in printed for people in (100, 500, 1000))


def test_what_is_in_force_is_found_in_the_home_and_in_a_demos(home: Path) -> None:
    (home / "helper").mkdir()
    (home / "helper" / "policy.json").write_text(signed(["eu"]))

    printed = run(home, str(SHIPPED))

    assert "in force" in printed.splitlines()[2]
    assert "not measured" in printed


def test_what_is_named_as_in_force_goes_before_the_home(home: Path) -> None:
    (home / "policy.json").write_text(signed(["eu"]))

    assert "not measured" not in run(home, str(SHIPPED), "--held", str(SHIPPED))


def test_a_draft_file_brings_what_it_follows(home: Path, tmp_path: Path) -> None:
    path, held = tmp_path / "draft.json", load_bundle(packs=["eu"])
    write_draft(
        path, drafted(load_bundle(), held, Intent("officer", "a test", "DPIA-1"), secret=bytes(32), at=AT)
    )

    printed = json.loads(run(home, str(path), "--json"))

    assert printed["held"] == held.hash.hex()


def test_as_json_every_store_says_what_is_assumed_of_it(home: Path) -> None:
    printed = json.loads(run(home, str(SHIPPED), "--pack", "eu", "--held", str(SHIPPED), "--json"))

    assert [store["assumed"]["visitors_a_day"] for store in printed["stores"]] == [100, 300, 1000]
    usual = {(one["metric"], one["level"]): one for one in printed["stores"][1]["numbers"]}
    assert usual["footfall", "day"]["draft"] == {
        "lane": "site",
        "sites": 1,
        "expected": 300.0,
        "half_width": 14.0,
        "target": 0.05,
        "share": 14 / 300,
        "is_met": True,
    }


def test_as_json_a_version_that_is_not_known_is_empty(home: Path) -> None:
    printed = json.loads(run(home, str(SHIPPED), "--json"))

    assert (printed["held"], printed["stores"][0]["numbers"][0]["held"]) == ("", None)


def test_cadence_and_grid_are_suggested_on_request(home: Path) -> None:
    printed = run(home, str(SHIPPED), "--suggest", "--visitors-a-day", "100")

    assert "never from what was released or counted" in printed
    assert "64 cells" in printed


def test_suggestions_are_there_for_machines(home: Path) -> None:
    printed = json.loads(run(home, str(SHIPPED), "--suggest", "--json"))

    assert printed["draft"] == load_bundle().hash.hex()
    assert {"metric", "changes", "is_met", "draft", "proposed"} == set(printed["suggestions"][0])


def test_the_group_loads_no_server_no_database_and_no_mathematics() -> None:
    asked = "import sys, aggregator.compliance.cli; print(*sys.modules)"

    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert not {"fastapi", "sqlalchemy", "numpy", "opendp"} & set(loaded.stdout.split())
