"""When an epoch begins and ends for a judge who may not know the site's calendar."""

from datetime import UTC, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from aggregator.windows import ACCEPTED_FOR, LONGEST_EPOCH_S, is_accepted, policy_moment, window
from shared.epoch import Level, bounds, epoch_of

LEVELS = st.sampled_from(get_args(Level))
ZONES = st.sampled_from(["Pacific/Kiritimati", "Etc/GMT+12", "Europe/Berlin", "America/St_Johns"]).map(
    ZoneInfo
)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(st.integers(), LEVELS, st.none() | ZONES)
def test_every_integer_has_a_window_or_none(epoch: int, level: Level, zone: ZoneInfo | None) -> None:
    span = window(epoch, level, zone)

    assert span is None or span[0] < span[1]
    assert policy_moment(epoch, level).tzinfo is not None


@given(MOMENTS, LEVELS, ZONES)
def test_window_without_a_zone_covers_every_zone(at: datetime, level: Level, zone: ZoneInfo) -> None:
    epoch = epoch_of(at, level, zone)
    span = window(epoch, level, None)

    assert span is not None
    assert span[0] <= bounds(epoch, level, zone)[0]
    assert bounds(epoch, level, zone)[1] <= span[1]


@given(MOMENTS, LEVELS, ZONES)
def test_no_epoch_is_longer_than_the_longest(at: datetime, level: Level, zone: ZoneInfo) -> None:
    start, end = bounds(epoch_of(at, level, zone), level, zone)

    assert (end - start).total_seconds() <= LONGEST_EPOCH_S[level]


def test_epoch_is_accepted_from_its_beginning_until_35_days_after_its_end() -> None:
    start = datetime(2026, 6, 15, tzinfo=UTC)
    span, tick = (start, start + timedelta(days=1)), timedelta(seconds=1)

    assert is_accepted(span, start)
    assert not is_accepted(span, start - tick)
    assert is_accepted(span, span[1] + ACCEPTED_FOR)
    assert not is_accepted(span, span[1] + ACCEPTED_FOR + tick)


def test_absurd_epoch_is_judged_by_no_policy() -> None:
    assert policy_moment(2**62, "day").year == 9999
    assert policy_moment(-1, "hour").year == 9999
