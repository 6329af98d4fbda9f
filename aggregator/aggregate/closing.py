"""The leader's side of a batch, one durable step at a time: freeze, agree with the helper, sum.

A crash between two steps repeats the next one with the very same reports, so the helper is never asked for
two different sums.
Source: shared/wire/PROTOCOL.md §15.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session, col, select

from aggregator.adopted import Adopted
from aggregator.aggregate.batch import BatchName, Terms, has_ended, takes_shares, terms_of
from aggregator.aggregate.digest import batch_digest
from aggregator.aggregate.rows import reports_of, row_id, scrub
from aggregator.tables import BatchRow, EdgeRow, LayoutRow, ReportRow
from privacy.payload import decode_leader_share
from privacy.shares import aggregate
from shared.ids import CohortId, EdgeId, TaskId
from shared.schemas.layout import SiteLayout


def due(session: Session, known: Collection[Adopted], now: datetime, *, close_all: bool) -> list[BatchName]:
    """Return the batches to go on with: frozen ones, and open ones that no longer take shares (or all)."""
    frozen = session.exec(select(BatchRow).where(BatchRow.state == "frozen")).all()
    names = {BatchName(TaskId(b.task_id), CohortId(b.cohort_id), b.epoch) for b in frozen}
    waiting = (
        select(ReportRow.task_id, EdgeRow.cohort_id, ReportRow.epoch)
        .join(EdgeRow, col(EdgeRow.edge_id) == col(ReportRow.edge_id))
        .where(col(ReportRow.settled_at).is_(None), ReportRow.site_id == "", col(EdgeRow.cohort_id) != "")
        .distinct()
    )
    for task_id, cohort_id, epoch in session.exec(waiting).all():
        name = BatchName(TaskId(task_id), CohortId(cohort_id), epoch)
        terms = terms_of(name, known)
        if terms is not None and (close_all or not takes_shares(name, terms, now)):
            names.add(name)
    return sorted(names)


def is_waited_for(session: Session) -> bool:
    """True while the leader holds a cohort share: it can become nothing without the helper."""
    waiting = select(ReportRow.report_id).where(col(ReportRow.settled_at).is_(None), ReportRow.site_id == "")
    return session.exec(waiting.limit(1)).first() is not None


def freeze(session: Session, name: BatchName, terms: Terms, now: datetime) -> BatchRow:
    """Close the batch to further shares and fix which reports it is made of."""
    batch = BatchRow(
        task_id=name.task_id,
        cohort_id=name.cohort_id,
        epoch=name.epoch,
        state="frozen",
        policy_hash=terms.adopted.policy_hash,
        is_provisional=not has_ended(name, terms, now),
        closed_at=now,
    )
    session.add(batch)
    session.flush()
    for report in reports_of(session, name):
        if report.policy_hash == terms.adopted.policy_hash:
            report.batch_id = batch.batch_id
            session.add(report)
    session.flush()
    batch.report_count = len(members(session, batch))
    session.add(batch)
    return batch


def members(session: Session, batch: BatchRow) -> Sequence[ReportRow]:
    """Return the frozen batch's reports, by report id."""
    inside = select(ReportRow).where(ReportRow.batch_id == batch.batch_id)
    return session.exec(inside.order_by(col(ReportRow.report_id))).all()


def agree(session: Session, batch: BatchRow, held: Collection[bytes]) -> None:
    """Keep only the reports that the helper holds too; from now on the batch is exactly these."""
    for report in members(session, batch):
        if report.report_id not in held:
            report.batch_id = None
            session.add(report)
    session.flush()
    kept = members(session, batch)
    batch.report_count = len(kept)
    batch.digest = batch_digest(report.report_id for report in kept)
    session.add(batch)


def share_sum(session: Session, batch: BatchRow, length: int) -> NDArray[np.uint64]:
    """Return the sum of the leader's shares, uint64 (length,)."""
    shares = [
        decode_leader_share(report.share, length).values
        for report in members(session, batch)
        if report.share is not None
    ]
    return aggregate(shares, length)


def settle(session: Session, batch: BatchRow, name: BatchName, *, collected: bool, now: datetime) -> None:
    """Mark the batch as done and forget every share that came for it, summed or not."""
    batch.state = "collected" if collected else "suppressed"
    session.add(batch)
    scrub(session, members(session, batch), now, row_id(batch))
    session.flush()
    scrub_rest(session, name, now)


def scrub_rest(session: Session, name: BatchName, now: datetime) -> None:
    """Forget the shares that came for a batch and stayed out of it: a coverage gap (§15)."""
    scrub(session, reports_of(session, name), now)


def is_simulated(session: Session, batch: BatchRow) -> bool:
    """True when any site in the batch has registered a simulated layout as its newest."""
    layouts = (
        select(LayoutRow.edge_id, LayoutRow.document)
        .join(ReportRow, col(ReportRow.edge_id) == col(LayoutRow.edge_id))
        .where(ReportRow.batch_id == batch.batch_id)
        .order_by(col(LayoutRow.registered_at))
    )
    newest = {edge: document for edge, document in session.exec(layouts).all()}
    return any(SiteLayout.model_validate_json(document).simulated for document in newest.values())


def learn_cohorts(session: Session, cohorts: dict[EdgeId, CohortId]) -> None:
    """Write down the helper's partition; an edge that has a cohort keeps it."""
    for edge in session.exec(select(EdgeRow).where(EdgeRow.cohort_id == "")).all():
        if EdgeId(edge.edge_id) in cohorts:
            edge.cohort_id = cohorts[EdgeId(edge.edge_id)]
            session.add(edge)
