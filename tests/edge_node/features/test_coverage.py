"""Coverage splits over epochs without losing or doubling a second."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_node.features.coverage import split
from shared.epoch import Level, bounds

BERLIN = ZoneInfo("Europe/Berlin")


@given(st.floats(1.7e9, 1.9e9), st.floats(0, 40 * 86_400), st.sampled_from(["hour", "day", "week"]))
def test_the_parts_sum_to_the_whole_and_fit(from_s: float, length_s: float, level: Level) -> None:
    parts = list(split(from_s, from_s + length_s, level, BERLIN))

    assert sum(seconds for _, seconds in parts) == pytest.approx(length_s, abs=1e-3)
    for epoch, seconds in parts:
        start, end = bounds(epoch, level, BERLIN)
        assert 0 < seconds <= (end - start).total_seconds()


@pytest.mark.parametrize(("month", "day", "hours"), [(3, 29, 23), (10, 25, 25)], ids=["spring", "autumn"])
def test_the_days_when_clocks_change_have_their_own_length(month: int, day: int, hours: int) -> None:
    start_s = datetime(2026, month, day, tzinfo=BERLIN).timestamp()

    parts = list(split(start_s, start_s + hours * 3600, "day", BERLIN))

    assert [seconds for _, seconds in parts] == [hours * 3600]


def test_no_time_is_no_epoch() -> None:
    assert list(split(1.8e9, 1.8e9, "hour", BERLIN)) == []
