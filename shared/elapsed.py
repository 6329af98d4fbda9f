"""Time that no clock setting turns back: the latest moment known, moved on by how long the machine ran since.

What must be deleted by a certain time is measured with it, so that a clock set back never lengthens a life.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

TOLERANCE = timedelta(minutes=5)
"""A clock further behind the mark than this was set back, not kept by NTP."""

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True)
class Uptime:
    """How long this machine has been on, sleep included."""

    boot_id: str
    """Changes with every start of the machine."""
    seconds: float


@dataclass(frozen=True, slots=True)
class TimeMark:
    """The latest moment that has certainly come, and where the uptime stood then."""

    at: datetime
    """UTC."""
    uptime: Uptime


class UptimeSource(Protocol):
    """Anything that knows how long the machine has been on."""

    def read(self) -> Uptime:
        """Return the uptime now."""
        ...


class SystemUptime:
    """The machine's own, by Linux's boot clock; a system without a boot id counts every start as the same."""

    def read(self) -> Uptime:
        """Return the uptime now."""
        boot_id = _BOOT_ID.read_text(encoding="ascii").strip() if _BOOT_ID.exists() else ""
        return Uptime(boot_id, time.clock_gettime(time.CLOCK_BOOTTIME))


def advance(mark: TimeMark | None, now: datetime, uptime: Uptime) -> TimeMark:
    """Return the later of what the clock says and the mark moved on by the time the machine ran since.

    Bound: never before the mark. Time during which the machine was off is not seen by a clock set back.
    """
    if mark is None:
        return TimeMark(now, uptime)
    is_same_boot = uptime.boot_id == mark.uptime.boot_id and uptime.seconds >= mark.uptime.seconds
    ran_s = uptime.seconds - mark.uptime.seconds if is_same_boot else uptime.seconds
    return TimeMark(max(now, mark.at + timedelta(seconds=ran_s)), uptime)


def is_behind(now: datetime, mark: TimeMark) -> bool:
    """True when the clock stands so far behind the mark that somebody must have set it back."""
    return now < mark.at - TOLERANCE
