"""A day is a set of minutes, and midnight is no seam."""

from datetime import UTC, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from policies.hours import EVERY_MINUTE, NO_MINUTE, DailyHours, contains, minutes_of, spans_of

MINUTES = st.builds(time, st.integers(0, 23), st.integers(0, 59))
NIGHT = DailyHours(begins_at=time(22), ends_at=time(6, 30))


@pytest.mark.parametrize(
    ("at", "is_in"),
    [
        (time(21, 59), False),
        (time(22), True),
        (time(0), True),
        (time(6, 29, 59), True),
        (time(6, 30), False),
    ],
    ids=["before", "first minute", "midnight", "last minute", "after"],
)
def test_the_end_is_not_part_of_it(at: time, is_in: bool) -> None:
    assert contains(minutes_of([NIGHT]), at) is is_in


@given(begin=MINUTES, end=MINUTES, at=MINUTES)
def test_hours_and_their_turned_about_are_the_whole_day(begin: time, end: time, at: time) -> None:
    there = minutes_of([DailyHours(begins_at=begin, ends_at=end)])
    back = minutes_of([DailyHours(begins_at=end, ends_at=begin)])

    assert there | back == EVERY_MINUTE
    assert contains(there, at) == (begin <= at < end if begin < end else not end <= at < begin)


def test_no_hours_are_no_minute() -> None:
    assert minutes_of([]) == NO_MINUTE


@given(spans=st.lists(st.tuples(MINUTES, MINUTES), max_size=3))
def test_spans_hold_exactly_the_minutes_and_never_touch(spans: list[tuple[time, time]]) -> None:
    minutes = minutes_of(DailyHours(begins_at=begin, ends_at=end) for begin, end in spans)

    found = spans_of(minutes)

    assert minutes_of(found) == minutes
    assert minutes == EVERY_MINUTE or not {s.begins_at for s in found} & {s.ends_at for s in found}
    assert list(found) == sorted(found, key=lambda span: span.begins_at)


@pytest.mark.parametrize(
    "at", [time(22, 0, 30), time(22, tzinfo=UTC), time(22, 0, 0, 5)], ids=["seconds", "zone", "microseconds"]
)
def test_only_local_minutes_are_taken(at: time) -> None:
    with pytest.raises(ValidationError, match="a local time to the minute"):
        DailyHours(begins_at=at, ends_at=time(6))
