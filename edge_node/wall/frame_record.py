"""One frame's observation as bytes: a fixed head, then rows of fixed width; every bound is checked."""

import struct
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from edge_node.observations import (
    BADGE_KINDS,
    DROP_REASONS,
    KEYPOINTS,
    MOST_AGAIN,
    MOST_HEADS_ALONE,
    Across,
    BadgeSeen,
    EarlierLook,
    FrameObservation,
    Head,
    Pose,
)

_FRAME = struct.Struct(">QqHHHHB?BBBH")
"""Index, captured_at in µs since 1970, width, height, heads, people, 1 + why dropped, skipped, badges, heads
alone, 1 + how many arms lie across fronts, 0 for not known, and looks told once more."""
_POSE = np.dtype([("box", ">f4", 4), ("score", ">f4"), ("keypoints", ">f4", (KEYPOINTS, 3))])
_BADGE = np.dtype([("kind", "u1"), ("box", ">f4", 4)])
"""1 + which kind; a box that is no box, a kind that is none, or more than MOST_BADGES are refused."""
_HEAD = np.dtype([("box", ">f4", 4)])
"""A box that is no box, or more than MOST_HEADS_ALONE are refused."""
_ACROSS = np.dtype([("shelf", "u1"), ("low", ">f4"), ("high", ">f4")])
_AGAIN = np.dtype([("captured_us", ">i8"), ("across", "u1")])
"""When, and how many arms; all arms of all looks follow in order."""
_FACE_KEYPOINTS = 5
"""Nose, eyes and ears: refused at the opening unless zero."""
MOST_PEOPLE = 200
"""Per frame; more is a fault, not a crowd."""
MOST_BADGES = 8
"""Per frame; edge_node.badges.looking finds no more."""
MOST_ACROSS = 32
"""Per look; edge_node.wall.curtain finds no more."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def packed(frame: FrameObservation) -> bytes:
    """Return the frame as it is written."""
    rows = np.zeros(len(frame.poses), _POSE)
    for row, pose in zip(rows, frame.poses, strict=True):
        row["box"], row["score"], row["keypoints"] = pose.bbox_xyxy_px, pose.score, pose.keypoints
    badges = np.zeros(len(frame.badges), _BADGE)
    for row, badge in zip(badges, frame.badges, strict=True):
        row["kind"], row["box"] = 1 + BADGE_KINDS.index(badge.kind), badge.bbox_xyxy_px
    alone = np.zeros(len(frame.heads_alone), _HEAD)
    for row, head in zip(alone, frame.heads_alone, strict=True):
        row["box"] = head.bbox_xyxy_px
    again = [(microseconds(look.captured_at), len(look.across)) for look in frame.looked_again]
    fixed = _FRAME.pack(
        frame.index,
        microseconds(frame.captured_at),
        frame.width_px,
        frame.height_px,
        frame.heads_filled,
        len(rows),
        0 if frame.dropped is None else 1 + DROP_REASONS.index(frame.dropped),
        frame.skipped,
        len(badges),
        len(alone),
        0 if frame.across is None else 1 + len(frame.across),
        len(again),
    )
    across = (frame.across or (), *(look.across for look in frame.looked_again))
    arms = np.array([(a.shelf, a.low, a.high) for look in across for a in look], _ACROSS)
    parts = (rows, badges, alone, np.array(again, _AGAIN), arms)
    return fixed + b"".join(part.tobytes() for part in parts)


def unpacked(payload: bytes) -> FrameObservation:
    """Return the frame as it was.

    Raises: ValueError, IndexError, OverflowError or struct.error if it is not exactly that.
    """
    index, captured_us, width, height, heads, people, dropped, skipped, badges, alone, told, again = (
        _FRAME.unpack_from(payload)
    )
    rows = _Rows(payload)
    seen = FrameObservation(
        index,
        time_of(captured_us),
        width,
        height,
        _to_poses(rows.next(_POSE, people, MOST_PEOPLE)),
        heads,
        (None, *DROP_REASONS)[dropped],
        skipped=skipped,
        badges=_to_badges(rows.next(_BADGE, badges, MOST_BADGES)),
        heads_alone=_to_heads(rows.next(_HEAD, alone, MOST_HEADS_ALONE)),
    )
    looks = rows.next(_AGAIN, again, MOST_AGAIN).tolist()
    across = _to_across(rows.next(_ACROSS, told - 1, MOST_ACROSS)) if told else None
    looked_again = tuple(
        EarlierLook(time_of(at_us), _to_across(rows.next(_ACROSS, arms, MOST_ACROSS)))
        for at_us, arms in looks
    )
    rows.end()
    return replace(seen, across=across, looked_again=looked_again)


class _Rows:
    """What follows the fixed head, from front to back."""

    def __init__(self, payload: bytes) -> None:
        self._payload, self._at = payload, _FRAME.size

    def next(self, kind: np.dtype[np.void], rows: int, most: int) -> NDArray[np.void]:
        """Return the next rows; ValueError where they are more than most, or not all there."""
        begins, self._at = self._at, self._at + rows * kind.itemsize
        if rows > most or self._at > len(self._payload):
            raise ValueError(f"expected at most {most} rows of {kind.names}, all there, got others")
        return np.frombuffer(self._payload[begins : self._at], kind)

    def end(self) -> None:
        """Raise ValueError where anything is left."""
        if self._at != len(self._payload):
            raise ValueError(f"expected {self._at} bytes, got {len(self._payload)}")


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


def microseconds(moment: datetime) -> int:
    """Return the moment as µs since 1970."""
    return (moment - _EPOCH) // _MICROSECOND


def time_of(since_1970_us: int) -> datetime:
    """Return the moment, UTC.

    Raises: OverflowError beyond what a datetime holds.
    """
    return _EPOCH + since_1970_us * _MICROSECOND
