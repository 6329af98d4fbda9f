"""What an aggregator forgets, when, and what it leaves of it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from aggregator.aggregate.peer_requests import FRESH_FOR
from aggregator.audit.tables import AuditEntryRow
from aggregator.database import reading, writing
from aggregator.errors import HomeError
from aggregator.hub import Hub
from aggregator.retention import sweep as sweeping
from aggregator.retention.kind import Kind
from aggregator.retention.receipts import kept
from aggregator.retention.sweep import SWEEP_EVERY, Swept, newest_first, sweep
from aggregator.tables import DecisionRow, NonceRow, PairingCodeRow, RefusalRow, ReleaseRow, ReportRow
from policies.retention import LATE, MONTH, YEAR, Held, Rule
from privacy.receipts import holds, prove, verify
from tests.support.audited import noted
from tests.support.hub_world import Party
from tests.support.machine import FakeMachine
from tests.support.vector_world import NOW, make_world

DAY = timedelta(days=1)


def advance(hub: Hub, by: timedelta) -> None:
    hub.clock.advance(by.total_seconds())  # type: ignore[attr-defined]  # a FakeClock


def release(metric: str, epoch_start: datetime) -> ReleaseRow:
    return ReleaseRow(
        task_id=f"{metric}.hour.site",
        metric=metric,
        scope="site",
        epoch=int(epoch_start.timestamp()),
        epoch_start=epoch_start,
        is_suppressed=False,
        document="{}",
        published_at=epoch_start,
    )


@pytest.mark.parametrize("metric", ["footfall", "a_metric_no_policy_knows"])
def test_releases_live_25_months(leader_hub: Hub, metric: str) -> None:
    with writing(leader_hub.engine) as session:
        session.add(release(metric, NOW - 25 * MONTH - DAY))
        session.add(release(metric, NOW - 25 * MONTH + DAY))

    assert sweep(leader_hub).forgotten == {f"releases of {metric}": 1}


def test_fresh_home_has_nothing_to_forget(leader_hub: Hub) -> None:
    swept = sweep(leader_hub)

    assert (swept.forgotten, swept.receipts, swept.failed) == ({}, [], {})


def test_share_no_batch_ever_took_is_scrubbed_then_its_row_goes(leader: Party) -> None:
    world = make_world()
    assert leader.post(world.cohort_report(world.edges[0])["leader"]).status_code == 201
    advance(leader.hub, 46 * DAY)

    swept = sweep(leader.hub)

    assert (swept.forgotten["shares that no sum took"], swept.forgotten["reports"]) == (1, 1)
    assert leader.rows(ReportRow) == []


def test_report_row_outlives_its_epochs_window(leader: Party) -> None:
    world = make_world()
    leader.post(world.site_report(world.edges[0]))
    advance(leader.hub, 44 * DAY)

    assert "reports" not in sweep(leader.hub).forgotten
    assert len(leader.rows(ReportRow)) == 1


def test_codes_nonces_and_counters_go(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        session.add(PairingCodeRow(mac=b"m", expires_at=NOW))
        session.add(NonceRow(nonce="n", seen_at=NOW))
        session.add(RefusalRow(minute=NOW, problem="malformed", refused=3))
    advance(leader_hub, 36 * DAY)

    assert sweep(leader_hub).forgotten == {"pairing codes": 1, "nonces": 1, "refusals": 1}


def test_nonce_is_kept_while_its_request_could_be_fresh(helper_hub: Hub) -> None:
    with writing(helper_hub.engine) as session:
        session.add(NonceRow(nonce="n", seen_at=NOW))
    advance(helper_hub, FRESH_FOR)

    assert sweep(helper_hub).forgotten == {}


def test_private_key_is_destroyed_and_proved(leader_hub: Hub) -> None:
    world = make_world()
    key_id = world.hpke["leader"].public_key.key_id
    advance(leader_hub, world.not_after - NOW + 36 * DAY)

    assert sweep(leader_hub).forgotten == {"private sealing keys": 1}

    with reading(leader_hub.engine) as session:
        (one,) = kept(session)
        assert leader_hub.keyring.private(session, key_id, NOW) is None
    proof = prove(one.evidence, key_id.encode())
    assert proof is not None
    assert verify(one.receipt, one.evidence.salt, key_id.encode(), proof)


def test_every_receipt_is_noted_with_count_rule_and_root(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        session.add(release("footfall", NOW - 25 * MONTH - DAY))

    (receipt,) = sweep(leader_hub).receipts

    (entry,) = noted(leader_hub, "deletion")
    assert (entry.subject, entry.detail["count"]) == ("releases of footfall", 1)
    assert entry.detail["root"] == receipt.root.hex()


def test_bookkeeping_alone_leaves_neither_receipt_nor_entry(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        session.add(NonceRow(nonce="n", seen_at=NOW - DAY))

    swept = sweep(leader_hub)

    assert (swept.forgotten, swept.receipts) == ({"nonces": 1}, [])
    assert noted(leader_hub, "deletion") == []


def test_lines_of_the_decision_log_are_forgotten(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        line = {"action": "release", "task_id": "x", "scope": "", "outcome": "permit", "asked": 1}
        session.add(DecisionRow(hour=NOW - 36 * DAY, **line))
        session.add(DecisionRow(hour=NOW - 34 * DAY, **line))

    assert sweep(leader_hub).forgotten == {"decisions": 1}


def test_payloads_of_the_audit_log_go_after_their_years(leader: Party) -> None:
    leader.post(b"no envelope")
    with reading(leader.hub.engine) as session:
        before = len(session.exec(select(AuditEntryRow).where(col(AuditEntryRow.payload).is_not(None))).all())
    advance(leader.hub, 6 * YEAR + DAY)

    assert sweep(leader.hub).forgotten["audit payloads"] == before


def test_under_a_clock_set_back_lives_end_as_if_it_were_right(leader_hub: Hub) -> None:
    machine = FakeMachine(NOW)
    hub = replace(leader_hub, clock=machine, uptime=machine)
    sweep(hub)
    with writing(hub.engine) as session:
        session.add(NonceRow(nonce="n", seen_at=NOW))
    machine.set_clock(-400 * DAY)
    machine.run(timedelta(hours=1))

    assert sweep(hub).forgotten == {"nonces": 1}


def test_a_kind_that_fails_stops_no_other(leader_hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_session: Session, _at: datetime) -> int:
        raise HomeError("the disk is broken")

    broken = Kind(Rule("keys", "keys/", DAY, "a rule"), lambda _: Held(), fail)
    usual = sweeping.kinds
    monkeypatch.setattr(sweeping, "kinds", lambda *words: [broken, *usual(*words)])
    with writing(leader_hub.engine) as session:
        session.add(NonceRow(nonce="n", seen_at=NOW - DAY))

    swept = sweep(leader_hub)

    assert swept.failed == {"keys": "the disk is broken"}
    assert swept.forgotten == {"nonces": 1}


def test_receipts_hold(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        for days in (1, 2, 3):
            session.add(release("footfall", NOW - 25 * MONTH - days * DAY))

    sweep(leader_hub)

    with reading(leader_hub.engine) as session:
        (one,) = kept(session)
    assert one.receipt.deletion.count == 3
    assert holds(one.receipt, one.evidence)


def test_the_newest_policy_comes_first(leader_hub: Hub) -> None:
    with reading(leader_hub.engine) as session:
        assert newest_first(leader_hub, session) == [make_world().bundle]


def test_what_was_done_is_told_by_kind() -> None:
    assert Swept(NOW, {"nonces": 2}).to_json() == {
        "at": NOW.isoformat(timespec="seconds"),
        "forgotten": {"nonces": 2},
        "receipts": 0,
        "failed": {},
    }


def test_sweeps_come_often_enough_for_the_promise() -> None:
    assert 2 * SWEEP_EVERY < LATE
