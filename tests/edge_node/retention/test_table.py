"""The table shows every kind, and an alarm for everything that is not as it should be."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from edge_node.retention.keeping import Keeping
from edge_node.retention.kinds import Place, keepings
from edge_node.retention.sweep import SWEEP_EVERY, sweep
from edge_node.retention.table import table
from policies.retention_table import Table
from tests.support.kept_home import fill, place
from tests.support.machine import FakeMachine

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)


@pytest.fixture
def machine() -> FakeMachine:
    return FakeMachine(NOON)


@pytest.fixture
def filled(tmp_path: Path, machine: FakeMachine) -> Iterator[Place]:
    with place(tmp_path) as found:
        fill(found.journal, NOON)
        sweep(found.journal, keepings(found), now=machine.now(), uptime=machine.read())
        yield found


def shown(found: Place, machine: FakeMachine) -> Table:
    return table(found, keepings(found), now=machine.now(), uptime=machine.read())


def alarms(found: Table) -> list[tuple[str, str]]:
    return [(finding.alarm, finding.kind) for finding in found.findings]


def test_everything_in_its_time_raises_no_alarm(filled: Place, machine: FakeMachine) -> None:
    machine.run(timedelta(minutes=10))

    assert alarms(shown(filled, machine)) == []


def test_every_kind_stands_in_it_with_place_and_rule(filled: Place, machine: FakeMachine) -> None:
    lines = shown(filled, machine).lines

    assert [line.rule.kind for line in lines] == [
        "frames", "poses", "tracks being followed", "head at home", "live signals", "counts being added up",
        "tracks", "ended windows", "windows", "open sums",
        "contributions", "outbox", "outcomes", "erased intervals", "receipts", "ledger", "keys",
        "shared model", "settings",
    ]  # fmt: skip
    assert all(line.rule.where and line.rule.because for line in lines)


def test_the_oldest_and_the_next_sweep_are_shown(filled: Place, machine: FakeMachine) -> None:
    (windows,) = [line for line in shown(filled, machine).lines if line.rule.kind == "windows"]

    assert (windows.held.count, windows.held.lives_from) == (1, NOON)
    assert windows.next_sweep_at == NOON + SWEEP_EVERY


def test_what_outlives_its_rule_and_the_missing_sweep_are_named(filled: Place, machine: FakeMachine) -> None:
    machine.run(timedelta(hours=2))

    assert alarms(shown(filled, machine)) == [("outlives_its_rule", "tracks"), ("not_swept", "")]


def test_a_home_that_was_never_swept_says_so(tmp_path: Path, machine: FakeMachine) -> None:
    with place(tmp_path) as found:
        seen = shown(found, machine)

    assert seen.swept_at is None
    assert alarms(seen) == [("not_swept", "")]
    assert "never swept" in seen.findings[0].reason


def test_a_clock_set_back_is_named(filled: Place, machine: FakeMachine) -> None:
    machine.set_clock(timedelta(days=-3))

    seen = shown(filled, machine)

    assert alarms(seen) == [("clock_set_back", "")]
    assert "2026-06-15 12:00 UTC has been here already" in seen.findings[0].reason
    assert seen.at == NOON


def test_a_vault_that_cannot_be_read_is_named(filled: Place, machine: FakeMachine, tmp_path: Path) -> None:
    (tmp_path / "keys" / "vault.key").unlink()

    assert alarms(shown(filled, machine)) == [("unreadable", "tracks"), ("unreadable", "windows")]


def test_a_receipt_that_was_tampered_with_is_named(
    filled: Place, machine: FakeMachine, tmp_path: Path
) -> None:
    machine.run(timedelta(hours=2))
    sweep(filled.journal, keepings(filled), now=machine.now(), uptime=machine.read())
    with closing(sqlite3.connect(tmp_path / "journal.sqlite3")) as connection, connection:
        connection.execute("UPDATE receipts SET count = 7")

    assert alarms(shown(filled, machine)) == [("unreadable", "receipts")]


def test_a_kind_that_cannot_be_looked_at_is_named(filled: Place, machine: FakeMachine) -> None:
    first, *_ = keepings(filled)
    broken = Keeping(first.rule, first.items, first.unit, is_readable=lambda: False)

    found = table(filled, [broken], now=machine.now(), uptime=machine.read())

    assert alarms(found) == [("unreadable", "tracks")]


def test_without_a_policy_no_track_is_followed(filled: Place, machine: FakeMachine) -> None:
    without = Place(filled.journal, None, filled.zone)

    (followed,) = [one for one in shown(without, machine).lines if one.rule.kind == "tracks being followed"]

    assert followed.rule.keep_for == timedelta(0)
