"""The courier tries until the last answer, and forgets only then."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from edge_node.errors import UplinkError
from edge_node.storage.journal import Journal
from edge_node.storage.outbox import Sealed
from edge_node.uplink.courier import BATCH, Courier
from policies.engine import deny
from shared.ids import ReportId, TaskId
from shared.wire.codec import Role
from shared.wire.problems import FINAL
from tests.support.clock import FakeClock

AT = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
Answer = Callable[[bytes], str]


class ScriptedUplink:
    """Keeps what it is given and answers as it is told to."""

    def __init__(self, answer: Answer = lambda _: "accepted") -> None:
        self.answer = answer
        self.posted: list[bytes] = []

    def post(self, envelope: bytes) -> str:
        self.posted.append(envelope)
        return self.answer(envelope)


def unreachable(_: bytes) -> str:
    raise UplinkError("no answer")


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal.sqlite3")


def fill(journal: Journal, count: int, role: Role = "leader") -> None:
    with journal.unit():
        for number in range(count):
            report_id = ReportId(number.to_bytes(16, "big"))
            journal.sealed.append(
                Sealed(report_id, role, TaskId("t"), number, b"%s %d" % (role.encode(), number))
            )


def courier(journal: Journal, clock: FakeClock, **uplinks: ScriptedUplink) -> Courier:
    named: dict[Role, ScriptedUplink] = {
        role: uplinks[role] for role in ("leader", "helper") if role in uplinks
    }
    return Courier(journal=journal, uplinks=named, clock=clock, objection=lambda _: None, wait=clock.advance)


def test_everything_is_delivered_to_whom_it_is_for(journal: Journal) -> None:
    leader, helper = ScriptedUplink(), ScriptedUplink()
    fill(journal, 3)
    fill(journal, 2, "helper")

    delivery = courier(journal, FakeClock(AT), leader=leader, helper=helper).deliver_all()

    assert (delivery.accepted, delivery.waiting) == (5, 0)
    assert leader.posted == [b"leader 0", b"leader 1", b"leader 2"]
    assert helper.posted == [b"helper 0", b"helper 1"]


@pytest.mark.parametrize("problem", sorted(FINAL))
def test_a_final_refusal_ends_the_attempts(journal: Journal, problem: str) -> None:
    fill(journal, 1)
    uplink = ScriptedUplink(lambda _: problem)

    delivery = courier(journal, FakeClock(AT), leader=uplink).deliver_all(give_up_after_s=1e4)

    assert (delivery.refused, delivery.waiting, len(uplink.posted)) == (1, 0, 1)
    assert journal.sealed.outcomes() == {problem: 1}


@pytest.mark.parametrize("problem", ["unknown_policy", "unknown_edge", "http_503", "duplicate_report"])
def test_every_other_answer_is_tried_again_with_the_same_bytes(journal: Journal, problem: str) -> None:
    fill(journal, 1)
    answers = iter([problem, problem, "accepted"])
    uplink = ScriptedUplink(lambda _: next(answers))

    delivery = courier(journal, FakeClock(AT), leader=uplink).deliver_all(give_up_after_s=1e4)

    assert delivery.ended == {"accepted": 1}
    assert delivery.postponed == {problem: 2}
    assert uplink.posted == [b"leader 0"] * 3


def test_one_that_is_refused_does_not_hold_up_the_rest(journal: Journal) -> None:
    fill(journal, 5)
    uplink = ScriptedUplink(lambda body: "unknown_policy" if body.endswith(b" 1") else "accepted")

    delivery = courier(journal, FakeClock(AT), leader=uplink).deliver_all()

    assert (delivery.accepted, delivery.waiting) == (4, 1)


def test_no_answer_keeps_everything_and_stops_asking(journal: Journal) -> None:
    fill(journal, 5)
    uplink = ScriptedUplink(unreachable)

    delivery = courier(journal, FakeClock(AT), leader=uplink).deliver_all()

    assert (delivery.ended, delivery.waiting, len(uplink.posted)) == ({}, 5, 1)


def test_an_unreachable_leader_does_not_hold_up_the_helper(journal: Journal) -> None:
    fill(journal, 2)
    fill(journal, 2, "helper")
    helper = ScriptedUplink()

    delivery = courier(
        journal, FakeClock(AT), leader=ScriptedUplink(unreachable), helper=helper
    ).deliver_all()

    assert (delivery.accepted, delivery.waiting) == (2, 2)


def test_a_line_that_comes_back_is_used_again(journal: Journal) -> None:
    fill(journal, 2)
    failures = iter([True, True, True])
    uplink = ScriptedUplink(lambda body: unreachable(body) if next(failures, False) else "accepted")
    clock = FakeClock(AT)

    delivery = courier(journal, clock, leader=uplink).deliver_all(give_up_after_s=60)

    assert (delivery.accepted, delivery.waiting) == (2, 0)
    assert 3.5 <= (clock.now() - AT).total_seconds() <= 7


def test_it_gives_up_when_the_time_is_up(journal: Journal) -> None:
    fill(journal, 1)
    clock = FakeClock(AT)

    delivery = courier(journal, clock, leader=ScriptedUplink(unreachable)).deliver_all(give_up_after_s=30)

    assert delivery.waiting == 1
    assert (clock.now() - AT).total_seconds() <= 30


def test_what_is_not_due_yet_is_left_alone(journal: Journal) -> None:
    fill(journal, 1)
    uplink = ScriptedUplink(lambda _: "unknown_policy")
    delivering = courier(journal, FakeClock(AT), leader=uplink)

    delivering.deliver_all()
    delivering.deliver_all()

    assert len(uplink.posted) == 1


def test_answers_before_a_failure_are_kept(journal: Journal) -> None:
    fill(journal, BATCH + 5)
    uplink = ScriptedUplink(
        lambda body: "accepted" if int(body.split()[1]) < BATCH + 3 else unreachable(body)
    )

    delivery = courier(journal, FakeClock(AT), leader=uplink).deliver_all()

    assert (delivery.accepted, delivery.waiting) == (BATCH + 3, 2)


def test_answers_before_an_interruption_are_kept(journal: Journal) -> None:
    fill(journal, 5)

    def interrupted(body: bytes) -> str:
        if body.endswith(b" 3"):
            raise KeyboardInterrupt
        return "accepted"

    with pytest.raises(KeyboardInterrupt):
        courier(journal, FakeClock(AT), leader=ScriptedUplink(interrupted)).deliver_all()
    assert journal.sealed.depth() == 2


def test_an_empty_outbox_needs_no_waiting(journal: Journal) -> None:
    clock = FakeClock(AT)

    courier(journal, clock, leader=ScriptedUplink()).deliver_all(give_up_after_s=1e4)

    assert clock.now() == AT


def test_a_wait_noted_under_a_clock_that_ran_ahead_is_over(journal: Journal) -> None:
    fill(journal, 1)
    with journal.unit():
        journal.sealed.postpone(ReportId(bytes(16)), "leader", AT.timestamp() + 10 * 365 * 86_400)

    delivery = courier(journal, FakeClock(AT), leader=ScriptedUplink()).deliver_all()

    assert delivery.accepted == 1


def test_what_the_policy_holds_back_is_not_sent_and_waits(journal: Journal) -> None:
    fill(journal, 3)
    uplink, clock = ScriptedUplink(), FakeClock(AT)
    denied = deny("review_overdue", "had to be reviewed")
    carrier = Courier(
        journal=journal,
        uplinks={"leader": uplink},
        clock=clock,
        objection=lambda sealed: denied if sealed.epoch == 1 else None,
        wait=clock.advance,
    )

    delivery = carrier.deliver_all()

    assert uplink.posted == [b"leader 0", b"leader 2"]
    assert (delivery.accepted, delivery.postponed, delivery.waiting) == (2, {"review_overdue": 1}, 1)
