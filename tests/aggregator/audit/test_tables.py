"""The log's rows: an index is never given out by the database, an erased payload is nothing."""

import pytest
from sqlalchemy.exc import IntegrityError

from aggregator.audit.tables import AuditEntryRow
from aggregator.database import reading, writing
from aggregator.hub import Hub
from tests.support.vector_world import NOW


def row(**changed: object) -> AuditEntryRow:
    values = {"leaf_index": 900, "at": NOW, "kind": "read", "commitment": b"c" * 32, "leaf_hash": b"l" * 32}
    return AuditEntryRow(**(values | changed))


def test_row_without_payload_is_one(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        session.add(row())

    with reading(leader_hub.engine) as session:
        found = session.get_one(AuditEntryRow, 900)
        assert (found.salt, found.payload, found.at) == (None, None, NOW)


def test_one_place_is_taken_once(leader_hub: Hub) -> None:
    def work() -> None:
        with writing(leader_hub.engine) as session:
            session.add(row())
            session.flush()
            session.expunge_all()
            session.add(row(kind="export"))

    with pytest.raises(IntegrityError):
        work()
