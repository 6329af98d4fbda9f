"""How long people stay: stays by length, and the median that the noisy classes allow."""

from dataclasses import dataclass

from aggregator.insights.estimate import Estimate, total
from aggregator.insights.index import Index
from aggregator.insights.local_time import day_epoch
from aggregator.insights.period import Period
from aggregator.insights.reading import cell
from shared.ids import SiteId
from shared.metrics import DWELL_EDGES_S, dwell_bins
from shared.schemas.release import Release

STEPS = 64
"""Points per class at which the median's interval is searched."""


@dataclass(frozen=True, slots=True)
class Median:
    """The estimated median stay; ends are None where the interval runs past the last edge."""

    value_s: float | None
    """None when the median lies in the open class (10 minutes and more)."""
    low_s: float
    high_s: float | None


@dataclass(frozen=True, slots=True)
class Dwell:
    """Stays of one zone, one zone type or one whole selection."""

    name: str
    bins: tuple[Estimate, ...]
    """One estimate per class of shared.metrics.dwell_bins, shortest first."""
    stays: Estimate
    median: Median | None
    """None when the stays are too few to tell."""
    days: int
    """Site-days in the sum."""
    is_provisional: bool
    is_simulated: bool


def dwell(index: Index, sites: tuple[SiteId, ...], period: Period) -> Dwell:
    """Return the stays of all zones of the sites together."""
    zones = [(site, zone.name) for site in sites for zone in index.layouts[site].zones]
    return _dwell(index, "all zones", zones, period)


def dwell_by_zone(index: Index, sites: tuple[SiteId, ...], period: Period) -> tuple[Dwell, ...]:
    """Return the stays per zone of a single site, or per zone type over several sites."""
    by_name: dict[str, list[tuple[SiteId, str]]] = {}
    for site in sites:
        for zone in index.layouts[site].zones:
            by_name.setdefault(zone.name if len(sites) == 1 else zone.zone_type, []).append((site, zone.name))
    found = (_dwell(index, name, zones, period) for name, zones in sorted(by_name.items()))
    return tuple(one for one in found if one.days > 0)


def median(bins: tuple[Estimate, ...]) -> Median | None:
    """Return the median stay by linear interpolation within classes, its 95 % interval by test inversion.

    With D(t) the stays shorter than t minus half of all, every class enters D with weight ± ½ (between −½ and
    ½ inside its own class), so at every t the noise of D(t) is at most half as wide as that of all stays; the
    interval holds all t where |D(t)| is within it. None when the total itself is inside its noise.
    """
    stays = total(bins)
    if stays.is_inside_noise or stays.value <= 0:
        return None
    reach = stays.half_width / 2
    curve = _curve(bins, stays.value)
    inside = [t for t, d in curve if abs(d) <= reach]
    crossing = next((t for t, d in curve if d >= 0), None)
    last = float(DWELL_EDGES_S[-1])
    low = min(inside, default=crossing if crossing is not None else last)
    is_open = crossing is None or curve[-1][1] <= reach
    high = None if is_open else max([*inside, low])
    return Median(crossing, low, high)


def _curve(bins: tuple[Estimate, ...], stays: float) -> list[tuple[float, float]]:
    """Return (t, D(t)) along the closed classes, from the first edge to the last."""
    below = -stays / 2
    points = [(float(DWELL_EDGES_S[0]), below)]
    for low, high, part in zip(DWELL_EDGES_S, DWELL_EDGES_S[1:], bins, strict=False):
        for step in range(1, STEPS + 1):
            share = step / STEPS
            points.append((low + (high - low) * share, below + part.value * share))
        below += part.value
    return points


def _dwell(index: Index, name: str, zones: list[tuple[SiteId, str]], period: Period) -> Dwell:
    found = [
        (site, release, _parts(release, zone))
        for site, zone in zones
        for release in (index.shelf("dwell", "day", site).get(day_epoch(day)) for day in period.days)
        if release is not None
    ]
    kept = [(site, release, parts) for site, release, parts in found if parts]
    columns = zip(*(parts for _, _, parts in kept), strict=True)
    bins = tuple(total(column) for column in columns) or (total(()),) * len(dwell_bins())
    return Dwell(
        name,
        bins,
        total(bins),
        median(bins),
        len({(site, release.epoch) for site, release, _ in kept}),
        is_provisional=any(release.provisional for _, release, _ in kept),
        is_simulated=any(release.simulated for _, release, _ in kept),
    )


def _parts(release: Release, zone: str) -> tuple[Estimate, ...]:
    """Return the zone's classes in order; empty when the release has no number for the zone."""
    if release.suppressed or release.coverage_s == 0:
        return ()
    names = [f"{zone}:{part}" for part in dwell_bins()]
    if names[0] not in release.cells:
        return ()
    first = release.cells.index(names[0])
    return tuple(cell(release, first + at) for at in range(len(names)))
