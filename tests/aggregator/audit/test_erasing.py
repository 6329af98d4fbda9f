"""Payloads go after their years, or singly; their hashes stay, and that they went is an entry."""

from datetime import timedelta

from sqlmodel import col, select

from aggregator.audit.erasing import WITHOUT_POLICY, erase, keep_for, prune
from aggregator.audit.log import note
from aggregator.audit.tables import AuditEntryRow
from aggregator.database import reading, writing
from aggregator.hub import Hub
from tests.support.audited import Noted, noted
from tests.support.vector_world import NOW, make_world

DAY = timedelta(days=1)


def erased(hub: Hub) -> list[int]:
    with reading(hub.engine) as session:
        gone = select(AuditEntryRow.leaf_index).where(
            col(AuditEntryRow.payload).is_(None), col(AuditEntryRow.salt).is_(None)
        )
        return list(session.exec(gone).all())


def test_policy_says_how_long_and_six_years_without_one() -> None:
    assert keep_for(None) == WITHOUT_POLICY == timedelta(days=6 * 365.25)
    assert keep_for(make_world().bundle) <= WITHOUT_POLICY


def test_payloads_whose_time_is_over_go(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        old = note(session, "login", "a.jansen", {}, at=NOW - WITHOUT_POLICY - DAY)
        note(session, "login", "b.smith", {}, at=NOW - WITHOUT_POLICY + DAY)

        assert prune(session, None, NOW) == 1
        assert prune(session, None, NOW) == 0

    assert erased(leader_hub) == [old]
    (entry,) = (found for found in noted_with_payload(leader_hub) if found.kind == "deletion")
    assert (entry.subject, entry.detail["payloads"]) == ("audit log", 1)


def test_one_payload_is_erased_with_a_reason(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        index = note(session, "login", "a.jansen", {}, at=NOW)

        assert erase(session, index, reason="left the company", at=NOW)
        assert not erase(session, index, reason="again", at=NOW)
        assert not erase(session, 10_000, reason="nothing there", at=NOW)

    assert erased(leader_hub) == [index]
    said = {"payloads": 1, "reason": "left the company"}
    assert noted_with_payload(leader_hub)[-1] == Noted("deletion", f"audit entry {index}", said)


def noted_with_payload(hub: Hub) -> list[Noted]:
    return [entry for entry in noted(hub) if entry.subject or entry.detail]
