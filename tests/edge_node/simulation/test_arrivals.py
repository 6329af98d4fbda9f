from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from edge_node.simulation.arrivals import arrival_times, closing_s, expected_per_hour, group_sizes
from edge_node.simulation.plans import boutique

BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY, SATURDAY, SUNDAY = date(2026, 11, 3), date(2026, 11, 7), date(2026, 11, 8)


def test_an_average_week_expects_what_was_asked_for() -> None:
    days = [date(2026, 11, 2 + number) for number in range(6)]

    total = sum(expected_per_hour(boutique(), day, 300.0).sum() for day in days)

    assert total == pytest.approx(6 * 300.0, rel=1e-3)


def test_sundays_are_quieter_and_saturdays_busier() -> None:
    sunday, tuesday, saturday = (
        expected_per_hour(boutique(), day, 300.0).sum() for day in (SUNDAY, TUESDAY, SATURDAY)
    )

    assert sunday < tuesday < saturday


def test_nobody_comes_outside_opening_hours() -> None:
    times = arrival_times(boutique(), TUESDAY, BERLIN, 2000.0, np.random.default_rng(1))

    hours = {datetime.fromtimestamp(t_s, BERLIN).hour for t_s in times}
    assert hours <= set(range(9, 20))
    assert times.max() <= closing_s(boutique(), TUESDAY, BERLIN) - 900.0


def test_arrivals_are_sorted_and_poisson_in_number() -> None:
    # 200 days of 100 expected: the mean's deviation is 0.7, and 6 of them are exceeded with p < 1e-6.
    rng = np.random.default_rng(2)
    counts = []
    for _ in range(200):
        times = arrival_times(boutique(), TUESDAY, BERLIN, 100.0, rng)
        assert (np.diff(times) >= 0).all()
        counts.append(len(times))

    expected = expected_per_hour(boutique(), TUESDAY, 100.0).sum()
    assert abs(np.mean(counts) - expected) < 6 * np.sqrt(expected / 200)


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)], ids=["23 hours", "25 hours"])
def test_closing_time_is_local_on_the_days_clocks_change(day: date) -> None:
    moment = datetime.fromtimestamp(closing_s(boutique(), day, BERLIN), UTC)

    assert moment.astimezone(BERLIN).strftime("%H:%M") == "20:00"


def test_group_sizes_add_up() -> None:
    sizes = group_sizes(500, np.random.default_rng(3))

    assert sum(sizes) == 500
    assert set(sizes) == {1, 2, 3}


def test_nobody_makes_no_group() -> None:
    assert group_sizes(0, np.random.default_rng(3)) == []
