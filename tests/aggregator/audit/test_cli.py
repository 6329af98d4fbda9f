"""``shoal audit``: every command, its object, its exit code."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from aggregator.audit.cli import audit
from tests.support import audit_world as world
from tests.support.two_hubs import TwoHubs


@pytest.fixture
def grown(pair: TwoHubs) -> TwoHubs:
    world.grow(pair, 20)
    world.witness(pair)
    world.grow(pair, 2)
    return pair


def call(*arguments: object) -> Result:
    return CliRunner().invoke(audit, [str(one) for one in arguments], catch_exceptions=False)


def asked(*arguments: object) -> dict[str, Any]:
    """Return the one object a command printed."""
    result = call(*arguments, "--json")
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def home(pair: TwoHubs) -> tuple[str, Path]:
    return ("--home", pair.leader.hub.home.path)


def keys(pair: TwoHubs) -> tuple[str, ...]:
    known = world.keys(pair)
    return ("--key", known.log.hex(), "--witness-key", (known.witness or b"").hex())


def test_exported_bundle_is_verified_with_public_keys_alone(grown: TwoHubs, tmp_path: Path) -> None:
    written = asked("export", "--out", tmp_path / "b", *home(grown))
    (tmp_path / "note").write_text(call("witnessed", *home(grown)).stdout, encoding="utf-8")

    report = asked("verify", tmp_path / "b", *keys(grown), "--seen", tmp_path / "note")

    assert (report["ok"], report["checked"], report["tail"]) == (True, written["end"], 3)
    assert report["witnessed"] == written["witnessed"] == written["size"] - 3


def test_broken_bundle_ends_with_1_and_names_the_entry(grown: TwoHubs, tmp_path: Path) -> None:
    call("export", "--out", tmp_path / "b", *home(grown))
    data = (tmp_path / "b").read_bytes()
    (tmp_path / "b").write_bytes(data.replace(b'number\\":7', b'number\\":8', 1))

    result = call("verify", tmp_path / "b", *keys(grown))
    report = asked("verify", tmp_path / "b", *keys(grown))

    assert result.exit_code == 1
    assert f"BROKEN, entry {report['broken_index']}: expected a payload" in result.stdout
    assert report["ok"] is False


def test_people_read_what_is_witnessed_and_what_is_not(grown: TwoHubs, tmp_path: Path) -> None:
    call("export", "--out", tmp_path / "b", *home(grown))

    with_witness = call("verify", tmp_path / "b", *keys(grown)).stdout
    without = call("verify", tmp_path / "b", *keys(grown)[:2]).stdout

    assert "3 entries no witness has seen yet" in with_witness
    assert "not asked for; add --witness-key" in without
    assert with_witness.rstrip().endswith("whole")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--key", "ab"], "64 hex characters"),
        (["--key", "x" * 64], "64 hex characters"),
        (["--key", "0" * 64, "--seen", "b"], "--witness-key"),
    ],
    ids=["too short", "no hex", "a note without its key"],
)
def test_misuse_ends_with_2(tmp_path: Path, arguments: list[str], words: str) -> None:
    result = call("verify", tmp_path / "b", *arguments)

    assert result.exit_code == 2
    assert words in result.stderr


def test_file_that_is_not_there_ends_with_1(tmp_path: Path) -> None:
    assert call("verify", tmp_path / "none", "--key", "0" * 64).exit_code == 1


def test_span_is_read_in_utc(grown: TwoHubs, tmp_path: Path) -> None:
    everything = asked("export", "--out", tmp_path / "b", "--from", "2026-01-01", *home(grown))
    zoned = asked("export", "--out", tmp_path / "b", "--to", "2027-01-01T00:00:00+0200", *home(grown))

    assert everything["size"] + 1 == zoned["size"]


def test_newest_entries_are_shown(grown: TwoHubs) -> None:
    found = asked("show", "--last", 3, "--kind", "read", *home(grown))["entries"]

    assert [(one["witnessed"], one["detail"]) for one in found] == [
        ("yes", "number=19"),
        ("no", "number=0"),
        ("no", "number=1"),
    ]
    assert "a.jansen" in call("show", *home(grown)).stdout


def test_one_entry_is_proved_to_a_file(grown: TwoHubs, tmp_path: Path) -> None:
    result = call("prove", 10, *home(grown))
    (tmp_path / "entry").write_text(result.stdout, encoding="utf-8")

    assert asked("verify", tmp_path / "entry", *keys(grown))["witnessed"] == 1
    assert f"shoal audit verify ENTRY.json --key {keys(grown)[1]}" in result.stderr


def test_one_entry_is_erased(grown: TwoHubs) -> None:
    index = asked("show", "--last", 1, *home(grown))["entries"][0]["index"]

    assert asked("erase", index, "--reason", "asked for", *home(grown))["erased"] is True

    assert asked("show", "--kind", "read", "--last", 1, *home(grown))["entries"][0]["subject"] == "(erased)"
    assert call("erase", index, "--reason", "again", *home(grown)).exit_code == 1


def test_erased_name_stands_nowhere_on_the_disk(pair: TwoHubs) -> None:
    world.grow(pair, 1, subject="a.name.of.its.own")
    folder = pair.leader.hub.home.path
    index = asked("show", "--last", 1, *home(pair))["entries"][0]["index"]

    call("erase", index, "--reason", "asked for", *home(pair))

    files = [file for file in folder.rglob("*") if file.is_file()]
    assert [file.name for file in files if b"a.name.of.its.own" in file.read_bytes()] == []
