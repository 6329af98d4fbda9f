"""The rows of one batch: its reports, its state, and their end."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import Session, col, func, select

from aggregator.aggregate.batch import BatchName
from aggregator.tables import BatchRow, EdgeRow, ReportRow
from shared.ids import CohortId


def reports_of(session: Session, name: BatchName) -> Sequence[ReportRow]:
    """Return the cohort's reports for the batch whose shares are still held, by report id."""
    held = (
        select(ReportRow)
        .join(EdgeRow, col(EdgeRow.edge_id) == col(ReportRow.edge_id))
        .where(
            ReportRow.task_id == name.task_id,
            ReportRow.epoch == name.epoch,
            EdgeRow.cohort_id == name.cohort_id,
            col(ReportRow.settled_at).is_(None),
        )
        .order_by(col(ReportRow.report_id))
    )
    return session.exec(held).all()


def batch_of(session: Session, name: BatchName) -> BatchRow | None:
    """Return the batch's row: none while it takes shares."""
    wanted = select(BatchRow).where(
        BatchRow.task_id == name.task_id,
        BatchRow.cohort_id == name.cohort_id,
        BatchRow.epoch == name.epoch,
    )
    return session.exec(wanted).first()


def enrolled(session: Session, cohort_id: CohortId) -> int:
    """Return how many nodes of the cohort are enrolled here now: how many reports a batch could have."""
    members = select(func.count()).where(EdgeRow.cohort_id == cohort_id, col(EdgeRow.retired_at).is_(None))
    return session.exec(members).one()


def row_id(batch: BatchRow) -> int:
    """Return the id of a batch that has been written."""
    if batch.batch_id is None:
        raise ValueError("expected a batch that has been flushed to the database")
    return batch.batch_id


def scrub(session: Session, reports: Iterable[ReportRow], now: datetime, batch_id: int | None = None) -> None:
    """Forget the shares; the rows stay, so that a repeated delivery is still recognised."""
    for report in reports:
        report.share, report.settled_at, report.batch_id = None, now, batch_id
        session.add(report)
