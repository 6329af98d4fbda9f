"""Quiet hours hold on the wall clock, over midnight and on the days when the clocks change."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_node.consent.quiet import is_quiet, loud, touches
from policies.hours import NO_MINUTE, DailyHours, contains, minutes_of

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = [ZoneInfo(name) for name in ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC")]
CHANGES = [
    datetime(2026, 3, 28, 12, 0, tzinfo=UTC),
    datetime(2026, 10, 24, 12, 0, tzinfo=UTC),
    datetime(2026, 3, 7, 12, 0, tzinfo=UTC),
    datetime(2026, 10, 31, 12, 0, tzinfo=UTC),
    datetime(2026, 4, 4, 3, 0, tzinfo=UTC),
    datetime(2026, 10, 3, 3, 0, tzinfo=UTC),
    datetime(2026, 7, 1, 0, 0, tzinfo=UTC),
]
"""Shortly before each zone's two changes, and a day without any."""


def hours(begins_at: str, ends_at: str) -> int:
    return minutes_of(
        [DailyHours(begins_at=time.fromisoformat(begins_at), ends_at=time.fromisoformat(ends_at))]
    )


def seconds(local: str, *, fold: int = 0) -> float:
    return datetime.fromisoformat(local).replace(tzinfo=BERLIN, fold=fold).timestamp()


local_times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
daily = st.builds(DailyHours, begins_at=local_times, ends_at=local_times)


@given(
    held=st.lists(daily, min_size=1, max_size=3),
    start=st.sampled_from(CHANGES),
    zone=st.sampled_from(ZONES),
    length_min=st.integers(1, 3 * 1440),
)
def test_what_is_loud_is_what_each_minute_says(
    held: list[DailyHours], start: datetime, zone: ZoneInfo, length_min: int
) -> None:
    minutes, from_s = minutes_of(held), start.timestamp()
    steps = [from_s + 60 * step for step in range(length_min)]

    parts = loud(minutes, (from_s, from_s + 60 * length_min), zone)

    said = [not contains(minutes, datetime.fromtimestamp(at, zone).time()) for at in steps]
    assert [any(a <= at < b for a, b in parts) for at in steps] == said
    assert sum(b - a for a, b in parts) == 60 * sum(said)


@given(
    held=st.lists(daily, min_size=1, max_size=2),
    start=st.sampled_from(CHANGES),
    length_min=st.integers(0, 600),
)
def test_a_stretch_touches_quiet_when_any_of_its_minutes_is_quiet(
    held: list[DailyHours], start: datetime, length_min: int
) -> None:
    minutes, from_s = minutes_of(held), start.timestamp()

    found = touches(minutes, (from_s, from_s + 60 * length_min), BERLIN)

    assert found == any(is_quiet(minutes, from_s + 60 * step, BERLIN) for step in range(length_min + 1))


def test_no_quiet_hours_leave_everything_as_it_is() -> None:
    assert loud(NO_MINUTE, (10.0, 20.0), BERLIN) == ((10.0, 20.0),)
    assert not touches(NO_MINUTE, (10.0, 20.0), BERLIN)


def test_a_night_is_cut_out_over_midnight() -> None:
    night, evening = hours("22:00", "06:00"), seconds("2026-06-15T20:00")

    assert loud(night, (evening, evening + 12 * 3600), BERLIN) == (
        (evening, evening + 2 * 3600),
        (evening + 10 * 3600, evening + 12 * 3600),
    )


def test_an_hour_that_comes_twice_is_quiet_twice() -> None:
    before = seconds("2026-10-25T01:00")

    parts = loud(hours("02:00", "03:00"), (before, before + 4 * 3600), BERLIN)

    assert parts == ((before, before + 3600), (before + 3 * 3600, before + 4 * 3600))


def test_an_hour_that_is_skipped_is_not_missed() -> None:
    before = seconds("2026-03-29T01:00")

    assert loud(hours("02:00", "03:00"), (before, before + 4 * 3600), BERLIN) == (
        (before, before + 4 * 3600),
    )
    assert loud(hours("02:30", "03:30"), (before, before + 2 * 3600), BERLIN) == (
        (before, before + 3600),
        (before + 5400, before + 7200),
    )


def test_all_day_is_never_loud() -> None:
    assert loud(hours("08:00", "08:00"), (0.0, 86_400.0), BERLIN) == ()


@pytest.mark.parametrize(
    ("at", "quiet"), [("22:00:00", True), ("21:59:59.9", False), ("05:59:59", True), ("06:00:00", False)]
)
def test_an_edge_belongs_to_what_it_begins(at: str, quiet: bool) -> None:
    assert is_quiet(hours("22:00", "06:00"), seconds(f"2026-06-15T{at}"), BERLIN) is quiet
