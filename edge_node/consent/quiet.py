"""Quiet hours on the store's clocks, on both days a year when the clocks change as well.

The hours are minutes of the wall clock (policies.hours): an hour that comes twice is quiet twice, one that is
skipped is not missed. Nothing that touches a quiet minute is counted, and no quiet minute is covered.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from edge_node.coverage import Stretch, union
from policies.hours import NO_MINUTE, contains

_DAY = timedelta(days=1)
_MINUTES = 24 * 60


def is_quiet(minutes: int, at_s: float, zone: ZoneInfo) -> bool:
    """Return whether the store's clocks show one of the minutes at the Unix second."""
    return minutes != NO_MINUTE and contains(minutes, datetime.fromtimestamp(at_s, zone).time())


def loud(minutes: int, stretch: Stretch, zone: ZoneInfo) -> tuple[Stretch, ...]:
    """Return the parts of the stretch in which the store's clocks show none of the minutes, ascending."""
    if minutes == NO_MINUTE:
        return (stretch,)
    from_s, until_s = stretch
    inside = {moment for moment in _changes(minutes, stretch, zone) if from_s < moment < until_s}
    moments = sorted({from_s, *inside, until_s})
    return union(part for part in pairwise(moments) if not is_quiet(minutes, part[0], zone))


def touches(minutes: int, stretch: Stretch, zone: ZoneInfo) -> bool:
    """Return whether any moment of the stretch, both ends included, is quiet."""
    if minutes == NO_MINUTE:
        return False
    if any(is_quiet(minutes, at_s, zone) for at_s in stretch):
        return True
    return stretch[0] < stretch[1] and loud(minutes, stretch, zone) != (stretch,)


def _changes(minutes: int, stretch: Stretch, zone: ZoneInfo) -> Iterator[float]:
    """Yield every Unix second at which quiet may begin or end: where the clocks come to an edge, or jump."""
    edges = [at for at in range(_MINUTES) if minutes >> at & 1 != minutes >> (at - 1) % _MINUTES & 1]
    day = datetime.fromtimestamp(stretch[0], zone).date() - _DAY
    last = datetime.fromtimestamp(stretch[1], zone).date() + _DAY
    while day <= last:
        for edge in edges:
            local = datetime.combine(day, time(*divmod(edge, 60)), zone)
            yield from (local.replace(fold=fold).timestamp() for fold in (0, 1))
        midnight = datetime.combine(day, time(), UTC)
        yield from _jump(int(midnight.timestamp()), int((midnight + _DAY).timestamp()), zone)
        day += _DAY


def _jump(low_s: int, high_s: int, zone: ZoneInfo) -> Iterator[float]:
    """Yield the first second after the clocks jumped, if they did on that day."""
    before = _offset(low_s, zone)
    if before == _offset(high_s, zone):
        return
    while high_s - low_s > 1:
        middle = (low_s + high_s) // 2
        low_s, high_s = (middle, high_s) if _offset(middle, zone) == before else (low_s, middle)
    yield float(high_s)


def _offset(at_s: int, zone: ZoneInfo) -> timedelta | None:
    return datetime.fromtimestamp(at_s, zone).utcoffset()
