"""The releases that have left the gate: written once, read by insights and consoles, never changed.

Source: aggregator/ports.py `Published`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from aggregator.audit.entry import Detail
from aggregator.audit.log import note
from aggregator.database import reading
from aggregator.tables import EdgeRow, LayoutRow, ReleaseRow
from shared.ids import SiteId
from shared.schemas.layout import SiteLayout
from shared.schemas.release import Release
from shared.schemas.task import MetricName


def publish(session: Session, release: Release, *, epoch_start: datetime, now: datetime) -> None:
    """Keep the release and note it; from the commit on it can be read."""
    session.add(
        ReleaseRow(
            task_id=release.task_id,
            metric=release.metric,
            scope=release.scope,
            epoch=release.epoch,
            epoch_start=epoch_start,
            is_suppressed=bool(release.suppressed),
            document=release.model_dump_json(),
            published_at=now,
        )
    )
    session.flush()
    said: Detail = {
        "epoch": release.epoch,
        "scope": release.scope,
        "sites": release.sites,
        "suppressed": release.suppressed,
        "policy": release.policy_hash,
    }
    note(session, "release", release.task_id, said, at=now)


@dataclass(frozen=True, slots=True)
class PublishedReleases:
    """What may be read of one leader's database: releases and layouts, nothing else."""

    engine: Engine

    def releases(self, metric: MetricName | None = None) -> Sequence[Release]:
        """Return releases of the metric (or of all), suppressed ones included, oldest epoch first."""
        wanted = select(ReleaseRow.document).order_by(
            col(ReleaseRow.epoch_start), col(ReleaseRow.task_id), col(ReleaseRow.scope)
        )
        if metric is not None:
            wanted = wanted.where(ReleaseRow.metric == metric)
        with reading(self.engine) as session:
            documents = session.exec(wanted).all()
        return [Release.model_validate_json(document) for document in documents]

    def layouts(self) -> dict[SiteId, SiteLayout]:
        """Return the newest registered layout of each enrolled site."""
        newest = (
            select(EdgeRow.site_id, LayoutRow.document)
            .join(LayoutRow, col(LayoutRow.edge_id) == col(EdgeRow.edge_id))
            .order_by(col(LayoutRow.registered_at))
        )
        with reading(self.engine) as session:
            documents = dict(session.exec(newest).all())
        return {SiteId(site): SiteLayout.model_validate_json(text) for site, text in documents.items()}
