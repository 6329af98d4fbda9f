"""A shop's own clock: which hours make up its day, and when its doors are open."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from shared.epoch import bounds, epoch_of
from shared.ids import SiteId
from shared.schemas.layout import SiteLayout

HOUR_S = 3600
_ORIGIN = date(1970, 1, 1)
_CACHED = 32_768
"""Days and hours of opening kept, three years of hours: a page asks for each once a store and chart."""


def day_epoch(day: date) -> int:
    """Return the epoch number of a local day."""
    return (day - _ORIGIN).days


def hour_start(epoch: int) -> datetime:
    """Return the first moment of an hour epoch, UTC."""
    return datetime.fromtimestamp(epoch * HOUR_S, UTC)


def hours_of(day: date, layout: SiteLayout) -> range:
    """Return the hour epochs that begin on the local day: 23, 24 or 25 of them."""
    start, end = bounds(day_epoch(day), "day", layout.zone_info)
    return range(-(-int(start.timestamp()) // HOUR_S), -(-int(end.timestamp()) // HOUR_S))


def day_of_hour(epoch: int, layout: SiteLayout) -> date:
    """Return the local day on which an hour epoch begins."""
    return _ORIGIN + timedelta(days=epoch_of(hour_start(epoch), "day", layout.zone_info))


def local_day(at: datetime, layout: SiteLayout) -> date:
    """Return the date in the shop."""
    return at.astimezone(layout.zone_info).date()


def latest_day(at: datetime, layouts: dict[SiteId, SiteLayout]) -> date:
    """Return the furthest date it already is in any of the shops; the UTC date when there is no shop."""
    return max((local_day(at, layout) for layout in layouts.values()), default=at.astimezone(UTC).date())


def opening(day: date, layout: SiteLayout) -> tuple[datetime, datetime]:
    """Return when the doors open and close on the local day, both UTC."""
    return _opening(day, layout.opens_at, layout.closes_at, layout.timezone)


def open_s_of_hour(epoch: int, layout: SiteLayout) -> int:
    """Return how many seconds of the hour lie between opening and closing: 0 to 3600."""
    return _open_s_of_hour(epoch, layout.opens_at, layout.closes_at, layout.timezone)


def open_s_of_day(day: date, layout: SiteLayout) -> int:
    """Return how many seconds the doors are open on the local day."""
    opens, closes = opening(day, layout)
    return int((closes - opens).total_seconds())


@lru_cache(maxsize=_CACHED)
def _opening(day: date, opens_at: str, closes_at: str, timezone: str) -> tuple[datetime, datetime]:
    zone = ZoneInfo(timezone)
    opens, closes = time.fromisoformat(opens_at), time.fromisoformat(closes_at)
    return (
        datetime.combine(day, opens, zone).astimezone(UTC),
        datetime.combine(day, closes, zone).astimezone(UTC),
    )


@lru_cache(maxsize=_CACHED)
def _open_s_of_hour(epoch: int, opens_at: str, closes_at: str, timezone: str) -> int:
    start = hour_start(epoch)
    day = _ORIGIN + timedelta(days=epoch_of(start, "day", ZoneInfo(timezone)))
    opens, closes = _opening(day, opens_at, closes_at, timezone)
    shared = min(closes, start + timedelta(hours=1)) - max(opens, start)
    return max(int(shared.total_seconds()), 0)
