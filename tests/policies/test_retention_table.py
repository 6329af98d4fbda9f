"""The table reads the same for people and programs, on both sides."""

from datetime import UTC, datetime, timedelta

import pytest

from policies.retention import Finding, Held, Rule, line
from policies.retention_table import Table, alarms_in_words, in_words, life, of_time, to_json
from shared.elapsed import TimeMark, Uptime

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
WINDOWS = Rule("windows", "vault", timedelta(hours=72), "every purpose: window_hours = 72")
KEYS = Rule("keys", "keys/", None, "until the store is given up")


def mark(at: datetime) -> TimeMark:
    return TimeMark(at, Uptime("a", 1.0))


def table() -> Table:
    late = line(WINDOWS, Held(2, NOON - timedelta(hours=75)), now=NOON, next_sweep_at=NOON)
    kept = line(KEYS, Held(), now=NOON, next_sweep_at=NOON)
    return Table(NOON, None, (late, kept), (*late.findings, Finding("not_swept", "", "never swept")))


def test_a_program_reads_moments_seconds_and_alarms() -> None:
    answer = to_json(table())

    assert answer["at"] == "2026-06-15T12:00:00+00:00"
    assert answer["swept_at"] is None
    assert answer["kinds"] == [
        {
            "kind": "windows",
            "where": "vault",
            "keep_for_s": 259_200,
            "rule": "every purpose: window_hours = 72",
            "count": 2,
            "oldest_at": "2026-06-12T09:00:00+00:00",
            "next_sweep_at": "2026-06-15T12:00:00+00:00",
            "alarms": ["outlives_its_rule"],
        },
        {
            "kind": "keys",
            "where": "keys/",
            "keep_for_s": None,
            "rule": "until the store is given up",
            "count": 0,
            "oldest_at": None,
            "next_sweep_at": None,
            "alarms": [],
        },
    ]


def test_a_person_reads_a_line_a_kind_and_a_line_an_alarm() -> None:
    first, second = in_words(table())

    assert " ".join(first.split()) == f"windows 72.0 hours 2 held oldest 2026-06-12 09:00 {WINDOWS.because}"
    assert " ".join(second.split()) == f"keys no end by time {KEYS.because}"
    assert alarms_in_words(table()) == [
        f"outlives_its_rule: windows: the oldest should have gone 3.0 hours ago ({WINDOWS.because})",
        "not_swept: everything: never swept",
    ]


def test_the_oldest_is_what_a_person_calls_so() -> None:
    sign = line(KEYS, Held(1, NOON + timedelta(days=9), oldest_at=NOON), now=NOON, next_sweep_at=NOON)

    (words,) = in_words(Table(NOON, None, (sign,), ()))

    assert "oldest 2026-06-15 12:00" in words


@pytest.mark.parametrize(
    ("keep_for", "words"),
    [
        (None, "no end by time"),
        (timedelta(0), "never stored"),
        (timedelta(minutes=30), "0.5 hours"),
        (timedelta(days=35), "35 days"),
    ],
    ids=["endless", "nothing", "short", "long"],
)
def test_lives_are_said_in_fitting_units(keep_for: timedelta | None, words: str) -> None:
    assert life(keep_for) == words


def test_a_clock_that_goes_and_a_sweep_in_time_are_no_finding() -> None:
    assert list(of_time(mark(NOON), mark(NOON + timedelta(minutes=10)), NOON + timedelta(minutes=10))) == []


def test_what_was_never_swept_says_so() -> None:
    assert [f.alarm for f in of_time(None, mark(NOON), NOON)] == ["not_swept"]


def test_a_late_sweep_and_a_clock_set_back_are_named() -> None:
    found = list(of_time(mark(NOON), mark(NOON + timedelta(hours=1)), NOON - timedelta(days=1)))

    assert [f.alarm for f in found] == ["clock_set_back", "not_swept"]
    assert "2026-06-14 12:00 UTC, and 2026-06-15 13:00 UTC has been here already" in found[0].reason
    assert "last swept at 2026-06-15 12:00 UTC" in found[1].reason
