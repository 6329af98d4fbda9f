from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.insights.period import Period, PeriodKey, compared_with, neighbours, period_of

TODAY = date(2026, 11, 23)
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@pytest.mark.parametrize(
    ("key", "first", "last"),
    [
        ("day", date(2026, 11, 23), TODAY),
        ("yesterday", date(2026, 11, 22), date(2026, 11, 22)),
        ("7d", date(2026, 11, 17), TODAY),
        ("28d", date(2026, 10, 27), TODAY),
        ("month", date(2026, 11, 1), TODAY),
        ("year", date(2026, 1, 1), TODAY),
    ],
)
def test_named_period_ends_as_its_name_says(key: PeriodKey, first: date, last: date) -> None:
    found = period_of(key, TODAY)

    assert (found.first, found.last) == (first, last)


def test_custom_period_keeps_the_days_given() -> None:
    found = period_of("custom", TODAY, date(2026, 11, 1), date(2026, 11, 3))

    assert found.days == (date(2026, 11, 1), date(2026, 11, 2), date(2026, 11, 3))


def test_custom_period_from_a_day_on_ends_today() -> None:
    assert period_of("custom", TODAY, date(2026, 11, 1)).last == TODAY


def test_custom_period_up_to_a_day_is_that_day() -> None:
    assert period_of("custom", TODAY, None, date(2026, 11, 2)).first == date(2026, 11, 2)


def test_custom_period_without_days_is_refused() -> None:
    with pytest.raises(ValueError, match="got neither"):
        period_of("custom", TODAY)


def test_period_that_runs_backwards_is_refused() -> None:
    with pytest.raises(ValueError, match="from ≤ to"):
        Period("custom", date(2026, 2, 1), date(2026, 1, 1))


def test_period_longer_than_releases_live_is_refused() -> None:
    with pytest.raises(ValueError, match="at most 800 days"):
        Period("custom", date(2020, 1, 1), date(2026, 1, 1))


@given(days, st.integers(0, 60))
def test_weekday_match_lands_on_the_same_weekday(first: date, more: int) -> None:
    period = Period("custom", first, date.fromordinal(first.toordinal() + more))

    against = compared_with(period, "previous", "weekday")

    assert against is not None
    assert against.first.weekday() == period.first.weekday()
    assert against.last < period.first
    assert against.length_days == period.length_days


@given(days, st.integers(0, 60))
def test_date_match_touches_the_period(first: date, more: int) -> None:
    period = Period("custom", first, date.fromordinal(first.toordinal() + more))

    against = compared_with(period, "previous", "date")

    assert against is not None
    assert (period.first - against.last).days == 1


def test_year_back_keeps_the_weekday_or_the_date() -> None:
    period = Period("custom", TODAY, TODAY)

    by_day, by_date = compared_with(period, "year", "weekday"), compared_with(period, "year", "date")

    assert by_day is not None
    assert by_day.first.weekday() == TODAY.weekday()
    assert by_date is not None
    assert by_date.first == date(2025, 11, 23)


def test_nothing_is_compared_when_switched_off() -> None:
    assert compared_with(Period("7d", TODAY, TODAY), "off", "weekday") is None


def test_neighbours_touch_the_period() -> None:
    before, after = neighbours(Period("7d", date(2026, 11, 17), TODAY))

    assert before.last == date(2026, 11, 16)
    assert after.first == date(2026, 11, 24)
