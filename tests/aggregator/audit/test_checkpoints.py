"""Checkpoints say what is in the log, are kept once, and are thinned when they are old."""

from datetime import datetime, timedelta

from sqlmodel import select

from aggregator.audit.checkpoints import EACH_KEPT_FOR, current, keep_current, newest_witnessed, thin
from aggregator.audit.log import note
from aggregator.audit.nodes import StoredNodes
from aggregator.audit.tables import AuditCheckpointRow
from aggregator.database import writing
from aggregator.hub import Hub
from privacy.transparency.checkpoints import log_name, read_checkpoint
from privacy.transparency.notes import is_signed
from privacy.transparency.tree import root
from tests.support.vector_world import NOW

DAY = timedelta(days=1)


def test_checkpoint_is_of_everything_in_the_log(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        size = note(session, "read", "x", {}, at=NOW) + 1
        checkpoint, signed = read_checkpoint(str(current(session, leader_hub)))
        expected = root(StoredNodes(session.connection()), size)

    assert (checkpoint.size, checkpoint.root) == (size, expected)
    assert checkpoint.origin == log_name("leader", leader_hub.root.public_key)
    assert is_signed(signed, checkpoint.origin, leader_hub.root.public_key)


def test_unwitnessed_checkpoints_make_way_for_the_next(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        first = keep_current(session, leader_hub)
        assert keep_current(session, leader_hub) is first
        note(session, "read", "x", {}, at=NOW)
        second = keep_current(session, leader_hub)

        assert session.exec(select(AuditCheckpointRow.size)).all() == [second.size]
        assert second.size == first.size + 1


def test_witnessed_checkpoints_stay(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        assert newest_witnessed(session) is None
        first = keep_current(session, leader_hub)
        first.witnessed_at = NOW
        session.add(first)
        session.flush()
        note(session, "read", "x", {}, at=NOW)
        keep_current(session, leader_hub)

        found = newest_witnessed(session)
        assert found is not None
        assert found.size == first.size
        assert len(session.exec(select(AuditCheckpointRow.size)).all()) == 2


def test_old_days_keep_their_last_witnessed_checkpoint(leader_hub: Hub) -> None:
    moments = [NOW - EACH_KEPT_FOR - n * timedelta(hours=8) for n in range(7, 0, -1)]
    with writing(leader_hub.engine) as session:
        for size, at in enumerate(moments, start=1_000):
            session.add(row(size, at))
        session.add(row(2_000, NOW - EACH_KEPT_FOR + timedelta(hours=1)))
        session.flush()

        thinned = thin(session, NOW)

        kept = dict(session.exec(select(AuditCheckpointRow.size, AuditCheckpointRow.witnessed_at)).all())
    last_of_days = {at.date(): size for size, at in enumerate(moments, start=1_000)}
    assert set(kept) == {*last_of_days.values(), 2_000}
    assert thinned == len(moments) - len(last_of_days)


def row(size: int, at: datetime) -> AuditCheckpointRow:
    return AuditCheckpointRow(size=size, note="", signed_at=at, witnessed_at=at)
