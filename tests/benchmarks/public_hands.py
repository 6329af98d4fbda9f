"""Two public sets of labelled movements, through the coarse levels: MERL Shopping and UTKinect.

Both are other people's recordings and labels for research use: they are read where they lie and never copied.
"""

import csv
import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edge_node.intent.levels import LEVELS, levels_of
from tests.benchmarks.leave_one_out import Clips, guesses, macro_f1, majority, one_hot, scores

Floats = NDArray[np.float64]
Rows = list[dict[str, str]]

MERL_HZ, KINECT_HZ = 30.0, 15.0
"""Frames a second; UTKinect is said to be 30 and is about half of it, as frames are missing."""
MOMENTS = 4
"""Moments a clip is looked at: the middles of its quarters."""
SHELF_ACTIONS = ("reach_to_shelf", "hand_in_shelf", "retract_from_shelf", "inspect_product")
SIDES = ("l", "r")
BODY = [
    f"{side}_{joint}" for joint in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle") for side in SIDES
]


def merl(data: Path) -> dict[str, object]:
    """Return how well the levels tell what a hand does at a shelf, seen from above.

    Three questions: is a hand on its way to or in the shelf, or not (retract, inspect); is it in the shelf;
    which of the four it is. The recordings called topView count as one person.
    """
    clips = [
        (
            rows[0]["class"],
            "topView" if rows[0]["subject"].startswith("topView") else rows[0]["subject"],
            rows,
        )
        for rows in grouped(table(data / "intent" / "merl_shopping_keypoints.csv.gz"), "clip")
    ]
    labels = np.array([SHELF_ACTIONS.index(action) for action, _, _ in clips])
    people = np.array([person for _, person, _ in clips])
    features = np.stack([_features(*merl_body(rows)) for _, _, rows in clips])
    four = Clips(features, labels, people)
    towards, inside = (Clips(features, mine.astype(np.int64), people) for mine in (labels <= 1, labels == 1))
    return {
        "clips": len(clips),
        "people": len(set(people.tolist())),
        "reach_or_in_shelf": _yes_or_no(towards),
        "in_shelf": _yes_or_no(inside),
        "four_actions_macro_f1": _beside_majority(four),
        "each_action": {
            name: scores(labels == k, guesses(four) == k) for k, name in enumerate(SHELF_ACTIONS)
        },
    }


def utkinect(data: Path) -> dict[str, object]:
    """Return how well the levels tell ten actions apart, beside the raw joints they were made from."""
    frames = {
        rows[0]["seq"]: {int(row["frame"]): row for row in rows}
        for rows in grouped(table(data / "intent" / "utkinect_joints.csv.gz"), "seq")
    }
    clips = []
    for label in table(data / "intent" / "utkinect_labels.csv"):
        span = range(int(label["frame_start"]), int(label["frame_end"]) + 1)
        rows = [frames[label["seq"]][frame] for frame in span if frame in frames[label["seq"]]]
        if rows:
            clips.append((label["action"], label["seq"][:3], rows))
    actions = sorted({action for action, _, _ in clips})
    labels = np.array([actions.index(action) for action, _, _ in clips])
    people = np.array([person for _, person, _ in clips])
    bodies = [kinect_body(rows) for _, _, rows in clips]
    coarse = Clips(np.stack([_features(*body) for body in bodies]), labels, people)
    raw = Clips(np.stack([joints_from_hips(body[1]) for body in bodies]), labels, people)
    return {
        "clips": len(clips),
        "people": len(set(people.tolist())),
        "ten_actions_macro_f1": {
            **_beside_majority(coarse),
            "raw_joints": round(macro_f1(labels, guesses(raw)), 3),
        },
    }


def _yes_or_no(clips: Clips) -> dict[str, object]:
    truth = clips.labels == 1
    return {
        "levels": scores(truth, guesses(clips) == 1),
        "always_yes": scores(truth, np.ones_like(truth)),
        "always_the_commoner": scores(truth, majority(clips) == 1),
    }


def _beside_majority(clips: Clips) -> dict[str, float]:
    return {
        "levels": round(macro_f1(clips.labels, guesses(clips)), 3),
        "always_the_commonest": round(macro_f1(clips.labels, majority(clips)), 3),
    }


def _features(t_s: Floats, joints: Floats, floor_xy_m: Floats) -> Floats:
    """Return the levels at MOMENTS of the clip, one-hot."""
    levels = levels_of(t_s, joints, floor_xy_m)[moments(len(t_s))]
    return one_hot(levels, [len(level.edges) + 1 for level in LEVELS]).ravel()


def joints_from_hips(joints: Floats) -> Floats:
    """Return the joints at the same moments, from the hips: lengths, sides and heights left in."""
    seen = joints[moments(len(joints))]
    return np.asarray((seen - seen[:, 6:8].mean(axis=1, keepdims=True)).ravel())


def moments(count: int) -> NDArray[np.intp]:
    return np.asarray((np.arange(MOMENTS) + 0.5) / MOMENTS * count, dtype=np.intp)


def merl_body(rows: Rows) -> tuple[Floats, Floats, Floats]:
    """Return times, joints (T, 12, 2) in shares of the picture, up is up; nothing is known of the floor."""
    joints = np.array(
        [[(float(row[f"{name}_x"]), -float(row[f"{name}_y"])) for name in BODY] for row in rows]
    )
    t_s = np.array([float(row["frame"]) for row in rows]) / MERL_HZ
    return t_s, joints, np.zeros((len(rows), 2))


def kinect_body(rows: Rows) -> tuple[Floats, Floats, Floats]:
    """Return times, joints (T, 12, 3) in metres, up is up, and the place of the hips on the floor."""
    joints = np.array([[[float(row[f"{name}_{axis}"]) for axis in "xyz"] for name in BODY] for row in rows])
    floor_xy_m = joints[:, 6:8].mean(axis=1)[:, [0, 2]]
    return np.arange(len(rows)) / KINECT_HZ, joints, floor_xy_m


def grouped(rows: Iterator[dict[str, str]], column: str) -> Iterator[Rows]:
    """Yield the rows of each value of the column; they lie together."""
    group: Rows = []
    for row in rows:
        if group and row[column] != group[0][column]:
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def table(path: Path) -> Iterator[dict[str, str]]:
    opened: Callable[..., object] = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:  # type: ignore[attr-defined]  # both are context managers
        yield from csv.DictReader(file)
