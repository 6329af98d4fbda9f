"""Epochs follow the shop's calendar, clock changes included."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.epoch import Level, bounds, epoch_of, first_date

ZONES = [ZoneInfo(name) for name in ("Europe/Berlin", "America/Chicago", "Asia/Kolkata", "Pacific/Auckland")]
MOMENTS = st.integers(1_577_836_800, 2_051_222_400).map(lambda s: datetime.fromtimestamp(s, UTC))


@given(at=MOMENTS, level=st.sampled_from(["hour", "day", "week"]), zone=st.sampled_from(ZONES))
def test_a_moment_lies_within_its_epoch(at: datetime, level: Level, zone: ZoneInfo) -> None:
    start, end = bounds(epoch_of(at, level, zone), level, zone)

    assert start <= at < end


@given(at=MOMENTS, level=st.sampled_from(["day", "week"]), zone=st.sampled_from(ZONES))
def test_epochs_touch_without_gap(at: datetime, level: Level, zone: ZoneInfo) -> None:
    epoch = epoch_of(at, level, zone)

    step = 7 if level == "week" else 1

    assert bounds(epoch, level, zone)[1] == bounds(epoch + step, level, zone)[0]


@pytest.mark.parametrize(
    ("day", "hours"),
    [(datetime(2026, 3, 29, 12, tzinfo=UTC), 23), (datetime(2026, 10, 25, 12, tzinfo=UTC), 25)],
    ids=["clocks go forward", "clocks go back"],
)
def test_a_day_is_as_long_as_the_clocks_make_it(day: datetime, hours: int) -> None:
    zone = ZoneInfo("Europe/Berlin")

    start, end = bounds(epoch_of(day, "day", zone), "day", zone)

    assert (end - start).total_seconds() == hours * 3600


def test_a_week_is_named_by_its_monday() -> None:
    epoch = epoch_of(datetime(2026, 11, 22, 12, tzinfo=UTC), "week", ZONES[0])

    assert first_date(epoch).isoformat() == "2026-11-16"
