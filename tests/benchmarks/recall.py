"""How many of the people boxed by eye a line reports, frame by frame, skipped frames included."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from edge_node.boxes import Boxes
from edge_node.track.assign import iou

TRUTH = Path(__file__).resolve().parents[1] / "truth" / "people.toml"
LEAST_TALL = 60 / 640
"""Only people at least this tall are scored, as a share of the frame's width: 60 px at 640 px wide."""
SAME_PERSON = 0.5
"""A reported box is the person when they share at least this (IoU)."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One person's boxes over time, by key frames."""

    frames: NDArray[np.float64]
    """float64 (K,): frame numbers, rising."""
    boxes_xyxy_px: NDArray[np.float64]
    """float64 (K, 4)."""

    def box_at(self, frame: int) -> NDArray[np.float64] | None:
        """Return the box in this frame, straight between key frames, or None outside them."""
        if not self.frames[0] <= frame <= self.frames[-1]:
            return None
        return np.array([np.interp(frame, self.frames, edge) for edge in self.boxes_xyxy_px.T])


@dataclass(frozen=True, slots=True)
class Score:
    """People boxed by eye, and how many of them a line reported."""

    people: int
    found: int
    reported: int
    """Boxes reported, right or wrong, in all frames."""

    @property
    def recall(self) -> float:
        """Found over boxed by eye."""
        return self.found / self.people


def stretches_of(clip: str, truth: Path = TRUTH) -> list[Stretch]:
    """Return everybody boxed by eye in this clip; who is too small at one time may count at another."""
    (entry,) = [e for e in tomllib.loads(truth.read_text(encoding="utf-8"))["clips"] if e["file"] == clip]
    keys = [np.array(person["key_frames"], np.float64) for person in entry["people"]]
    return [Stretch(key[:, 0], key[:, 1:]) for key in keys]


def width_of(clip: str, truth: Path = TRUTH) -> int:
    """Return the clip's width in px."""
    (entry,) = [e for e in tomllib.loads(truth.read_text(encoding="utf-8"))["clips"] if e["file"] == clip]
    return int(entry["frame_px"][0])


def score(stretches: Sequence[Stretch], width_px: int, reported: Sequence[Boxes]) -> Score:
    """Return the score of one line's boxes, one array a frame, each box standing for one person at most."""
    people = found = 0
    for frame, boxes in enumerate(reported):
        here = [box for stretch in stretches if (box := stretch.box_at(frame)) is not None]
        tall = [box for box in here if box[3] - box[1] >= LEAST_TALL * width_px]
        people += len(tall)
        if tall and len(boxes):
            shared = iou(np.array(tall), boxes.astype(np.float64))
            rows, columns = linear_sum_assignment(-np.where(shared >= SAME_PERSON, shared, 0.0))
            found += int((shared[rows, columns] >= SAME_PERSON).sum())
    return Score(people, found, sum(len(boxes) for boxes in reported))
