"""When people come: a Poisson number per local hour, uniform within it, in the shop's own calendar."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from edge_node.simulation.grounding import (
    GROUP_SIZE_SHARE,
    HOUR_SHARE,
    SUNDAY_HOUR_SHARE,
    WEEKDAY_FACTOR,
)
from edge_node.simulation.shop import Shop

LAST_ARRIVAL_S = 900.0
"""Nobody comes in the last quarter of an hour before closing."""
_SUNDAY = 6


def expected_per_hour(shop: Shop, day: date, people: float) -> NDArray[np.float64]:
    """Return the expected people of each local hour, float64 (24,); zero outside opening hours.

    people: expected on an average day of Monday to Saturday; the weekday's factor is applied here.
    """
    share = np.array(SUNDAY_HOUR_SHARE if day.weekday() == _SUNDAY else HOUR_SHARE)
    opens, closes = time.fromisoformat(shop.opens_at), time.fromisoformat(shop.closes_at)
    hours = np.arange(24)
    share = np.where((hours >= opens.hour) & (hours < closes.hour), share, 0.0)
    expected: NDArray[np.float64] = people * WEEKDAY_FACTOR[day.weekday()] * share / share.sum()
    return expected


def arrival_times(
    shop: Shop, day: date, zone: ZoneInfo, people: float, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return unix seconds of arrivals, sorted, float64 (N,); N is Poisson with the day's expectation."""
    counts = rng.poisson(expected_per_hour(shop, day, people))
    starts = np.array([_moment(day, hour, zone) for hour in range(24)])
    times = np.repeat(starts, counts) + rng.uniform(0.0, 3600.0, int(counts.sum()))
    latest = closing_s(shop, day, zone) - LAST_ARRIVAL_S
    late = times > latest
    times[late] = latest - rng.uniform(0.0, LAST_ARRIVAL_S, int(late.sum()))
    return np.sort(times)


def closing_s(shop: Shop, day: date, zone: ZoneInfo) -> float:
    """Return the closing time of the local day, unix seconds."""
    closes = time.fromisoformat(shop.closes_at)
    return _moment(day, 0, zone, minutes=closes.hour * 60 + closes.minute)


def group_sizes(people: int, rng: np.random.Generator) -> list[int]:
    """Return sizes of groups, 1 to 3, that add up to the people."""
    drawn = rng.choice((1, 2, 3), size=people, p=GROUP_SIZE_SHARE).tolist()
    sizes: list[int] = []
    left = people
    while left > 0:
        size = min(int(drawn[len(sizes)]), left)
        sizes.append(size)
        left -= size
    return sizes


def _moment(day: date, hour: int, zone: ZoneInfo, *, minutes: int = 0) -> float:
    local = datetime.combine(day, time(hour), tzinfo=zone) + timedelta(minutes=minutes)
    return local.timestamp()
