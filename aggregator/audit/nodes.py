"""The tree as it lies in the database: read in pages of at most 256 hashes, completed as entries come.

A proof in a log of ten million entries reads some 25 pages; an append writes one row, and one more for every
256th.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, insert
from sqlmodel import col, func, select

from aggregator.audit.tables import AuditEntryRow, AuditNodeRow
from aggregator.errors import DatabaseError
from privacy.transparency.tree import Subtree, perfect_root

PAGE_LEVELS: Final = 8
"""Levels between two that are kept: a page is 256 hashes."""
_NEWEST: Final = select(func.max(AuditEntryRow.leaf_index))


@dataclass(frozen=True, slots=True)
class StoredNodes:
    """Hashes of perfect subtrees, read where they lie; the `Nodes` of privacy/transparency/tree.py."""

    connection: Connection

    def __call__(self, subtree: Subtree) -> bytes:
        """Return the subtree's hash.  Raises: DatabaseError when entries are missing."""
        return perfect_root(self.page(subtree, subtree.level - subtree.level % PAGE_LEVELS))

    def page(self, subtree: Subtree, level: int) -> Sequence[bytes]:
        """Return the hashes of a kept level that the subtree is made of."""
        if level == 0:
            wanted = select(AuditEntryRow.leaf_hash).where(
                col(AuditEntryRow.leaf_index) >= subtree.start, col(AuditEntryRow.leaf_index) < subtree.end
            )
            statement = wanted.order_by(col(AuditEntryRow.leaf_index))
        else:
            wanted = select(AuditNodeRow.hash).where(
                AuditNodeRow.level == level,
                col(AuditNodeRow.start) >= subtree.start,
                col(AuditNodeRow.start) < subtree.end,
            )
            statement = wanted.order_by(col(AuditNodeRow.start))
        found = [bytes(row[0]) for row in self.connection.execute(statement)]
        if len(found) != 1 << (subtree.level - level):
            raise DatabaseError(
                f"expected the audit log's entries {subtree.start} to {subtree.end - 1}, some are missing"
            )
        return found

    def complete(self, size: int) -> None:
        """Keep the hashes of the pages that the newest entry has filled."""
        level = PAGE_LEVELS
        while size % (1 << level) == 0:
            full = Subtree(size - (1 << level), level)
            above = perfect_root(self.page(full, level - PAGE_LEVELS))
            self.connection.execute(
                insert(AuditNodeRow), {"level": level, "start": full.start, "hash": above}
            )
            level += PAGE_LEVELS

    def size(self) -> int:
        """Return how many entries there are."""
        newest = self.connection.execute(_NEWEST).scalar()
        return 0 if newest is None else int(newest) + 1
