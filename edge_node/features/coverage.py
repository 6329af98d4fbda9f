"""Coverage: the seconds an epoch was measured, so that a gap is shown as a gap and never as zero people."""

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from shared.epoch import Level, bounds, epoch_of


def split(from_s: float, to_s: float, level: Level, zone: ZoneInfo) -> Iterator[tuple[int, float]]:
    """Yield (epoch, seconds) for every epoch of the level that the span [from_s, to_s) touches.

    Units: Unix seconds.  Bound: the seconds sum to to_s − from_s; none is longer than its epoch.
    """
    start_s = from_s
    while start_s < to_s:
        epoch = epoch_of(datetime.fromtimestamp(start_s, UTC), level, zone)
        end_s = min(to_s, bounds(epoch, level, zone)[1].timestamp())
        yield epoch, end_s - start_s
        start_s = end_s
