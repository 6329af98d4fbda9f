"""The outbox keeps bytes until their last answer."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from edge_node.storage.journal import Journal
from edge_node.storage.outbox import Outcome, Sealed
from shared.ids import ReportId, TaskId
from shared.wire.codec import Role

AT = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
TASK = TaskId("footfall.hour.site")


def sealed(number: int, role: Role = "leader") -> Sealed:
    return Sealed(ReportId(number.to_bytes(16, "big")), role, TASK, number, b"envelope %d" % number)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    journal = Journal(tmp_path / "journal.sqlite3")
    with journal.unit():
        for number in range(600):
            journal.sealed.append(sealed(number))
        journal.sealed.append(sealed(1, "helper"))
    return journal


def test_everything_waits_in_the_order_it_came(journal: Journal) -> None:
    assert [each.epoch for each in journal.sealed.waiting("leader")] == list(range(600))


def test_each_party_has_its_own_line(journal: Journal) -> None:
    assert [each.envelope for each in journal.sealed.waiting("helper")] == [b"envelope 1"]


def test_what_is_concluded_on_the_way_does_not_stop_the_rest(journal: Journal) -> None:
    seen = []
    for each in journal.sealed.waiting("leader"):
        seen.append(each.epoch)
        journal.acknowledge(each.report_id, each.role, "accepted", AT)

    assert seen == list(range(600))
    assert journal.sealed.depth() == 1


def test_an_outcome_forgets_the_bytes_and_keeps_the_fact(journal: Journal) -> None:
    journal.acknowledge(sealed(5).report_id, "leader", "batch_closed", AT)

    assert journal.sealed.outcomes() == {"batch_closed": 1}
    assert sealed(5).envelope not in {each.envelope for each in journal.sealed.waiting("leader")}


def test_the_newest_outcomes_come_first(journal: Journal) -> None:
    for number in (1, 2, 3):
        at = AT + timedelta(minutes=number)
        journal.acknowledge(sealed(number).report_id, "leader", "accepted", at)

    assert [(one.epoch, one.role, one.at) for one in journal.sealed.delivered(2)] == [
        (3, "leader", AT + timedelta(minutes=3)),
        (2, "leader", AT + timedelta(minutes=2)),
    ]


def test_a_repeated_outcome_changes_nothing(journal: Journal) -> None:
    outcome = Outcome(sealed(5).report_id, "leader", "accepted", AT)

    journal.acknowledge_all([outcome, outcome])

    assert journal.sealed.outcomes() == {"accepted": 1}


def test_a_postponed_envelope_counts_its_attempts(journal: Journal) -> None:
    with journal.unit():
        journal.sealed.postpone(sealed(0).report_id, "leader", 99.0)

    first = next(iter(journal.sealed.waiting("leader")))
    assert (first.attempts, first.retry_at_s) == (1, 99.0)


def test_the_next_retry_is_the_earliest(journal: Journal) -> None:
    with journal.unit():
        journal.sealed.postpone(sealed(1).report_id, "helper", 99.0)

    assert (journal.sealed.next_retry_s("leader"), journal.sealed.next_retry_s("helper")) == (0, 99.0)


def test_nothing_waiting_has_no_next_retry(tmp_path: Path) -> None:
    assert Journal(tmp_path / "empty.sqlite3").sealed.next_retry_s("leader") is None


def test_an_epoch_that_nobody_answered_in_time_is_given_up_for_both_parties(journal: Journal) -> None:
    with journal.unit():
        given_up = journal.sealed.expire(TASK, 1, AT)

    assert given_up == [sealed(1).report_id + b"leader", sealed(1).report_id + b"helper"]
    assert journal.sealed.outcomes() == {"expired": 2}
    assert (TASK, 1) not in journal.sealed.epochs()
    assert (TASK, 2) in journal.sealed.epochs()


def test_an_outcome_can_be_forgotten(journal: Journal) -> None:
    journal.acknowledge(sealed(5).report_id, "leader", "accepted", AT)
    ((number, at),) = journal.sealed.concluded()

    with journal.unit():
        journal.sealed.delete_outcome(number)

    assert at == AT
    assert journal.sealed.concluded() == []
