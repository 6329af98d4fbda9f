"""The retention table of one side at one moment: the same form at store and aggregator, for all readers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from policies.retention import LATE, Finding, Line
from shared.elapsed import TimeMark, is_behind


@dataclass(frozen=True, slots=True)
class Table:
    """Every kind of data, and everything that is wrong."""

    at: datetime
    """Which time it is in this home."""
    swept_at: datetime | None
    """When it was last swept; None for never."""
    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]
    """Those of the lines included."""


def of_time(mark: TimeMark | None, here: TimeMark, now: datetime) -> Iterator[Finding]:
    """Yield what is wrong with the time: a clock that was set back, sweeps that did not come.

    ``mark`` is the one of the last sweep, ``here`` the same moved on to the present.
    """
    if is_behind(now, here):
        words = f"the clock says {_shown(now)}, and {_shown(here.at)} has been here already"
        yield Finding("clock_set_back", "", f"{words}; lives are counted by the later one")
    if mark is None:
        yield Finding("not_swept", "", "never swept; is this home's program at work?")
    elif here.at - mark.at > LATE:
        yield Finding("not_swept", "", f"last swept at {_shown(mark.at)}; is this home's program at work?")


def to_json(table: Table) -> dict[str, object]:
    """Return the table as a program reads it."""
    return {
        "at": _moment(table.at),
        "swept_at": _moment(table.swept_at),
        "kinds": [_line(line) for line in table.lines],
        "alarms": [{"alarm": f.alarm, "kind": f.kind, "reason": f.reason} for f in table.findings],
    }


def in_words(table: Table) -> list[str]:
    """Return one line a kind, as a person reads it."""
    words = []
    for line in table.lines:
        rule, held = line.rule, line.held
        there = f"{held.count} held" if held.count else ""
        oldest = "" if held.shown_at is None else f"oldest {held.shown_at:%Y-%m-%d %H:%M}"
        words.append(f"{rule.kind:<24} {life(rule.keep_for):<14} {there:<14} {oldest:<24} {rule.because}")
    return words


def alarms_in_words(table: Table) -> list[str]:
    """Return one line an alarm."""
    return [f"{found.alarm}: {found.kind or 'everything'}: {found.reason}" for found in table.findings]


def life(keep_for: timedelta | None) -> str:
    """Return a life as a person says it."""
    if keep_for is None:
        return "no end by time"
    if not keep_for:
        return "never stored"
    hours = keep_for / timedelta(hours=1)
    return f"{hours:.1f} hours" if hours < 96 else f"{hours / 24:.0f} days"


def _line(line: Line) -> dict[str, object]:
    keep_for = line.rule.keep_for
    return {
        "kind": line.rule.kind,
        "where": line.rule.where,
        "keep_for_s": None if keep_for is None else int(keep_for.total_seconds()),
        "rule": line.rule.because,
        "count": line.held.count,
        "oldest_at": _moment(line.held.shown_at),
        "next_sweep_at": _moment(line.next_sweep_at),
        "alarms": [finding.alarm for finding in line.findings],
    }


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="seconds")


def _shown(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
