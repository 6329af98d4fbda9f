"""A machine whose clock and uptime move only when told to, together or apart."""

from datetime import UTC, datetime, timedelta

from shared.elapsed import Uptime


class FakeMachine:
    """A clock and an uptime source; time passes, or somebody sets the clock."""

    def __init__(self, at: datetime = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)) -> None:
        self.true_at = at
        """What time it really is."""
        self._clock_is_ahead_by = timedelta(0)
        self._boot = 1
        self._on_for_s = 1_000.0

    def now(self) -> datetime:
        """Return what the clock says."""
        return self.true_at + self._clock_is_ahead_by

    def read(self) -> Uptime:
        """Return how long the machine has been on."""
        return Uptime(f"boot {self._boot}", self._on_for_s)

    def run(self, span: timedelta) -> None:
        """Let time pass with the machine on."""
        self.true_at += span
        self._on_for_s += span.total_seconds()

    def rest(self, span: timedelta) -> None:
        """Let time pass with the machine off, and start it."""
        self.true_at += span
        self._boot += 1
        self._on_for_s = 0.0

    def set_clock(self, by: timedelta) -> None:
        """Move the clock, and not the time."""
        self._clock_is_ahead_by += by

    @property
    def clock_is_right(self) -> bool:
        """True when the clock says what time it is."""
        return not self._clock_is_ahead_by
