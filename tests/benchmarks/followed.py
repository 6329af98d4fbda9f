"""Published walks seen by a camera and followed again: positions → boxes → tracker → tracks.

The camera looks down at 45° from far away (parallel rays), so that a person is a box of one size everywhere
and the floor is the picture stretched. Nobody is missed and nothing is imagined: the tracker alone is tested.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from edge_node.observations import FrameObservation, Pose, Track
from edge_node.track.tracker import FloorTracker

RATE_HZ = 10.0
PX_PER_M = 50.0
WIDTH_M, HEIGHT_M = 0.5, 1.7
SLANT = float(np.sqrt(0.5))
"""Sine and cosine of 45°: how much shorter the floor's depth and a person's height are in the picture."""
LONGEST_GAP_S = 2.0
"""Between two positions further apart in time nobody is drawn."""
BEGUN_AT = datetime(2026, 1, 1, tzinfo=UTC)
NO_KEYPOINTS = np.zeros((17, 3), dtype=np.float32)

Points = NDArray[np.float64]


def follow_again(tracks: Sequence[Track]) -> list[Track]:
    """Return what the tracker makes of the people of these tracks, on the same floor."""
    corner_m = np.concatenate([track.floor_xy_m for track in tracks]).min(axis=0) - HEIGHT_M
    scale = PX_PER_M * np.array([1.0, SLANT])
    people = _people_at(tracks)
    tracker = FloorTracker(lambda feet_px: feet_px / scale + corner_m)
    followed: list[Track] = []
    for frame in range(max(people) + 1):
        feet_px = (np.array(people[frame]).reshape(-1, 2) - corner_m) * scale
        followed += tracker.update(_observation(frame, feet_px))
    return [*followed, *tracker.finish()]


def _people_at(tracks: Sequence[Track]) -> dict[int, list[tuple[float, float]]]:
    """Return the positions in every frame, by straight lines between those given."""
    begun_s = min(float(track.t_s[0]) for track in tracks)
    people: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for track in tracks:
        t_s = track.t_s - begun_s
        frames = np.arange(np.ceil(t_s[0] * RATE_HZ - 1e-6), np.floor(t_s[-1] * RATE_HZ + 1e-6) + 1)
        next_row = np.clip(np.searchsorted(t_s, frames / RATE_HZ), 1, len(t_s) - 1) if len(t_s) > 1 else 0
        gap_s = t_s[next_row] - t_s[next_row - 1] if len(t_s) > 1 else np.zeros(len(frames))
        x, y = (np.interp(frames / RATE_HZ, t_s, track.floor_xy_m[:, axis]) for axis in (0, 1))
        for row in np.flatnonzero(gap_s <= LONGEST_GAP_S).tolist():
            people[int(frames[row])].append((float(x[row]), float(y[row])))
    return people


def _observation(frame: int, feet_px: Points) -> FrameObservation:
    low = feet_px - PX_PER_M * np.array([WIDTH_M / 2, HEIGHT_M * SLANT])
    high = feet_px + PX_PER_M * np.array([WIDTH_M / 2, 0.0])
    boxes = np.hstack((low, high)).astype(np.float32)
    return FrameObservation(
        index=frame,
        captured_at=BEGUN_AT + timedelta(seconds=frame / RATE_HZ),
        width_px=100_000,
        height_px=100_000,
        poses=tuple(Pose(NO_KEYPOINTS, box, 0.9) for box in boxes),
        heads_filled=0,
        dropped=None,
    )
