"""What parent and child say to each other beside frames: small frozen documents, refused when unknown."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from edge_node.capture.source import SourceConfig
from edge_node.observations import DropReason
from edge_node.wall.stopwatch import Stage


class Message(BaseModel):
    """Frozen and strict; an unknown field is an error on either side of the wall."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Job(Message):
    """Parent to child, once: what to open and how to work."""

    kind: Literal["line", "check"] = "line"
    source: SourceConfig
    models: dict[str, str]
    """Path of each verified weight, by its file name; a missing detector leaves the MediaPipe-only path."""
    pose: Literal["direct", "mediapipe"] = "direct"
    """Which back-end reads keypoints: BlazePose on each person, or MediaPipe Tasks."""
    preview: bool = False
    looks: Literal["when due", "always"] = "when due"
    """Whether frames on which nothing has changed may pass unseen; previews and MediaPipe look always."""
    may_lack_landlock: bool = False


class Switch(Message):
    """Parent to child, at any time: whether previews are wanted."""

    preview: bool


class Ready(Message):
    """Child to parent, once, with the listener beside it: the wall is closed, frames follow."""

    landlock_abi: int = Field(ge=0)
    is_counted: bool


class Alive(Message):
    """Child to parent, while its live source sends nothing: it waits and is not stuck."""


class Tally(Message):
    """Child to parent, last: how the work went."""

    frames: int = Field(ge=0)
    dropped: dict[DropReason, int]
    """Frames thrown away before pose, by reason."""
    withheld: dict[DropReason, int] = Field(default_factory=dict)
    """Previews that were wanted and not made, by reason."""
    replaced: int = Field(ge=0)
    """Live frames that a newer one replaced before the line was free."""
    stage_s: dict[Stage, float]
    """Seconds spent, summed over frames; capture runs beside the rest, wall is writing what crosses."""
    processor_s: float = 0.0
    """Processor seconds of the child on all its threads since it began with the first frame."""


class Failure(Message):
    """Child to parent, last: what went wrong, without pixels or addresses."""

    problem: Literal["capture", "cut_off", "frozen", "model", "wall"]
    message: str = Field(max_length=600)


class Attempt(Message):
    """Child to parent, in a check: something forbidden was tried, and this is what the program saw."""

    name: str = Field(max_length=60)
    outcome: str = Field(max_length=200)
