"""Open sums: what an epoch has counted so far, exact, inside the store only."""

import sqlite3
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from edge_node.storage.vectors import from_blob, to_blob
from shared.ids import TaskId


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class OpenSum:
    """The bounded contributions of all tracks counted into one (task, epoch)."""

    task_id: TaskId
    epoch: int
    policy_hash: bytes
    """The policy whose bound every contribution was clipped to: 32 bytes."""
    layout_hash: bytes
    """The layout the cells stand in: 32 bytes."""
    vector: NDArray[np.int64]
    """int64 (C,): cells in wire order, coverage not included."""
    coverage_s: float
    """Seconds measured."""


class Sums:
    """The table of open sums; every call belongs inside a unit of work."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, addition: OpenSum) -> bool:
        """Add to the epoch's sum; False, with nothing changed, when it can no longer take it.

        It cannot when the epoch has gone through the door, or was begun under another policy or layout.
        """
        key = (addition.task_id, addition.epoch)
        if self._connection.execute("SELECT 1 FROM ledger WHERE task_id = ? AND epoch = ?", key).fetchone():
            return False
        held = self.get(*key)
        if held is None:
            self._put(addition, addition.vector, addition.coverage_s)
            return True
        if (held.policy_hash, held.layout_hash) != (addition.policy_hash, addition.layout_hash):
            return False
        self._put(addition, held.vector + addition.vector, held.coverage_s + addition.coverage_s)
        return True

    def get(self, task_id: TaskId, epoch: int) -> OpenSum | None:
        """Return the epoch's sum, None when nothing was counted."""
        row = self._connection.execute(
            "SELECT policy_hash, layout_hash, vector, coverage_s FROM open_sums"
            " WHERE task_id = ? AND epoch = ?",
            (task_id, epoch),
        ).fetchone()
        if row is None:
            return None
        policy_hash, layout_hash, vector, coverage_s = row
        return OpenSum(task_id, epoch, policy_hash, layout_hash, from_blob(vector), coverage_s)

    def epochs(self) -> list[tuple[TaskId, int]]:
        """Return which (task, epoch) are open."""
        rows = self._connection.execute("SELECT task_id, epoch FROM open_sums ORDER BY task_id, epoch")
        return [(TaskId(task_id), epoch) for task_id, epoch in rows]

    def delete(self, task_id: TaskId, epoch: int) -> None:
        """Forget the epoch's sum."""
        self._connection.execute("DELETE FROM open_sums WHERE task_id = ? AND epoch = ?", (task_id, epoch))

    def _put(self, key: OpenSum, vector: NDArray[np.int64], coverage_s: float) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO open_sums VALUES (?, ?, ?, ?, ?, ?)",
            (key.task_id, key.epoch, key.policy_hash, key.layout_hash, to_blob(vector), coverage_s),
        )
