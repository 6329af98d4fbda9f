"""The pause button: the store measures nothing until a moment, or until somebody resumes."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field

from edge_node.consent.attestations import Act
from edge_node.errors import ConsentError
from shared.schemas.layout import Wire

LONGEST = timedelta(days=31)
"""A longer pause is one without an end: somebody resumes it."""

LONGEST_REASON = 200
"""Letters of a reason."""

_LENGTH = re.compile(r"(?:(\d{1,2})d)?(?:(\d{1,3})h)?(?:(\d{1,4})m)?")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class Pause(Wire):
    """One pause."""

    pressed: Act
    until: datetime | None = None
    """When it ends by itself, UTC; None: when somebody resumes."""
    reason: Annotated[str, Field(max_length=LONGEST_REASON)] = ""
    resumed: Act | None = None


class Pauses(Wire):
    """Every pause ever pressed here, oldest first."""

    entries: tuple[Pause, ...] = ()


def press(held: Pauses, pause: Pause) -> Pauses:
    """Return the pauses with one more; one that still runs goes on beside it, so the longest wins."""
    return Pauses(entries=(*held.entries, pause))


def resume(held: Pauses, act: Act) -> Pauses:
    """Return the pauses with every running one ended.

    Raises: ConsentError when none is running.
    """
    if running(held.entries, act.at) is None:
        raise ConsentError("expected a pause to end, but nothing is paused")
    return Pauses(
        entries=tuple(
            entry.model_copy(update={"resumed": act}) if _runs(entry, act.at) else entry
            for entry in held.entries
        )
    )


def running(held: Iterable[Pause], now: datetime) -> Pause | None:
    """Return the pause that holds now and longest, None when there is none.

    A clock that was set back before a pause began does not end it.
    """
    held_now = [entry for entry in held if _runs(entry, now)]
    return max(held_now, key=lambda entry: (entry.until is None, entry.until or now), default=None)


def length_of(text: str) -> timedelta:
    """Return how long ``30m``, ``2h``, ``1h30m`` or ``1d`` is.

    Raises: ConsentError for anything else, and for more than LONGEST.
    """
    found = _LENGTH.fullmatch(text.strip().lower())
    days, hours, minutes = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    length = timedelta(days=days, hours=hours, minutes=minutes)
    if not timedelta() < length <= LONGEST:
        raise ConsentError(f"expected a length such as 30m, 2h or 1d, at most {LONGEST.days}d, got {text!r}")
    return length


def next_at(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Return the next moment at which the store's clocks show ``HH:MM``, in UTC.

    A time that comes twice is the second one, one that is skipped is an hour later: rather too long a pause
    than too short a one.
    Raises: ConsentError when it is no time of day.
    """
    if not _CLOCK.fullmatch(text.strip()):
        raise ConsentError(f"expected a time of day such as 14:30, got {text!r}")
    wanted = time.fromisoformat(text.strip())
    today = now.astimezone(zone).date()
    moments = [
        _latest(datetime.combine(today + timedelta(days=ahead), wanted, zone)) for ahead in range(-1, 3)
    ]
    return min(moment for moment in moments if moment > now)


def _latest(local: datetime) -> datetime:
    return max(local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))


def _runs(entry: Pause, now: datetime) -> bool:
    return entry.resumed is None and (entry.until is None or now < entry.until)
