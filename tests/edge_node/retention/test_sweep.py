"""What is over is forgotten with a receipt, what is not stays, and no clock set back keeps anything."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from edge_node.errors import StorageError
from edge_node.retention.keeping import Keeping
from edge_node.retention.kinds import Place, keepings
from edge_node.retention.sweep import SWEEP_EVERY, Swept, sweep
from policies.retention import LATE
from privacy.receipts import holds
from tests.support.kept_home import fill, keep_record, place
from tests.support.machine import FakeMachine

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)


@pytest.fixture
def machine() -> FakeMachine:
    return FakeMachine(NOON)


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Place]:
    with place(tmp_path) as found:
        fill(found.journal, NOON)
        yield found


def swept(found: Place, machine: FakeMachine) -> Swept:
    return sweep(found.journal, keepings(found), now=machine.now(), uptime=machine.read())


def left(found: Place) -> dict[str, int]:
    return {keeping.rule.kind: len(keeping.items()) for keeping in keepings(found)}


def test_nothing_is_forgotten_before_its_time(filled: Place, machine: FakeMachine) -> None:
    before = left(filled)

    assert swept(filled, machine).receipts == []
    assert left(filled) == before


def test_each_kind_goes_at_its_time(filled: Place, machine: FakeMachine) -> None:
    gone = []
    for days in (0, 1, 3, 31, 36, 37):
        machine.run(NOON + timedelta(days=days, minutes=1) - machine.true_at)
        gone.append([receipt.deletion.kind for receipt in swept(filled, machine).receipts])

    assert gone == [[], ["tracks"], ["windows"], ["outbox"], ["open sums", "contributions", "outcomes"], []]
    assert left(filled) == {kind: 0 for kind in left(filled)} | {"outcomes": 1, "receipts": 6}


def test_every_receipt_is_kept_with_what_proves_it(filled: Place, machine: FakeMachine) -> None:
    machine.run(timedelta(days=40))

    issued = swept(filled, machine).receipts

    kept = filled.journal.receipts.all()
    assert [each.receipt for each in kept] == issued
    assert all(holds(each.receipt, each.evidence) for each in kept)


def test_a_week_without_sweeps_is_made_good_by_the_first(filled: Place, machine: FakeMachine) -> None:
    machine.rest(timedelta(days=7))

    assert [r.deletion.kind for r in swept(filled, machine).receipts] == ["tracks", "windows"]


def test_under_a_clock_set_back_lives_end_as_if_it_were_right(filled: Place, machine: FakeMachine) -> None:
    swept(filled, machine)
    machine.set_clock(timedelta(days=-365))
    machine.run(timedelta(hours=1, minutes=1))

    assert [r.deletion.kind for r in swept(filled, machine).receipts] == ["tracks"]


def test_what_is_recorded_under_a_clock_set_back_is_not_kept(tmp_path: Path, machine: FakeMachine) -> None:
    with place(tmp_path) as found:
        swept(found, machine)
        machine.set_clock(timedelta(days=-10))
        keep_record(found.journal, "windows", machine.now(), timedelta(hours=72))

        assert [r.deletion.kind for r in swept(found, machine).receipts] == ["windows"]


def test_a_kind_that_cannot_be_swept_stops_no_other(filled: Place, machine: FakeMachine) -> None:
    machine.run(timedelta(days=40))
    first, *others = keepings(filled)

    def broken() -> list[object]:
        raise StorageError("the disk is broken")

    kinds = [Keeping(first.rule, broken, first.unit), *others]  # type: ignore[arg-type]  # it never returns
    done = sweep(filled.journal, kinds, now=machine.now(), uptime=machine.read())

    assert done.failed == {"tracks": "the disk is broken"}
    assert "windows" in [receipt.deletion.kind for receipt in done.receipts]


def test_what_goes_while_the_sweep_looks_leaves_no_receipt(filled: Place, machine: FakeMachine) -> None:
    machine.run(timedelta(days=40))
    (tracks, *_) = keepings(filled)
    seen = [tracks.items(), []]
    vanishing = Keeping(tracks.rule, lambda: seen.pop(0), tracks.unit)

    assert sweep(filled.journal, [vanishing], now=machine.now(), uptime=machine.read()).receipts == []


def test_sweeps_come_often_enough_for_the_promise() -> None:
    assert 2 * SWEEP_EVERY < LATE
