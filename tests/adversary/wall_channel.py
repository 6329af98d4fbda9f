"""A worker taken over says through its channel what it likes; only messages within their bounds are believed.

Real messages are changed at random bytes, cut, lengthened and spliced; whatever is decoded must be a
message whose fields are within their bounds and which holds no face keypoint. The control is a reader that
trusts kinds and lengths: how often it would have taken a face.
"""

import math

import numpy as np

from edge_node.errors import WallError
from edge_node.observations import KEYPOINTS, BadgeSeen, FrameObservation, Pose
from edge_node.wall.channel import Crossing, decode, encode
from edge_node.wall.frame_record import MOST_BADGES, MOST_PEOPLE
from edge_node.wall.messages import Alive, Failure, Ready, Tally
from edge_node.wall.preview import LARGEST_BYTES, Preview
from tests.adversary.row import Row, Scale
from tests.support.clips import STARTED_AT

MESSAGES: dict[Scale, int] = {"small": 4_000, "full": 200_000}
_HEAD_BYTES = 5
_FACE = 5
"""Keypoints of the face, the first of each person."""


def rows(*, scale: Scale, seed: int) -> list[Row]:
    """Return one row: changed messages that were believed beyond their bounds."""
    rng = np.random.default_rng(seed)
    originals = [encode(crossing) for crossing in _honest()]
    believed = beyond = trusted = 0
    for _ in range(MESSAGES[scale]):
        message = _changed(originals, rng)
        trusted += _is_face_shown(message)
        try:
            crossing = decode(message[0], message[_HEAD_BYTES:])
        except WallError:
            continue
        believed += 1
        beyond += not is_within(crossing)
    return [
        Row(
            promise="what crosses the wall is a known message within its bounds",
            attack="a worker taken over sends changed, cut and spliced messages",
            measured=beyond,
            bound=0,
            holds=beyond == 0,
            control=trusted,
            control_fails=trusted > 0,
            detail=f"{MESSAGES[scale]} messages, {believed} believed; control: face keypoints that a reader "
            "without bounds would have taken",
        )
    ]


def is_within(crossing: Crossing) -> bool:
    """Return whether a decoded message keeps every bound that the channel promises."""
    if isinstance(crossing, FrameObservation):
        people = crossing.poses
        return (
            len(people) <= MOST_PEOPLE
            and len(crossing.badges) <= MOST_BADGES
            and all(math.isfinite(pose.score) and np.isfinite(pose.bbox_xyxy_px).all() for pose in people)
            and not any(pose.keypoints[:_FACE].any() for pose in people)
        )
    if isinstance(crossing, Preview):
        return len(crossing.jpeg) <= LARGEST_BYTES and crossing.jpeg[:2] == b"\xff\xd8"
    return type(crossing).model_validate(crossing.model_dump()) == crossing


def _honest() -> list[Crossing]:
    keypoints = np.zeros((KEYPOINTS, 3), np.float32)
    keypoints[_FACE:] = 0.5
    box = np.array([10.0, 20.0, 60.0, 180.0], np.float32)
    badge = BadgeSeen("optout", box)
    return [
        FrameObservation(3, STARTED_AT, 640, 360, (Pose(keypoints, box, 0.9),), 1, None, badges=(badge,)),
        FrameObservation(4, STARTED_AT, 640, 360, (), 0, "unsure"),
        Preview(b"\xff\xd8" + bytes(200) + b"\xff\xd9", 3, STARTED_AT),
        Ready(landlock_abi=7, is_counted=True),
        Tally(frames=3, dropped={}, replaced=0, stage_s={}),
        Failure(problem="capture", message="gone"),
        Alive(),
    ]


def _changed(originals: list[bytes], rng: np.random.Generator) -> bytes:
    message = bytearray(originals[rng.integers(len(originals))])
    for _ in range(rng.integers(1, 5)):
        message[rng.integers(len(message))] = rng.integers(256)
    match rng.integers(4):
        case 0:
            del message[rng.integers(1, len(message)) :]
        case 1:
            message += rng.bytes(rng.integers(1, 40))
        case 2:
            other = originals[rng.integers(len(originals))]
            cut = rng.integers(1, min(len(other), len(message)))
            message[cut:] = other[cut:]
        case _:
            pass
    return bytes(message)


def _is_face_shown(message: bytes) -> bool:
    """Return whether a frame as long as one person's holds anything where face keypoints stand."""
    person = len(encode(_honest()[0]))
    start = person - 17 - 12 * KEYPOINTS
    return message[0] == 1 and len(message) == person and any(message[start : start + 12 * _FACE])
