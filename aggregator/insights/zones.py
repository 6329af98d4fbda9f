"""Which parts of the shop people visit: per zone of one shop, or per zone type as a sum over shops.

Where the policy keeps zone visits in the cohort lane, only sums over at least five shops exist; then a single
shop has no number here, and nothing is subtracted to make one.
"""

from dataclasses import dataclass

from aggregator.insights.index import Index, Shelf
from aggregator.insights.local_time import day_epoch
from aggregator.insights.period import Period
from aggregator.insights.reading import NO_REPORT, Reading, add, read
from shared.ids import SiteId
from shared.schemas.task import Lane

ONLY_SUMS = "only sums over at least five shops exist"
"""Why one shop has no zone visits when the policy keeps them in the cohort lane."""


@dataclass(frozen=True, slots=True)
class ZoneVisits:
    """Visits to one zone or one zone type."""

    name: str
    lane: Lane
    reading: Reading
    sites: int
    """Sites in the sum; in the cohort lane the smallest batch of the period."""
    days: int
    """Days with a number, of the period's days."""
    suppressed_days: int
    """Days that were withheld."""


def zone_visits(index: Index, sites: tuple[SiteId, ...], period: Period) -> tuple[ZoneVisits, ...]:
    """Return the visits per zone (one site) or per zone type (several), most visited first.

    Rows without a number come last.
    """
    if index.has_lane("zone_visits", "cohort"):
        rows = _by_cohort(index, sites, period)
    else:
        rows = _by_site(index, sites, period)
    return tuple(sorted(rows, key=_rank))


def _rank(row: ZoneVisits) -> tuple[bool, float, str]:
    estimate = row.reading.estimate
    return (estimate is None, -estimate.value if estimate else 0.0, row.name)


def _by_site(index: Index, sites: tuple[SiteId, ...], period: Period) -> list[ZoneVisits]:
    wanted: dict[str, list[tuple[SiteId, str]]] = {}
    for site in sites:
        for zone in index.layouts[site].zones:
            wanted.setdefault(zone.name if len(sites) == 1 else zone.zone_type, []).append((site, zone.name))
    rows = []
    for name, zones in wanted.items():
        found = {
            (site, zone, day): read(index.shelf("zone_visits", "day", site).get(day_epoch(day)), zone.__eq__)
            for site, zone in zones
            for day in period.days
        }
        counted = [key for key, reading in found.items() if reading.estimate is not None]
        days = len({key[2] for key in counted})
        rows.append(ZoneVisits(name, "site", add(found.values()), len({key[0] for key in counted}), days, 0))
    return rows


def _by_cohort(index: Index, sites: tuple[SiteId, ...], period: Period) -> list[ZoneVisits]:
    types = sorted({zone.zone_type for layout in index.layouts.values() for zone in layout.zones})
    if len(sites) < len(index.layouts):
        return [ZoneVisits(name, "cohort", Reading(None, ONLY_SUMS), 0, 0, 0) for name in types]
    shelves = [shelf for _, shelf in index.cohorts("zone_visits", "day")]
    return [_cohort_row(name, shelves, period) for name in types]


def _cohort_row(name: str, shelves: list[Shelf], period: Period) -> ZoneVisits:
    numbers: list[Reading] = []
    withheld: list[Reading] = []
    sites: dict[int, int] = {}
    for shelf in shelves:
        for day in period.days:
            release = shelf.get(day_epoch(day))
            if release is None:
                continue
            reading = read(release, name.__eq__)
            if reading.estimate is None:
                withheld.append(reading)
            else:
                numbers.append(reading)
                sites[release.epoch] = sites.get(release.epoch, 0) + release.sites
    found = numbers or withheld or [Reading(None, NO_REPORT)]
    return ZoneVisits(name, "cohort", add(found), min(sites.values(), default=0), len(sites), len(withheld))
