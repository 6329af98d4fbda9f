"""An assumed store: how much there is to count in it, so that noise can be set against a number.

Nothing here was measured in a shop of the chain. Each figure is the middle one of the three simulated shops,
rounded (``python -m tests.benchmarks.typical_store``), but for the hours of the day and the sizes of groups,
which the simulator takes from public counts itself.
"""

import math
from dataclasses import dataclass, replace
from typing import Final, Self

from shared.epoch import Level

USUAL_VISITORS_A_DAY: Final = 300
"""The store that the targets are set for."""

MOST_CELLS: Final = 100
"""As many as a heatmap has (shared.schemas.layout.GridLayout)."""

_HOUR_S: Final = 3600


@dataclass(frozen=True, slots=True)
class TypicalStore:
    """Every assumption, in one place; numbers are expectations."""

    visitors_a_day: float = USUAL_VISITORS_A_DAY
    """People who come in; each is one track inside."""
    zones: int = 6
    """Parts of the shop, visited evenly."""
    cells: int = MOST_CELLS
    """Squares of the heatmap's grid."""
    sites: int = 1
    """Stores in the sum; more than one in the cohort lane only."""
    shelves: int = 6
    """Shelves, reached into evenly."""
    days_a_week: int = 6
    hour_shares: tuple[float, ...] = (
        0.036, 0.058, 0.091, 0.148, 0.161, 0.131, 0.119, 0.105, 0.083, 0.044, 0.024,
    )  # fmt: skip
    """Of the day's visitors, how many come in each open hour, 09:00 to 20:00."""
    seconds_inside: float = 188.0
    seconds_of_a_track: float = 93.0
    """A visitor inside is cut into tracks where a camera's view ends; only the cut at a bound needs this."""
    zones_visited: tuple[float, ...] = (2.5, 4.0, 4.5, 4.6)
    """Visits a visitor adds when a track may add at most 1, 2, 3, 4 or more."""
    fullest_class_of_stays: float = 0.33
    returns: float = 0.59
    """Sections that a visitor comes back to."""
    walks: float = 2.0
    """From one zone to the next."""
    busy_walk: float = 3.5
    """The least of the busiest tenth of ways over the mean of all."""
    busy_cell: float = 3.1
    """The least of the busiest tenth of cells over the mean of all."""
    waits: float = 0.11
    """Waits of 5 s and more at the till."""
    seconds_of_a_wait: float = 18.0
    fullest_class_of_waits: float = 0.84
    furthest_outside: tuple[float, float] = (1.08, 1.0)
    """Tracks a visitor, by their furthest step at the door: pass by, enter."""
    furthest_inside: tuple[float, float, float] = (0.60, 1.01, 0.76)
    """The same in the shop: browse, engage, checkout."""
    shelf_views: int = 1
    """Views in the shop that tell browse and engage only, beside one that tells checkout as well."""
    reaches: float = 0.14
    """Shelves that a visitor reaches into."""
    alone: float = 0.67
    """Groups of one, a visitor."""
    pairs: float = 0.11
    """Groups of two, a visitor."""

    def summed(self, sites: int, zone_types: int) -> Self:
        """Return several stores like this one as the cohort lane sees them: by zone type, one funnel."""
        return replace(self, sites=sites, zones=zone_types, shelves=zone_types, shelf_views=0)

    def visitors(self, level: Level) -> float:
        """Return the people who come in within the busiest hour, a day or a week, in all sites."""
        return self.sites * self._of_one_site(level)

    def least_visitors_of_hour(self, at_least: float) -> float | None:
        """Return the visitors of the quietest hour that has at least so many, None when no hour has."""
        hours = (self.sites * self.visitors_a_day * share for share in self.hour_shares)
        return min((people for people in hours if people >= at_least), default=None)

    def open_s(self, level: Level) -> float:
        """Return the seconds one site is open in the period."""
        day = len(self.hour_shares)
        hours = {"hour": 1, "day": day, "week": day * self.days_a_week}
        return _HOUR_S * hours[level]

    def zones_counted(self, most_a_track: int) -> float:
        """Return the visits to zones that a visitor adds when a track may add at most so many."""
        return self.zones_visited[min(most_a_track, len(self.zones_visited)) - 1]

    @property
    def tracks_inside(self) -> float:
        """Return the tracks of a visitor in the shop; each tells of its longest stay."""
        return sum(self.furthest_inside)

    @property
    def steps(self) -> tuple[tuple[str, float, int], ...]:
        """Each step of the funnel: name, tracks a visitor that got so far, cells that are summed."""
        door, inside = self.furthest_outside, self.furthest_inside
        views = self.shelf_views
        return (
            ("pass by", sum(door), 2),
            ("enter", door[1], 1),
            ("browse", sum(inside), 3 + 2 * views),
            ("engage", sum(inside[1:]), 2 + views),
            ("checkout", inside[2], 1),
        )

    def _of_one_site(self, level: Level) -> float:
        share = {"hour": max(self.hour_shares), "day": 1.0, "week": float(self.days_a_week)}
        return self.visitors_a_day * share[level]


def counted_s(mean_s: float, most_s: float) -> float:
    """Return the mean of exponential times when each is cut at the most that counts."""
    return mean_s * (1 - math.exp(-most_s / mean_s))
