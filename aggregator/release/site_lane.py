"""Site-lane reports become releases: their noise is the store's, so here they are only checked and published.

They pass the same gate as a sum does. One that the policy denies waits (the policy may change); one whose
epoch is already paid for can never leave and is scrubbed.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, select

from aggregator.adopted import Adopted
from aggregator.audit.refusals import count
from aggregator.release.gate import Gate
from aggregator.release.making import Circumstances, make_release
from aggregator.release.published import publish
from aggregator.tables import LayoutRow, ReportRow
from aggregator.windows import policy_moment, window
from aggregator.wish import Wish
from policies.engine import Deny
from privacy.payload import decode_noisy_vector
from shared.ids import TaskId
from shared.metrics import cells
from shared.schemas.layout import SiteLayout
from shared.schemas.task import Task
from shared.wire.problems import Problem

GROUP = 100
"""Reports in one transaction."""
RELEASED = "released"
"""The outcome that is no refusal."""


@dataclass(slots=True)
class SiteLane:
    """Publishes site-lane reports; remembers parsed layouts, which never change under their hash."""

    gate: Gate
    policies: dict[bytes, Adopted]
    now: datetime
    _layouts: dict[tuple[str, bytes], SiteLayout] = field(default_factory=dict)

    def publish_next(self, session: Session, after: bytes) -> tuple[bytes | None, list[str]]:
        """Release one group of waiting reports whose id is above ``after``.

        Returns the last id looked at (None when none was left) and one outcome for each: ``released``, a
        policy rule or a problem.
        """
        reports = _waiting(session, after)
        outcomes = [self._release(session, report) for report in reports]
        count(session, Counter(outcome for outcome in outcomes if outcome != RELEASED), self.now)
        return (reports[-1].report_id if reports else None), outcomes

    def _release(self, session: Session, report: ReportRow) -> str:
        adopted = self.policies.get(report.policy_hash)
        task = adopted.tasks.get(TaskId(report.task_id)) if adopted else None
        if adopted is None or task is None or report.share is None:
            return "no_policy"
        wish = Wish(
            task.task_id, report.site_id, report.epoch, policy_moment(report.epoch, task.level), sites=1
        )
        admitted = self.gate.admit(session, wish, adopted, self.now)
        if isinstance(admitted, Deny):
            return admitted.rule
        if isinstance(admitted, Task):
            self._publish(session, report, adopted, task)
        report.share, report.settled_at = None, self.now
        session.add(report)
        return admitted.name if isinstance(admitted, Problem) else RELEASED

    def _publish(self, session: Session, report: ReportRow, adopted: Adopted, task: Task) -> None:
        layout = self._layout(session, report)
        span = window(report.epoch, task.level, layout.zone_info)
        if span is None or report.share is None:
            raise ValueError(f"expected a report of an epoch with a calendar, got {report.epoch}")
        about = Circumstances(
            scope=report.site_id,
            epoch=report.epoch,
            sites=1,
            is_simulated=layout.simulated,
            is_provisional=report.received_at < span[1],
        )
        vector = decode_noisy_vector(report.share, len(cells(task.metric, layout)) + 1).values
        release = make_release(task, adopted, layout, about, vector.tolist())
        publish(session, release, epoch_start=span[0], now=self.now)

    def _layout(self, session: Session, report: ReportRow) -> SiteLayout:
        key = (report.edge_id, report.layout_hash)
        if key not in self._layouts:
            row = session.get_one(LayoutRow, key)
            self._layouts[key] = SiteLayout.model_validate_json(row.document)
        return self._layouts[key]


def _waiting(session: Session, after: bytes) -> Sequence[ReportRow]:
    waiting = (
        select(ReportRow)
        .where(col(ReportRow.settled_at).is_(None), ReportRow.site_id != "", col(ReportRow.report_id) > after)
        .order_by(col(ReportRow.report_id))
        .limit(GROUP)
    )
    return session.exec(waiting).all()
