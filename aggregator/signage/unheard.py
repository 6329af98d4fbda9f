"""Which enrolled stores have never said anything of their signs, or not for some time.

A store says so once a day, whether or not it measures; where none comes, nobody knows whether a sign hangs.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from aggregator.signage.tables import SignsHeardRow
from aggregator.tables import EdgeRow

HEARD_WITHIN: Final = timedelta(days=2)
"""One daily word may be late or lost; after two something is wrong."""


@dataclass(frozen=True, slots=True)
class Unheard:
    """One enrolled node that says nothing."""

    edge_id: str
    site_id: str
    """Empty at the helper, which knows no sites."""
    since: datetime
    """When it was last heard here, or, where it never was, enrolled."""
    has_spoken: bool


def unheard_stores(session: Session, now: datetime) -> list[Unheard]:
    """Return every enrolled node not heard for longer than HEARD_WITHIN, the longest silent first."""
    rows = session.exec(
        select(EdgeRow, SignsHeardRow)
        .join(SignsHeardRow, col(SignsHeardRow.edge_id) == EdgeRow.edge_id, isouter=True)
        .where(col(EdgeRow.retired_at).is_(None))
    ).all()
    known = [
        Unheard(edge.edge_id, edge.site_id, heard.heard_at if heard else edge.enrolled_at, heard is not None)
        for edge, heard in rows
    ]
    quiet = (store for store in known if now - store.since > HEARD_WITHIN)
    return sorted(quiet, key=lambda store: (store.since, store.edge_id))
