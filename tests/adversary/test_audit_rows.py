"""Somebody with the leader's database and key rewrites rows: the next export or the next round says so."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import col, delete

from aggregator.audit.entry import Entry, commit, payload_of
from aggregator.audit.log import note
from aggregator.audit.nodes import StoredNodes
from aggregator.audit.tables import AuditCheckpointRow, AuditEntryRow, AuditNodeRow
from aggregator.database import writing
from aggregator.errors import DatabaseError, PeerError
from privacy.transparency.tree import Subtree, perfect_root
from shared.wire.codec import Role
from tests.support import audit_world as world
from tests.support.audited import noted
from tests.support.hub_world import make_template, silence
from tests.support.two_hubs import ROLES, TwoHubs, two_hubs

INDEX = 40
"""The entry that somebody wants otherwise."""


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[Role, Path]:
    folder = tmp_path_factory.mktemp("hubs")
    return {role: make_template(folder / role, role) for role in ROLES}


@pytest.fixture
def pair(templates: dict[Role, Path], tmp_path: Path) -> Iterator[TwoHubs]:
    with two_hubs(templates, tmp_path, silence) as both:
        world.grow(both, 300)
        world.witness(both)
        yield both


def rewrite(pair: TwoHubs, *, with_nodes: bool) -> None:
    """Change one entry with everything that follows from it in its own row, and in the pages above."""
    with writing(pair.leader.hub.engine) as session:
        row = session.get_one(AuditEntryRow, INDEX)
        row.payload, row.salt = payload_of("somebody.else", {}), bytes(16)
        row.commitment = commit(row.salt, row.payload)
        row.leaf_hash = Entry(row.at, row.kind, row.commitment).leaf
        session.add(row)
        session.flush()
        if with_nodes:
            page = StoredNodes(session.connection()).page(Subtree(0, 8), 0)
            node = session.get_one(AuditNodeRow, (8, 0))
            node.hash = perfect_root(page)
            session.add(node)


def verdict(pair: TwoHubs, folder: Path) -> str:
    path = world.bundle(pair, folder / "bundle")
    return world.verified(path, world.split(path), world.keys(pair, with_note=True)).broken


@pytest.mark.parametrize(
    "statement",
    [
        "update audit_entries set payload = replace(payload, 'jansen', 'smith') where leaf_index = 40",
        "update audit_entries set kind = 'login' where leaf_index = 40",
        "update audit_entries set at = '2026-01-01 00:00:00.000000' where leaf_index = 40",
        "update audit_entries set salt = zeroblob(16) where leaf_index = 40",
        "update audit_entries set payload = null where leaf_index = 40",
        "update audit_entries set commitment = zeroblob(32) where leaf_index = 40",
        "update audit_entries set leaf_hash = zeroblob(32) where leaf_index = 40",
    ],
    ids=["payload", "kind", "moment", "salt", "payload alone erased", "commitment", "leaf hash"],
)
def test_edited_row_is_named_by_the_next_verification(pair: TwoHubs, tmp_path: Path, statement: str) -> None:
    with pair.leader.hub.engine.begin() as connection:
        connection.execute(text(statement))

    assert verdict(pair, tmp_path).startswith("entry 40: ")


def test_row_rewritten_under_its_old_page_is_found(pair: TwoHubs, tmp_path: Path) -> None:
    rewrite(pair, with_nodes=False)

    assert verdict(pair, tmp_path).startswith("the hashes of entries 0 to 255")


def test_row_rewritten_with_its_page_is_no_longer_what_was_witnessed(pair: TwoHubs, tmp_path: Path) -> None:
    rewrite(pair, with_nodes=True)

    assert verdict(pair, tmp_path).startswith("the log: expected it to begin with")


def test_rewritten_log_is_not_cosigned_again(pair: TwoHubs) -> None:
    rewrite(pair, with_nodes=True)
    world.grow(pair, 1)

    with pytest.raises(PeerError, match="not the one that was witnessed"):
        world.witness(pair)

    assert [entry.detail["event"] for entry in noted(pair.helper.hub, "witness")] == ["log_forked"]


@pytest.mark.parametrize("index", [INDEX, 299], ids=["in a full page", "near the end"])
def test_deleted_row_is_missed_by_the_next_export(pair: TwoHubs, tmp_path: Path, index: int) -> None:
    with writing(pair.leader.hub.engine) as session:
        session.exec(delete(AuditEntryRow).where(col(AuditEntryRow.leaf_index) == index))  # type: ignore[call-overload]

    with pytest.raises(DatabaseError, match="some are missing"):
        world.bundle(pair, tmp_path / "bundle")


def test_log_restored_and_regrown_past_the_old_size_is_not_cosigned(pair: TwoHubs) -> None:
    hub = pair.leader.hub
    with writing(hub.engine) as session:
        session.exec(delete(AuditEntryRow).where(col(AuditEntryRow.leaf_index) >= 200))  # type: ignore[call-overload]
        session.exec(delete(AuditNodeRow))  # type: ignore[call-overload]
        session.exec(delete(AuditCheckpointRow))  # type: ignore[call-overload]
        for _ in range(300):
            note(session, "read", "somebody.else", {}, at=pair.clock.now())

    with pytest.raises(PeerError, match="not the one that was witnessed"):
        world.witness(pair)

    assert [entry.detail["event"] for entry in noted(pair.helper.hub, "witness")] == ["log_forked"]
