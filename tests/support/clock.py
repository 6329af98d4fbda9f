"""A clock that moves only when told to."""

from datetime import UTC, datetime, timedelta


class FakeClock:
    """Stands still at a moment until advanced."""

    def __init__(self, at: datetime = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)) -> None:
        self._at = at

    def now(self) -> datetime:
        """Return the moment the clock stands at."""
        return self._at

    def advance(self, seconds: float) -> None:
        """Move the clock forward (or, with a negative number, back)."""
        self._at += timedelta(seconds=seconds)
