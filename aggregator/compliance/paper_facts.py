"""Gathers what papers are made from: the policy in force, the stores, the nodes, the settings."""

from sqlmodel import Session, col, func, select

from aggregator.compliance import sources
from aggregator.compliance.papers.facts import UNKNOWN_CONTACT, UNKNOWN_CONTROLLER, Facts
from aggregator.hub import Hub
from aggregator.retention.table import table
from aggregator.tables import EdgeRow, LayoutRow
from shared.schemas.layout import SiteLayout


def facts_of(session: Session, hub: Hub) -> Facts | None:
    """Return the facts of this aggregator; None while no policy is in force."""
    bundle = sources.bundle_in_force(session, hub)
    if bundle is None:
        return None
    enrolled = select(func.count()).select_from(EdgeRow).where(col(EdgeRow.retired_at).is_(None))
    return Facts(
        bundle=bundle,
        stores=_stores(session),
        nodes=session.exec(enrolled).one(),
        kept=table(hub).lines,
        controller=hub.config.controller or UNKNOWN_CONTROLLER,
        contact=hub.config.contact or UNKNOWN_CONTACT,
    )


def _stores(session: Session) -> list[str]:
    """Return the names of the stores as their nodes registered them, in order; the helper knows none."""
    rows = session.exec(
        select(LayoutRow.document)
        .join(EdgeRow, col(EdgeRow.edge_id) == col(LayoutRow.edge_id))
        .where(col(EdgeRow.retired_at).is_(None))
    ).all()
    return sorted({SiteLayout.model_validate_json(document).site_name for document in rows})
