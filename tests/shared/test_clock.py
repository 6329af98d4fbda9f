"""The machine's clock tells UTC."""

from datetime import UTC

from shared.clock import Clock, SystemClock


def test_the_machine_clock_is_in_utc() -> None:
    clock: Clock = SystemClock()

    assert clock.now().tzinfo is UTC
