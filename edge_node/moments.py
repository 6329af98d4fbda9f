"""Which moments can be: the machine's clock against what is known, and a frame's time against the clock.

A clock that is wrong by a day closes epochs that have not been measured, for good. So it is checked before
anything is counted, closed or sent.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta

from edge_node.errors import CaptureError, ClockError
from edge_node.observations import FrameObservation
from edge_node.release.schedule import WINDOW
from policies.schema import ChainPolicy
from shared.clock import Clock

TOLERANCE = timedelta(minutes=5)
"""Two clocks that are kept by NTP differ by less than seconds; a hand-set one by less than this."""

Known = tuple[str, datetime]
"""Something that has certainly happened, in words, and when."""


def check_clock(now: datetime, chain: ChainPolicy | None, known: Iterable[Known]) -> None:
    """Refuse a clock that is behind what has happened, or outside the time the policy is in force.

    Raises: ClockError.
    """
    for what, at in known:
        if now < at - TOLERANCE:
            raise ClockError(
                f"the clock of this machine is wrong (expected {_shown(at)} or later, when {what}, got "
                f"{_shown(now)}). Set it, best by NTP, and start again."
            )
    if chain is not None and not chain.not_before <= now <= chain.not_after:
        raise ClockError(
            f"the clock of this machine or the policy is out of date (expected a time from "
            f"{_shown(chain.not_before)} to {_shown(chain.not_after)}, when the policy is in force, got "
            f"{_shown(now)}). Set the clock, or ask the chain for a policy that is in force."
        )


def check_agreement(now: datetime, heard: Mapping[str, datetime]) -> None:
    """Refuse a clock that two others, asked just now, both say is ahead, or both say is behind.

    One alone may be wrong itself, or lie.
    Raises: ClockError.
    """
    ahead = [now - at for at in heard.values()]
    if len(ahead) < 2 or not (min(ahead) > TOLERANCE or max(ahead) < -TOLERANCE):
        return
    at = next(iter(heard.values()))
    raise ClockError(
        f"the clock of this machine is wrong (expected about {_shown(at)}, as {' and '.join(heard)} say, got "
        f"{_shown(now)}). Set it, best by NTP, and start again."
    )


def in_time(frames: Iterable[FrameObservation], camera: str, clock: Clock) -> Iterator[FrameObservation]:
    """Yield the frames of a recording made not after now, nor so long ago that nobody takes its reports.

    Raises: CaptureError naming the first frame's time and what was expected.
    """
    for frame in frames:
        now = clock.now()
        if not now - WINDOW <= frame.captured_at <= now + TOLERANCE:
            raise CaptureError(
                f'camera "{camera}" gives frames of {_shown(frame.captured_at)} (expected '
                f"{_shown(now - WINDOW)} to {_shown(now)}). Nothing of it is counted. Set the clock of "
                "whatever recorded it, and record again."
            )
        yield frame


def _shown(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
