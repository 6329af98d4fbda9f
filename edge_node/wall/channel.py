"""The one opening in the wall: typed, bounded messages over a Unix socket; no pickle, no free-form bytes.

A message is kind (u8), length (u32) and payload, big-endian. Frames are fixed arrays; the rest is JSON.
"""

import select
import socket
import struct
from datetime import UTC, datetime, timedelta
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from edge_node.errors import WallError
from edge_node.observations import (
    BADGE_KINDS,
    DROP_REASONS,
    KEYPOINTS,
    MOST_HEADS_ALONE,
    Across,
    BadgeSeen,
    FrameObservation,
    Head,
    Pose,
)
from edge_node.wall.messages import Alive, Attempt, Failure, Job, Ready, Switch, Tally
from edge_node.wall.preview import LARGEST_BYTES, Preview

_ENVELOPE = struct.Struct(">BI")
_FRAME = struct.Struct(">QqHHHHB?BBB")
"""Index, captured_at in µs since 1970, width, height, heads, people, 1 + why dropped, skipped, badges, heads
alone, and 1 + how many arms lie across fronts, 0 for not known."""
_STAMP = struct.Struct(">Qq")
"""Index, captured_at in µs since 1970."""
_POSE = np.dtype([("box", ">f4", 4), ("score", ">f4"), ("keypoints", ">f4", (KEYPOINTS, 3))])
_BADGE = np.dtype([("kind", "u1"), ("box", ">f4", 4)])
"""1 + which kind; a box that is no box, a kind that is none, or more than MOST_BADGES are refused."""
_HEAD = np.dtype([("box", ">f4", 4)])
"""A box that is no box, or more than MOST_HEADS_ALONE are refused."""
_ACROSS = np.dtype([("shelf", "u1"), ("low", ">f4"), ("high", ">f4")])
_FACE_KEYPOINTS = 5
"""Nose, eyes and ears: refused at the opening unless zero."""
MOST_PEOPLE = 200
"""Per frame; more is a fault, not a crowd."""
MOST_BADGES = 8
"""Per frame; edge_node.badges.looking finds no more."""
MOST_ACROSS = 32
"""Per frame; edge_node.wall.curtain finds no more."""
_MOST_BYTES = LARGEST_BYTES + 1024
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

Crossing = FrameObservation | Preview | Job | Switch | Ready | Tally | Failure | Attempt | Alive
"""Everything that may cross, in either direction."""


class _Kind(IntEnum):
    FRAME = 1
    PREVIEW = 2
    JOB = 3
    SWITCH = 4
    READY = 5
    TALLY = 6
    FAILURE = 7
    ATTEMPT = 8
    ALIVE = 9


_DOCUMENTS: dict[_Kind, type[Job | Switch | Ready | Tally | Failure | Attempt | Alive]] = {
    _Kind.JOB: Job,
    _Kind.SWITCH: Switch,
    _Kind.READY: Ready,
    _Kind.TALLY: Tally,
    _Kind.FAILURE: Failure,
    _Kind.ATTEMPT: Attempt,
    _Kind.ALIVE: Alive,
}


class Channel:
    """One end of the opening."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end

    def fileno(self) -> int:
        """Return the descriptor, for a filter or a poll."""
        return self._end.fileno()

    def send(self, crossing: Crossing, descriptor: int | None = None) -> None:
        """Write one message, with an open descriptor beside it where one is to be handed over.

        Raises: WallError if the other side is gone.
        """
        data = encode(crossing)
        try:
            if descriptor is not None:
                sent = socket.send_fds(self._end, [data], [descriptor])
                data = data[sent:]
            self._end.sendall(data)
        except OSError as error:
            raise WallError(f"expected the other side of the wall, got {error.strerror}") from error

    def receive(self, timeout_s: float | None) -> tuple[Crossing, int | None] | None:
        """Return the next message and the descriptor beside it, or None when the other side has closed.

        Raises: WallError on silence, or on anything that is not a message within its bounds.
        """
        self._end.settimeout(timeout_s)
        try:
            head, descriptors, _, _ = socket.recv_fds(self._end, _ENVELOPE.size, 1)
            if not head:
                return None
            head += self._exactly(_ENVELOPE.size - len(head))
            kind, length = _ENVELOPE.unpack(head)
            if length > _MOST_BYTES:
                raise WallError(f"expected at most {_MOST_BYTES} bytes through the wall, got {length}")
            return decode(kind, self._exactly(length)), (descriptors[0] if descriptors else None)
        except TimeoutError as error:
            raise WallError(f"expected a message within {timeout_s} s, got silence") from error
        except ConnectionResetError:
            return None
        except OSError as error:
            raise WallError(f"expected the other side of the wall, got {error.strerror}") from error
        finally:
            self._end.settimeout(None)

    def has_waiting(self) -> bool:
        """Return whether the other side has written something, without waiting."""
        return bool(select.select([self._end], [], [], 0)[0])

    def close(self) -> None:
        """Close this end; the other side sees the end."""
        self._end.close()

    def _exactly(self, length: int) -> bytes:
        parts = bytearray()
        while len(parts) < length:
            part = self._end.recv(length - len(parts))
            if not part:
                raise WallError(f"expected {length} bytes through the wall, got {len(parts)}")
            parts += part
        return bytes(parts)


def encode(crossing: Crossing) -> bytes:
    """Return the message as it is written."""
    if isinstance(crossing, FrameObservation):
        kind, payload = _Kind.FRAME, _from_frame(crossing)
    elif isinstance(crossing, Preview):
        stamp = _STAMP.pack(crossing.index, _microseconds(crossing.captured_at))
        kind, payload = _Kind.PREVIEW, stamp + crossing.jpeg
    else:
        kind = next(kind for kind, model in _DOCUMENTS.items() if type(crossing) is model)
        payload = crossing.model_dump_json().encode()
    return _ENVELOPE.pack(kind, len(payload)) + payload


def decode(kind: int, payload: bytes) -> Crossing:
    """Return the payload as its type.

    Raises: WallError if it is not exactly that.
    """
    try:
        known = _Kind(kind)
        if known is _Kind.FRAME:
            return _to_frame(payload)
        if known is _Kind.PREVIEW:
            index, captured_us = _STAMP.unpack_from(payload)
            return Preview(payload[_STAMP.size :], index, _time(captured_us))
        return _DOCUMENTS[known].model_validate_json(payload)
    except (ValueError, ValidationError, struct.error, OverflowError, IndexError) as error:
        raise WallError(f"expected a known message through the wall, got kind {kind}") from error


def _from_frame(frame: FrameObservation) -> bytes:
    rows = np.zeros(len(frame.poses), _POSE)
    for row, pose in zip(rows, frame.poses, strict=True):
        row["box"], row["score"], row["keypoints"] = pose.bbox_xyxy_px, pose.score, pose.keypoints
    badges = np.zeros(len(frame.badges), _BADGE)
    for row, badge in zip(badges, frame.badges, strict=True):
        row["kind"], row["box"] = 1 + BADGE_KINDS.index(badge.kind), badge.bbox_xyxy_px
    alone = np.zeros(len(frame.heads_alone), _HEAD)
    for row, head in zip(alone, frame.heads_alone, strict=True):
        row["box"] = head.bbox_xyxy_px
    across = np.array([(a.shelf, a.low, a.high) for a in frame.across or ()], _ACROSS)
    fixed = _FRAME.pack(
        frame.index,
        _microseconds(frame.captured_at),
        frame.width_px,
        frame.height_px,
        frame.heads_filled,
        len(rows),
        0 if frame.dropped is None else 1 + DROP_REASONS.index(frame.dropped),
        frame.skipped,
        len(badges),
        len(alone),
        0 if frame.across is None else 1 + len(across),
    )
    return fixed + rows.tobytes() + badges.tobytes() + alone.tobytes() + across.tobytes()


def _to_frame(payload: bytes) -> FrameObservation:
    index, captured_us, width, height, heads, people, dropped, skipped, badges, alone, told = (
        _FRAME.unpack_from(payload)
    )
    across = max(told - 1, 0)
    worn = _FRAME.size + people * _POSE.itemsize
    headed = worn + badges * _BADGE.itemsize
    reached = headed + alone * _HEAD.itemsize
    is_bounded = people <= MOST_PEOPLE and badges <= MOST_BADGES and across <= MOST_ACROSS
    if not is_bounded or alone > MOST_HEADS_ALONE or len(payload) != reached + across * _ACROSS.itemsize:
        raise ValueError(
            f"expected at most {MOST_PEOPLE} people, {MOST_BADGES} badges, {MOST_HEADS_ALONE} heads and "
            f"{MOST_ACROSS} arms, got others"
        )
    return FrameObservation(
        index,
        _time(captured_us),
        width,
        height,
        _to_poses(np.frombuffer(payload[_FRAME.size : worn], _POSE)),
        heads,
        (None, *DROP_REASONS)[dropped],
        skipped=skipped,
        badges=_to_badges(np.frombuffer(payload[worn:headed], _BADGE)),
        across=_to_across(np.frombuffer(payload[reached:], _ACROSS)) if told else None,
        heads_alone=_to_heads(np.frombuffer(payload[headed:reached], _HEAD)),
    )


def _to_poses(rows: NDArray[np.void]) -> tuple[Pose, ...]:
    if not all(np.isfinite(rows[name]).all() for name in ("box", "score", "keypoints")):
        raise ValueError("expected finite people, got others")
    if rows["keypoints"][:, :_FACE_KEYPOINTS].any():
        raise ValueError("expected face keypoints of zero, got others")
    return tuple(
        Pose(row["keypoints"].astype(np.float32), row["box"].astype(np.float32), float(row["score"]))
        for row in rows
    )


def _to_badges(rows: NDArray[np.void]) -> tuple[BadgeSeen, ...]:
    boxes = _to_boxes(rows)
    if (rows["kind"] < 1).any():
        raise ValueError("expected known badges, got others")
    kinds = (BADGE_KINDS[kind - 1] for kind in rows["kind"].tolist())
    return tuple(BadgeSeen(kind, box) for kind, box in zip(kinds, boxes, strict=True))


def _to_heads(rows: NDArray[np.void]) -> tuple[Head, ...]:
    return tuple(Head(box) for box in _to_boxes(rows))


def _to_boxes(rows: NDArray[np.void]) -> NDArray[np.float32]:
    boxes = rows["box"].astype(np.float32)
    if not np.isfinite(boxes).all() or (boxes[:, 2:] < boxes[:, :2]).any():
        raise ValueError("expected boxes, got others")
    return np.asarray(boxes, np.float32)


def _to_across(rows: NDArray[np.void]) -> tuple[Across, ...]:
    return tuple(Across(shelf, low, high) for shelf, low, high in rows.tolist())


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def _time(microseconds: int) -> datetime:
    return _EPOCH + microseconds * _MICROSECOND
