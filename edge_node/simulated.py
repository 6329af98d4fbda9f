"""A camera that does not exist: days of simulated shoppers that end now, as tracks.

Its address in ``site.toml`` is ``simulated:PLAN?days=D&visitors=V&seed=S``. Whatever comes out of it is
labelled simulated by the site's layout.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from math import inf
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

import numpy as np

from edge_node.errors import SiteError
from edge_node.observations import Track
from edge_node.simulation.plans import PLANS
from edge_node.simulation.shoppers import simulate_day
from shared.schemas.layout import SiteLayout

PREFIX = "simulated:"
"""What the address of a simulated source begins with."""

LONGEST_DAYS = 34
"""Days that still lie within the window in which reports are taken. Source: shared/wire/PROTOCOL.md §14.8."""


@dataclass(frozen=True, slots=True)
class SimulatedSource:
    """A floor plan, how many days of it, how busy, and the seed that everything random follows from."""

    plan: str
    days: int
    visitors: int
    """Visitors on a usual day."""
    seed: int

    @property
    def address(self) -> str:
        """The source as ``site.toml`` writes it."""
        return f"{PREFIX}{self.plan}?days={self.days}&visitors={self.visitors}&seed={self.seed}"


@dataclass(frozen=True, slots=True)
class SimulatedSpan:
    """One local day, or the part of it that has passed."""

    tracks: tuple[Track, ...]
    from_s: float
    """Unix seconds when measuring began (opening time)."""
    until_s: float
    """Unix seconds when it ended: closing time, or now."""
    entries: int
    """People who truly came in over the whole local day."""


def parse(address: str) -> SimulatedSource:
    """Return the source an address names.

    Raises: SiteError naming what was expected and what came.
    """
    plan, _, query = address.removeprefix(PREFIX).partition("?")
    if plan not in PLANS:
        raise SiteError(f"expected a simulated shop among {', '.join(sorted(PLANS))}, got {plan!r}")
    values = {"days": "1", "visitors": "300", "seed": "1"} | dict(parse_qsl(query))
    try:
        numbers = {key: int(value) for key, value in values.items()}
        source = SimulatedSource(plan=plan, **numbers)
    except (TypeError, ValueError) as error:
        raise SiteError(f"expected days, visitors and seed as whole numbers, got {query!r}") from error
    if not 1 <= source.days <= LONGEST_DAYS:
        raise SiteError(f"expected 1 to {LONGEST_DAYS} simulated days, got {source.days}")
    return source


def spans(
    source: SimulatedSource, layout: SiteLayout, until: datetime, *, bodies_from_s: float = inf
) -> Iterator[SimulatedSpan]:
    """Yield the source's days, the last one cut at ``until``; the same seed and date give the same day.

    bodies_from_s: Unix seconds; tracks of days that end later say how their people moved, for what is learned
    from it. To draw bodies takes longer than all the rest.
    """
    zone = layout.zone_info
    last = until.astimezone(zone).date()
    shop = PLANS[source.plan]()
    for back in range(source.days - 1, -1, -1):
        day = last - timedelta(days=back)
        rng = np.random.default_rng([source.seed, day.toordinal()])
        opened_s = _at(day.isoformat(), layout.opens_at, zone)
        closed_s = min(_at(day.isoformat(), layout.closes_at, zone), until.timestamp())
        with_bodies = closed_s > bodies_from_s
        made = simulate_day(shop, day, zone, source.visitors, rng, with_bodies=with_bodies)
        if opened_s < closed_s:
            tracks = tuple(track for track in made.tracks if track.t_s[-1] <= until.timestamp())
            yield SimulatedSpan(tracks, opened_s, closed_s, made.truth.entries)


def _at(day: str, clock: str, zone: ZoneInfo) -> float:
    return datetime.combine(datetime.fromisoformat(day).date(), time.fromisoformat(clock), zone).timestamp()
