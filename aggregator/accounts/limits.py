"""How often somebody may try: once a second, five times a minute, twenty times an hour.

For an account and for an address each. A try counts from before it is judged until it succeeds, so trying in
parallel wins nothing.

Source: the failed-login limit that operators of neighbouring projects know (``1/second;5/minute;20/hour``).
"""

import ipaddress
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, delete, select

from aggregator.accounts.sealed import Seal
from aggregator.accounts.tables import LoginTryRow

LIMITS: Final = ((1, 1), (5, 60), (20, 3_600))
"""Tries in so many seconds."""
KEPT_FOR: Final = timedelta(seconds=max(seconds for _, seconds in LIMITS))


@dataclass(frozen=True, slots=True)
class Wait:
    """Too many tries: how long until the next one is judged."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Try:
    """A try under way: the rows to take back when it succeeds."""

    try_ids: tuple[int, ...]


def begin(session: Session, subjects: Iterable[bytes], now: datetime) -> Try | Wait:
    """Count a try against every subject, or say how long to wait; a try that must wait is not counted."""
    wanted = list(subjects)
    wait_s = max(seconds_to_wait(_times(session, subject), now) for subject in wanted)
    if wait_s:
        return Wait(wait_s)
    rows = [LoginTryRow(subject=subject, at=now) for subject in wanted]
    session.add_all(rows)
    session.flush()
    return Try(tuple(row.try_id for row in rows if row.try_id is not None))


def succeed(session: Session, tried: Try) -> None:
    """Take the try back: only failures count."""
    session.exec(delete(LoginTryRow).where(col(LoginTryRow.try_id).in_(tried.try_ids)))


def forgive(session: Session, subject: bytes) -> None:
    """Take back the subject's last try: it succeeded on a way that does not know it by its number."""
    last = select(LoginTryRow).where(LoginTryRow.subject == subject).order_by(col(LoginTryRow.try_id).desc())
    row = session.exec(last.limit(1)).first()
    if row is not None:
        session.delete(row)


def seconds_to_wait(times: Sequence[datetime], now: datetime) -> int:
    """Return whole seconds until one more try is allowed after these; 0 when it is now.

    A time ahead of now (a clock that was set back) counts as now.
    """
    past = sorted((min(one, now) for one in times), reverse=True)
    waits = (
        (past[count - 1] + timedelta(seconds=seconds) - now).total_seconds()
        for count, seconds in LIMITS
        if len(past) >= count
    )
    return max(0, math.ceil(max(waits, default=0)))


def subjects(seal: Seal, name: str, address: str) -> tuple[bytes, bytes]:
    """Return what a try counts against: the name that was typed, and the address (IPv6: its network)."""
    return seal.mac("account", name.strip().lower()[:64]), seal.mac("address", _network(address))


def at_provider(seal: Seal, address: str) -> bytes:
    """Return what a way to a provider counts against: the address, apart from its passwords."""
    return seal.mac("provider", _network(address))


def forget(session: Session, now: datetime) -> int:
    """Delete the tries that no limit looks at any more; return how many."""
    old = select(LoginTryRow).where(col(LoginTryRow.at) < now - KEPT_FOR)
    rows = session.exec(old).all()
    for row in rows:
        session.delete(row)
    session.flush()
    return len(rows)


def _times(session: Session, subject: bytes) -> list[datetime]:
    return list(session.exec(select(LoginTryRow.at).where(LoginTryRow.subject == subject)).all())


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
