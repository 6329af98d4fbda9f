"""Coarse windows of people who were recorded doing something: MERL Shopping's form of file, and UTKinect.

A clip is one window: the middles of its quarters stand for the four moments, because clips are shorter than
4 s; nothing is known of a floor, so distances are not read. Other people's recordings: read where they lie.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edge_node.federated.training import Examples
from edge_node.intent.levels import LEVELS, UNREAD, levels_of
from edge_node.intent.window import FEATURES, STEPS
from tests.benchmarks.keypoint_file import clips_in
from tests.benchmarks.public_hands import grouped, joints_from_hips, kinect_body, merl_body, moments, table

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Recorded:
    """Clips of several people."""

    examples: Examples
    """Labels are places in names."""
    names: tuple[str, ...]
    people: NDArray[np.str_]
    raw: Floats
    """float64 (N, ...): the joints themselves at the same moments: what coarse windows give up."""

    def of(self, rows: NDArray[np.bool_]) -> "Recorded":
        """Return some of the clips."""
        kept = Examples(self.examples.windows[rows], self.examples.labels[rows])
        return Recorded(kept, self.names, self.people[rows], self.raw[rows])


def merl(path: Path, names: Sequence[str] | None = None) -> Recorded:
    """Return the clips of a file in the form of merl_shopping_keypoints.csv.gz; topView is one person.

    names: the labels that count, in their order; clips of other labels are left out.
    Raises: KeypointFileError for a file of another form, or without such a clip.
    """
    clips = clips_in(path, names)
    known = tuple(names or sorted({rows[0]["class"] for rows in clips}))
    people = ["topView" if r[0]["subject"].startswith("topView") else r[0]["subject"] for r in clips]
    bodies = [merl_body(rows) for rows in clips]
    return _recorded(bodies, [known.index(rows[0]["class"]) for rows in clips], known, people)


def utkinect(folder: Path) -> Recorded:
    """Return UTKinect's labelled actions."""
    frames = {
        rows[0]["seq"]: {int(row["frame"]): row for row in rows}
        for rows in grouped(table(folder / "utkinect_joints.csv.gz"), "seq")
    }
    clips = []
    for label in table(folder / "utkinect_labels.csv"):
        span = range(int(label["frame_start"]), int(label["frame_end"]) + 1)
        rows = [frames[label["seq"]][frame] for frame in span if frame in frames[label["seq"]]]
        if rows:
            clips.append((label["action"], label["seq"][:3], rows))
    names = tuple(sorted({action for action, _, _ in clips}))
    labels = [names.index(action) for action, _, _ in clips]
    return _recorded([kinect_body(rows) for _, _, rows in clips], labels, names, [p for _, p, _ in clips])


def _recorded(
    bodies: list[tuple[Floats, Floats, Floats]],
    labels: list[int],
    names: tuple[str, ...],
    people: list[str],
) -> Recorded:
    windows = np.full((len(bodies), STEPS, len(FEATURES)), UNREAD, dtype=np.int8)
    for row, body in enumerate(bodies):
        windows[row, :, : len(LEVELS)] = levels_of(*body)[moments(len(body[0]))]
    raw = np.stack([joints_from_hips(joints) for _, joints, _ in bodies])
    return Recorded(Examples(windows, np.array(labels, dtype=np.int64)), names, np.array(people), raw)
