"""An entry stands with its deed, or neither does."""

from contextlib import suppress

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from aggregator.audit.entry import Entry, commit
from aggregator.audit.log import note
from aggregator.audit.nodes import StoredNodes
from aggregator.audit.tables import AuditEntryRow
from aggregator.database import reading, writing
from aggregator.hub import Hub
from aggregator.tables import NonceRow
from privacy.transparency.tree import root
from tests.support.vector_world import NOW, fixed_random


def rows(hub: Hub) -> list[AuditEntryRow]:
    with reading(hub.engine) as session:
        return list(session.exec(select(AuditEntryRow).order_by("leaf_index")).all())


def test_entry_is_kept_with_its_payload_and_its_leaf(leader_hub: Hub) -> None:
    before = len(rows(leader_hub))

    with writing(leader_hub.engine) as session:
        index = note(session, "login", "a.jansen", {"tries": 2}, at=NOW)

    row = rows(leader_hub)[-1]
    assert (row.leaf_index, index, row.kind, row.at) == (before, before, "login", NOW)
    assert row.payload == '{"detail":{"tries":2},"subject":"a.jansen"}'
    assert row.salt is not None
    assert row.commitment == commit(row.salt, row.payload)
    assert row.leaf_hash == Entry(NOW, "login", row.commitment).leaf


def test_indices_are_gapless_within_and_across_transactions(leader_hub: Hub) -> None:
    before = len(rows(leader_hub))
    with writing(leader_hub.engine) as session:
        first = [note(session, "read", "x", {}, at=NOW) for _ in range(3)]
    with writing(leader_hub.engine) as session:
        second = note(session, "read", "x", {}, at=NOW)

    assert [*first, second] == [before, before + 1, before + 2, before + 3]


def test_equal_entries_do_not_look_alike(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        for _ in range(2):
            note(session, "read", "x", {}, at=NOW)

    first, second = rows(leader_hub)[-2:]
    assert (first.salt, first.commitment) != (second.salt, second.commitment)


def test_salt_comes_from_the_randomness_given(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        note(session, "read", "x", {}, at=NOW, random=fixed_random("salt"))

    assert rows(leader_hub)[-1].salt == fixed_random("salt")(16)


def test_deed_that_is_rolled_back_leaves_no_entry(leader_hub: Hub) -> None:
    before = len(rows(leader_hub))

    with suppress(IntegrityError), writing(leader_hub.engine) as session:
        note(session, "read", "x", {}, at=NOW)
        session.add(NonceRow(nonce="n", seen_at=NOW))
        session.flush()
        session.expunge_all()
        session.add(NonceRow(nonce="n", seen_at=NOW))

    assert len(rows(leader_hub)) == before


def test_session_that_only_reads_is_refused(leader_hub: Hub) -> None:
    with reading(leader_hub.engine) as session, pytest.raises(ValueError, match="writing"):
        note(session, "read", "x", {}, at=NOW)


def test_root_can_be_had_in_the_same_transaction(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        size = note(session, "read", "x", {}, at=NOW) + 1
        inside = root(StoredNodes(session.connection()), size)

    with reading(leader_hub.engine) as session:
        assert root(StoredNodes(session.connection()), size) == inside
