"""The seams of the shop side, in the order the data meets them."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from edge_node.frame import BlurredFrame, RawFrame
from edge_node.observations import DropReason, FrameObservation, Journey, Pose, Track
from shared.ids import TaskId


class Camera(Protocol):
    """Where frames come from; opened before the wall closes, lives only behind it."""

    def frames(self) -> Iterator[RawFrame]:
        """Yield frames in capture order until the source ends.

        Raises: edge_node.errors.CaptureError when the source cannot be read.
        """
        ...


class Anonymizer(Protocol):
    """Finds people and fills their heads, or refuses the frame."""

    def blur(self, frame: RawFrame) -> BlurredFrame | DropReason:
        """Return the frame with every head filled solid, or why it must be dropped."""
        ...


class PoseEstimator(Protocol):
    """Reads body keypoints off filled frames."""

    def estimate(self, frame: BlurredFrame) -> tuple[Pose, ...]:
        """Return one pose per box of a person; who is not looked at, or may not be, has scores of 0."""
        ...


class Observations(Protocol):
    """What crosses the wall: a confined child seen from outside, or a simulator."""

    def frames(self) -> Iterator[FrameObservation]:
        """Yield one observation per frame, dropped and skipped ones included."""
        ...


class Tracker(Protocol):
    """Follows people from frame to frame on one camera."""

    def update(self, observation: FrameObservation) -> Sequence[Track]:
        """Take one frame and return the confirmed tracks that ended with it, each exactly once."""
        ...

    def finish(self) -> Sequence[Track]:
        """Return the confirmed tracks still open; the tracker is empty afterwards."""
        ...

    def followed(self) -> Sequence[Track]:
        """Return the confirmed tracks still open, as far as they go; they stay followed."""
        ...


class Journal(Protocol):
    """The store's durable memory: open sums, drawn contributions, sealed reports."""

    def outbox(self) -> Iterator[tuple[bytes, str, bytes]]:
        """Yield (report id, role, envelope bytes) of everything not yet acknowledged, oldest first."""
        ...

    def acknowledge(self, report_id: bytes, role: str, outcome: str, at: datetime) -> None:
        """Record that the role will never need these bytes again, and forget them."""
        ...


class Uplink(Protocol):
    """One aggregator, seen from the store."""

    def post(self, envelope: bytes) -> str:
        """Return ``accepted`` or the name of the problem it was refused with.

        Raises: edge_node.errors.UplinkError when no answer came; the same bytes are tried again later.
        """
        ...


class Measurements(Protocol):
    """Where finished tracks are counted into open epochs."""

    def count(self, track: Track) -> tuple[TaskId, ...]:
        """Add the track's bounded contribution to every permitted task; return those it touched."""
        ...

    def add(self, journey: Journey) -> tuple[TaskId, ...]:
        """The same for a track whose visits and crossings are known already."""
        ...
