"""Contributions: what has gone through the door and is not sealed yet; noise, where it is due, is in it."""

import sqlite3
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from edge_node.storage.vectors import from_blob, to_blob
from shared.ids import ReportId, TaskId
from shared.schemas.task import Lane


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Contribution:
    """One vector on its way out: noisy in the site lane, exact and to be split in the cohort lane."""

    report_id: ReportId
    task_id: TaskId
    epoch: int
    lane: Lane
    policy_hash: bytes
    layout_hash: bytes
    vector: NDArray[np.int64]
    """int64 (C + 1,): cells in wire order, then coverage in seconds."""
    max_per_site: int = 0
    """What every cell is proved not to exceed; 0 where nothing is proved."""


class Contributions:
    """The table of contributions; every call belongs inside a unit of work."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def append(self, contribution: Contribution) -> None:
        """Write the contribution; its vector never changes afterwards."""
        c = contribution
        self._connection.execute(
            "INSERT INTO contributions VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(c.report_id, c.task_id, c.epoch, c.lane, c.policy_hash, c.layout_hash),
                *(to_blob(c.vector), c.max_per_site),
            ),
        )

    def first(self, count: int) -> list[Contribution]:
        """Return up to count contributions that wait for their seal, oldest epoch first."""
        rows = self._connection.execute(
            "SELECT report_id, task_id, epoch, lane, policy_hash, layout_hash, vector, max_per_site"
            " FROM contributions ORDER BY rowid LIMIT ?",
            (count,),
        )
        return [
            Contribution(ReportId(r), TaskId(t), e, lane, p, ly, from_blob(v), most)
            for r, t, e, lane, p, ly, v, most in rows
        ]

    def epochs(self) -> list[tuple[TaskId, int]]:
        """Return which (task, epoch) wait for their seal."""
        rows = self._connection.execute("SELECT task_id, epoch FROM contributions ORDER BY task_id, epoch")
        return [(TaskId(task_id), epoch) for task_id, epoch in rows]

    def exact_epochs(self) -> list[tuple[TaskId, int]]:
        """Return which of them are still exact: the cohort lane's, to which others add the noise."""
        rows = self._connection.execute(
            "SELECT task_id, epoch FROM contributions WHERE lane = 'cohort' ORDER BY task_id, epoch"
        )
        return [(TaskId(task_id), epoch) for task_id, epoch in rows]

    def delete_epoch(self, task_id: TaskId, epoch: int) -> None:
        """Forget the epoch's contribution: it is never sent, and shows as a gap."""
        self._connection.execute(
            "DELETE FROM contributions WHERE task_id = ? AND epoch = ?", (task_id, epoch)
        )

    def delete(self, report_id: ReportId) -> None:
        """Forget the contribution: its sealed form stands in the outbox."""
        self._connection.execute("DELETE FROM contributions WHERE report_id = ?", (report_id,))
