"""A pause holds until its end or until somebody resumes, and a clock that is set back does not end it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_node.consent.attestations import Act
from edge_node.consent.pauses import LONGEST, Pause, Pauses, length_of, next_at, press, resume, running
from edge_node.errors import ConsentError

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
HALF_AN_HOUR = timedelta(minutes=30)


def pause(until: datetime | None = NOW + HALF_AN_HOUR) -> Pause:
    return Pause(pressed=Act(by="till 2", at=NOW), until=until)


def act(at: datetime) -> Act:
    return Act(by="store manager", at=at)


def test_a_pause_ends_by_itself() -> None:
    held = press(Pauses(), pause()).entries

    assert running(held, NOW) is not None
    assert running(held, NOW + HALF_AN_HOUR - timedelta(microseconds=1)) is not None
    assert running(held, NOW + HALF_AN_HOUR) is None


def test_a_pause_without_an_end_holds_until_somebody_resumes() -> None:
    held = press(Pauses(), pause(until=None))

    assert running(held.entries, NOW + timedelta(days=400)) is not None
    assert running(resume(held, act(NOW)).entries, NOW) is None


def test_a_clock_set_back_does_not_end_a_pause() -> None:
    assert running(press(Pauses(), pause()).entries, NOW - timedelta(days=3)) is not None


def test_the_longest_of_several_holds() -> None:
    held = press(press(Pauses(), pause(NOW + timedelta(hours=2))), pause())

    found = running(held.entries, NOW)

    assert found is not None
    assert found.until == NOW + timedelta(hours=2)
    assert running(press(held, pause(until=None)).entries, NOW) == pause(until=None)


def test_resuming_ends_all_that_runs_and_says_who() -> None:
    held = press(press(Pauses(), pause(until=None)), pause())

    ended = resume(held, act(NOW))

    assert [entry.resumed for entry in ended.entries] == [act(NOW), act(NOW)]


def test_what_does_not_run_cannot_be_resumed() -> None:
    with pytest.raises(ConsentError, match="nothing is paused"):
        resume(press(Pauses(), pause()), act(NOW + timedelta(hours=1)))


@pytest.mark.parametrize(
    ("text", "minutes"), [("30m", 30), ("2h", 120), ("1h30m", 90), ("1d", 1440), (" 1D2H ", 1560)]
)
def test_lengths_are_read(text: str, minutes: int) -> None:
    assert length_of(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["", "0m", "30", "-5m", "5s", "32d", "99d999h9999m", "m", "30m 2h"])
def test_what_is_no_length_is_refused(text: str) -> None:
    with pytest.raises(ConsentError, match="expected a length such as 30m"):
        length_of(text)


@pytest.mark.parametrize(
    ("now", "text", "expected"),
    [
        ("2026-06-15T12:00+00:00", "14:30", "2026-06-15T12:30+00:00"),
        ("2026-06-15T12:00+00:00", "14:00", "2026-06-16T12:00+00:00"),
        ("2026-06-15T21:30+00:00", "00:10", "2026-06-15T22:10+00:00"),
        ("2026-10-25T00:10+00:00", "02:30", "2026-10-25T01:30+00:00"),
        ("2026-10-25T00:40+00:00", "02:30", "2026-10-25T01:30+00:00"),
        ("2026-03-29T00:40+00:00", "02:30", "2026-03-29T01:30+00:00"),
    ],
    ids=["later today", "just now is tomorrow", "after midnight", "twice", "between the two", "skipped"],
)
def test_the_next_time_of_day_is_found(now: str, text: str, expected: str) -> None:
    assert next_at(text, datetime.fromisoformat(now), BERLIN) == datetime.fromisoformat(expected)


@given(
    minute=st.integers(0, 1439),
    ahead_min=st.integers(0, 366 * 1440),
    zone=st.sampled_from([BERLIN, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe")]),
)
def test_the_next_time_of_day_lies_ahead_and_within_a_day_and_an_hour(
    minute: int, ahead_min: int, zone: ZoneInfo
) -> None:
    now, text = NOW + timedelta(minutes=ahead_min), f"{minute // 60:02}:{minute % 60:02}"

    found = next_at(text, now, zone)

    assert timedelta() < found - now <= timedelta(hours=26)
    shown = found.astimezone(zone)
    was_skipped = (
        shown.utcoffset() != (shown - timedelta(hours=2)).astimezone(UTC).astimezone(zone).utcoffset()
    )
    assert f"{shown:%H:%M}" == text or was_skipped


@pytest.mark.parametrize("text", ["24:00", "9:00", "noon", "", "12:60"])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(ConsentError, match="expected a time of day such as 14:30"):
        next_at(text, NOW, BERLIN)


def test_a_month_is_the_longest_length() -> None:
    assert length_of("31d") == LONGEST
