"""The releases of one metric that a question can be answered from, and the sums of their cells.

A vector is all there or not at all: what is said of the releases (withheld, provisional, how many) holds for
every cell. Only a part that was not on the floor plan is missing alone.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from aggregator.insights.due import has_ended, owed, why_missing
from aggregator.insights.estimate import Estimate, total
from aggregator.insights.index import Index
from aggregator.insights.local_time import day_epoch, hours_of
from aggregator.insights.places import Names
from aggregator.insights.reading import NOT_MEASURED, NOT_ON_PLAN, Reading, cell
from aggregator.insights.series import Scope
from shared.epoch import Level, first_date
from shared.ids import SiteId
from shared.schemas.release import Release
from shared.schemas.task import Lane, MetricName

ONLY_SUMS = "only sums over at least five shops exist"
"""Why a choice of stores has no number when the policy keeps the metric in the cohort lane."""

Key = tuple[str, str]
"""A row's name, and the part of it that a cell counts."""
Where = Callable[[Release, str, str], Key | None]
"""From a release and a cell's subject and part to the sum it belongs in; None where it belongs in none."""

BY_FIT: tuple[Level, ...] = ("day", "week", "hour")
"""A day fits any period; a week is wider than asked for, an hour holds the most noise."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The releases with numbers, or why there are none."""

    lane: Lane
    level: Level
    releases: tuple[Release, ...]
    """Each with numbers, oldest first within a scope."""
    reason: str
    """Why there are none; empty when there are some."""
    withheld: int
    """Releases that were withheld."""
    due: int = 0
    """Store-days or store-weeks that are over; 0 for hours and in the cohort lane, where none is missed."""
    gaps: int = 0
    """Those of them that have no number."""

    @property
    def coverage_s(self) -> int:
        """Seconds measured, summed over the stores."""
        return sum(release.coverage_s for release in self.releases)

    @property
    def first_dates(self) -> tuple[date, ...]:
        """The first local days of the epochs in the sum, oldest first; not for hours."""
        return tuple(sorted({first_date(release.epoch) for release in self.releases}))

    @property
    def sites(self) -> int:
        """Stores in the sum; in the cohort lane the smallest batch."""
        if self.lane == "site":
            return len({release.scope for release in self.releases})
        batches: dict[int, int] = defaultdict(int)
        for release in self.releases:
            batches[release.epoch] += release.sites
        return min(batches.values(), default=0)

    @property
    def is_provisional(self) -> bool:
        """Whether any number can still change."""
        return any(release.provisional for release in self.releases)

    @property
    def is_simulated(self) -> bool:
        """Whether any number was made by the simulator."""
        return any(release.simulated for release in self.releases)


@dataclass(frozen=True, slots=True)
class Count:
    """The sum of the cells of one row."""

    reading: Reading
    sites: int
    """Stores in it; in the cohort lane the smallest batch."""
    epochs: int
    """Different hours, days or weeks with a number."""


def gather(
    index: Index, scope: Scope, metric: MetricName, levels: tuple[Level, ...] = BY_FIT, usual: Level = "day"
) -> Gathered:
    """Return the metric's releases that touch the period, of the first level anything was released at.

    ``usual`` is the level waited for while nothing of the metric was released at all.
    """
    lane: Lane = "cohort" if index.has_lane(metric, "cohort") else "site"
    there = index.levels(metric, lane)
    level: Level = next((one for one in levels if one in there), usual)
    if lane == "cohort" and (index.is_part or len(scope.sites) < len(index.layouts)):
        return Gathered(lane, level, (), ONLY_SUMS, 0)
    found = tuple(_touching(index, scope, metric, lane, level))
    kept = tuple(one for one in found if not one.suppressed and one.coverage_s > 0)
    withheld = [one.suppressed for one in found if one.suppressed]
    why = (withheld or [NOT_MEASURED])[0] if found else why_missing(index, scope, level)
    if lane == "cohort":
        return Gathered(lane, level, kept, "" if kept else why, len(withheld))
    due = owed(index, scope, level)
    there_by_now = sum(has_ended(index, scope, SiteId(one.scope), _last_day(one)) for one in kept)
    gaps = due - there_by_now if due else 0
    return Gathered(lane, level, kept, "" if kept else why, len(withheld), due, gaps)


def in_rows(gathered: Gathered, names: Names) -> Where:
    """Return where each cell belongs when rows are named so."""

    def where(release: Release, subject: str, part: str) -> Key | None:
        name = subject if gathered.lane == "cohort" else names.get((release.scope, subject))
        return None if name is None else (name, part)

    return where


def sums(gathered: Gathered, where: Where) -> dict[Key, Count]:
    """Return each sum in base units, never cut at zero."""
    parts: dict[Key, list[Estimate]] = defaultdict(list)
    behind: dict[Key, dict[tuple[str, int], Release]] = defaultdict(dict)
    for release in gathered.releases:
        for at, label in enumerate(release.cells):
            subject, _, part = label.partition(":")
            key = where(release, subject, part)
            if key is not None:
                parts[key].append(cell(release, at).scaled(release.unit_size))
                behind[key][release.scope, release.epoch] = release
    return {key: _count(gathered, total(parts[key]), tuple(behind[key].values())) for key in parts}


def missing(gathered: Gathered) -> Count:
    """Return the count of a row that no release holds."""
    return Count(Reading(None, gathered.reason or NOT_ON_PLAN), 0, 0)


def _count(gathered: Gathered, estimate: Estimate, releases: tuple[Release, ...]) -> Count:
    held = Gathered(gathered.lane, gathered.level, releases, "", 0)
    reading = Reading(estimate, "", held.coverage_s, held.is_provisional, held.is_simulated)
    return Count(reading, held.sites, len({release.epoch for release in releases}))


def _touching(index: Index, scope: Scope, metric: MetricName, lane: Lane, level: Level) -> Iterator[Release]:
    scopes = scope.sites if lane == "site" else tuple(name for name, _ in index.cohorts(metric, level))
    for name in scopes:
        shelf = index.shelf(metric, level, name, lane)
        for epoch in _epochs(index, scope, level, name):
            release = shelf.get(epoch)
            if release is not None:
                yield release


def _last_day(release: Release) -> date:
    return first_date(release.epoch) + timedelta(days=6 if release.level == "week" else 0)


def _epochs(index: Index, scope: Scope, level: Level, name: str) -> Iterator[int]:
    if level == "day":
        yield from (day_epoch(day) for day in scope.period.days)
    elif level == "week":
        yield from (day_epoch(monday) for monday in _mondays(scope))
    else:
        layout = index.layouts.get(SiteId(name)) or next(iter(index.layouts.values()))
        for day in scope.period.days:
            yield from hours_of(day, layout)


def _mondays(scope: Scope) -> Iterator[date]:
    monday = scope.period.first - timedelta(days=scope.period.first.weekday())
    while monday <= scope.period.last:
        yield monday
        monday += timedelta(days=7)
