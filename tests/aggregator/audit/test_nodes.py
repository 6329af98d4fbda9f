"""The tree in the database is the document's tree, whatever its size, and says when entries are missing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete, insert
from sqlmodel import col, select

from aggregator.audit.nodes import StoredNodes
from aggregator.audit.tables import AuditEntryRow, AuditNodeRow
from aggregator.database import open_engine, writing
from aggregator.errors import DatabaseError
from aggregator.revision import prepare
from privacy.transparency.tree import Growing, Subtree, range_root, root
from tests.support.vector_world import NOW


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    engine = open_engine(f"sqlite:///{tmp_path}/hub.sqlite3")
    prepare(engine)
    with writing(engine) as session:
        yield session.connection()
    engine.dispose()


def append(connection: Connection, start: int, end: int) -> None:
    """Append entries whose leaf hash is their index."""
    nodes = StoredNodes(connection)
    for index in range(start, end):
        row = {"leaf_index": index, "at": NOW, "kind": "read", "commitment": b"", "leaf_hash": leaf(index)}
        connection.execute(insert(AuditEntryRow), row)
        nodes.complete(index + 1)


def leaf(index: int) -> bytes:
    return index.to_bytes(32, "big")


def expected_root(size: int) -> bytes:
    tree = Growing()
    for index in range(size):
        tree.push(0, leaf(index))
    return tree.root()


def test_empty_log_has_no_size(connection: Connection) -> None:
    assert StoredNodes(connection).size() == 0


@pytest.mark.parametrize("size", [1, 255, 256, 257, 700])
def test_root_is_that_of_all_leaves(connection: Connection, size: int) -> None:
    append(connection, 0, size)

    assert StoredNodes(connection).size() == size
    assert root(StoredNodes(connection), size) == expected_root(size)


def test_every_256th_entry_keeps_one_hash(connection: Connection) -> None:
    append(connection, 0, 600)

    kept = connection.execute(select(AuditNodeRow.level, AuditNodeRow.start)).all()
    assert [tuple(row) for row in kept] == [(8, 0), (8, 256)]


def test_sixty_five_thousand_entries_keep_a_second_level(connection: Connection) -> None:
    pages = [{"level": 8, "start": 256 * n, "hash": leaf(n)} for n in range(255)]
    connection.execute(insert(AuditNodeRow), pages)
    append(connection, 65_280, 65_536)

    nodes = StoredNodes(connection)
    assert nodes(Subtree(0, 16)) == range_root(nodes, 0, 65_536)
    assert nodes.page(Subtree(0, 16), 16) == [nodes(Subtree(0, 16))]
    assert len(nodes.page(Subtree(0, 16), 8)) == 256


def test_missing_entry_is_said(connection: Connection) -> None:
    append(connection, 0, 20)
    connection.execute(delete(AuditEntryRow).where(col(AuditEntryRow.leaf_index) == 9))

    with pytest.raises(DatabaseError, match="entries 8 to 15"):
        StoredNodes(connection)(Subtree(8, 3))


def test_missing_page_is_said(connection: Connection) -> None:
    with pytest.raises(DatabaseError, match="entries 0 to 511"):
        StoredNodes(connection)(Subtree(0, 9))
