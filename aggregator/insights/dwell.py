"""How long people stay: stays by length, and the median that the noisy classes allow."""

from dataclasses import dataclass

from aggregator.insights.estimate import Estimate, total
from aggregator.insights.index import Index
from aggregator.insights.local_time import day_epoch
from aggregator.insights.median import Median, median
from aggregator.insights.period import Period
from aggregator.insights.places import zones
from aggregator.insights.reading import cell
from shared.ids import SiteId
from shared.metrics import DWELL_EDGES_S, dwell_bins
from shared.schemas.release import Release


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
    return _dwell(index, "all zones", tuple(zones(index, sites)), period)


def dwell_by_zone(index: Index, sites: tuple[SiteId, ...], period: Period) -> tuple[Dwell, ...]:
    """Return the stays per zone of a single site, or per zone type over several sites."""
    by_name: dict[str, list[tuple[str, str]]] = {}
    for place, name in zones(index, sites).items():
        by_name.setdefault(name, []).append(place)
    found = (_dwell(index, name, tuple(places), period) for name, places in sorted(by_name.items()))
    return tuple(one for one in found if one.days > 0)


def _dwell(index: Index, name: str, places: tuple[tuple[str, str], ...], period: Period) -> Dwell:
    found = [
        (site, release, _parts(release, zone))
        for site, zone in places
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
        median(bins, DWELL_EDGES_S),
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
