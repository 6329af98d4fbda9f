"""The helper's batches that nobody asked for: shares came, the batch closed, and the leader stayed silent.

A leader that drops a whole batch cannot hide it: the shares came here straight from the stores.
Source: shared/wire/PROTOCOL.md §15.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, func, select

from aggregator.adopted import Adopted
from aggregator.aggregate.batch import BatchName, takes_shares, terms_of
from aggregator.tables import EdgeRow, ReportRow
from shared.ids import CohortId, TaskId

PATIENCE: Final = timedelta(days=1)
"""How long after its close a batch may wait: a leader closes within minutes, and may have been down."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """One closed batch whose shares still lie here."""

    name: BatchName
    reports: int


def overdue(session: Session, known: Collection[Adopted], now: datetime) -> list[Overdue]:
    """Return the batches that should have been asked for a day ago, by name; the leader has none to wait for.

    A batch that was collected holds no shares any more, so it is none of them.
    """
    waiting = (
        select(ReportRow.task_id, EdgeRow.cohort_id, ReportRow.epoch, func.count())
        .join(EdgeRow, col(EdgeRow.edge_id) == col(ReportRow.edge_id))
        .where(col(ReportRow.settled_at).is_(None), ReportRow.site_id == "")
        .group_by(col(ReportRow.task_id), col(EdgeRow.cohort_id), col(ReportRow.epoch))
    )
    found = [
        Overdue(BatchName(TaskId(task_id), CohortId(cohort_id), epoch), reports)
        for task_id, cohort_id, epoch, reports in session.exec(waiting).all()
    ]
    return sorted((one for one in found if _is_late(one.name, known, now)), key=lambda one: one.name)


def _is_late(name: BatchName, known: Collection[Adopted], now: datetime) -> bool:
    terms = terms_of(name, known)
    return terms is not None and not takes_shares(name, terms, now - PATIENCE)
