"""Which cohort a newly enrolled edge is drawn into; the helper decides, once, and no request can change it.

A cohort is filled before the next begins, so at most the newest one is below its size. An edge never moves:
overlapping cohorts would let their sums be subtracted.
Source: shared/wire/PROTOCOL.md §1.3, §12.
"""

from collections import Counter
from collections.abc import Iterable

from sqlmodel import Session, select

from aggregator.tables import EdgeRow
from shared.ids import CohortId, EdgeId

_PREFIX = "cohort-"


def draw(taken: Iterable[CohortId], cohort_size: int) -> CohortId:
    """Return the cohort for one more edge, given the cohorts of all edges there are; size 0 is no bound."""
    sizes = Counter(int(cohort.removeprefix(_PREFIX)) for cohort in taken)
    newest = max(sizes, default=1)
    is_full = 0 < cohort_size <= sizes[newest]
    return CohortId(f"{_PREFIX}{newest + 1 if is_full else newest}")


def members(session: Session) -> dict[EdgeId, CohortId]:
    """Return the cohort of every edge ever enrolled here."""
    rows = session.exec(select(EdgeRow)).all()
    return {EdgeId(row.edge_id): CohortId(row.cohort_id) for row in rows if row.cohort_id}
