"""Public recordings of people as windows of the product, and the joints that they were made from.

UTKinect: a 4-s window about the middle of every labelled clip, with four others half a second apart; the
floor it was recorded on is laid into a shop, everybody's place in the same way. MERL: the clips are too short
and have no floor, so the four moments are the middles of a clip's quarters and no place is read. Other
people's recordings for research use: read where they lie, nothing of them is kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edge_node.intent.levels import LEVELS, body_levels, way_levels
from edge_node.intent.nearness import Nearness
from edge_node.intent.window import STEP_S, STEPS
from edge_node.simulation.plans import PLANS
from edge_node.simulation.site_toml import site_toml
from edge_node.site_file import SiteFile
from edge_node.site_reader import to_site
from shared.config import parse_toml
from tests.benchmarks.public_hands import BODY, Rows, grouped, merl_body, moments, table

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]
Lay = Callable[[Floats], Floats]
"""Takes places of a recording, (…, 2) metres, to distances to shelf, entrance and queue, (…, 3)."""

FRAMES_A_SECOND = 30.0
"""UTKinect's frame numbers; about three of four frames are missing."""
SHIFTS_S = (-1.0, -0.5, 0.0, 0.5, 1.0)
SPOT_XY_M = (0.06, 2.37)
"""The middle of where UTKinect's people stood, metres before the camera."""


@dataclass(frozen=True, slots=True, eq=False)
class Clips:
    """N labelled clips, each with W windows."""

    movement: NDArray[np.int8]
    """int8 (N, W, STEPS, 11)."""
    joints: Floats
    """float64 (N, W, D): the raw joints at the same moments, from the hips."""
    places_m: Floats | None
    """float64 (N, W, STEPS, 2): where they stood, from the middle of the recording; None where unknown."""
    actions: Labels
    people: Labels
    sessions: Labels


def utkinect(data: Path) -> Clips:
    """Return every labelled clip of ten people in two recordings each."""
    recordings = {}
    for rows in grouped(table(data / "intent" / "utkinect_joints.csv.gz"), "seq"):
        recordings[rows[0]["seq"]] = _recording(rows)
    found = []
    labels = list(table(data / "intent" / "utkinect_labels.csv"))
    actions = sorted({label["action"] for label in labels})
    for label in labels:
        middle_s = (int(label["frame_start"]) + int(label["frame_end"])) / 2 / FRAMES_A_SECOND
        found.append(_windows(recordings[label["seq"]], middle_s))
    movement, joints, places = (np.stack(part) for part in zip(*found, strict=True))
    return Clips(
        movement.astype(np.int8),
        joints,
        places,
        np.array([actions.index(label["action"]) for label in labels]),
        np.array([int(label["seq"][1:3]) - 1 for label in labels]),
        np.array([int(label["seq"][-1]) - 1 for label in labels]),
    )


def merl(data: Path) -> Clips:
    """Return every clip of seven people before a shelf; a person is one session, halved by order."""
    groups = list(grouped(table(data / "intent" / "merl_shopping_keypoints.csv.gz"), "clip"))
    names = [rows[0]["subject"][:7] for rows in groups]
    people, kinds = sorted(set(names)), sorted({rows[0]["class"] for rows in groups})
    bodies = [merl_body(rows) for rows in groups]
    at = [moments(len(t_s)) for t_s, _, _ in bodies]
    movement = [
        np.column_stack((way_levels(t_s, floor), body_levels(t_s, joints)))[rows][None]
        for (t_s, joints, floor), rows in zip(bodies, at, strict=True)
    ]
    raw = [_from_hips(joints[rows])[None] for (_, joints, _), rows in zip(bodies, at, strict=True)]
    who = np.array([people.index(name) for name in names])
    order = np.array([int(np.count_nonzero(who[:k] == who[k])) for k in range(len(who))])
    halves = (order >= np.bincount(who)[who] / 2).astype(np.int64)
    actions = np.array([kinds.index(rows[0]["class"]) for rows in groups])
    return Clips(np.stack(movement), np.stack(raw), None, actions, who, halves)


def laid(seed: int) -> Lay:
    """Return how far people would have been from things, had the recording's floor lain in a shop.

    The plan, the spot and the direction are drawn; the spot lies on the floor of the shop.
    """
    rng = np.random.default_rng(seed)
    shop = PLANS[sorted(PLANS)[int(rng.integers(len(PLANS)))]]()
    site = to_site(parse_toml(site_toml(shop, "Test", "UTC"), SiteFile, name="site.toml"))
    nearness, angle = Nearness(site), float(rng.uniform(0, 2 * np.pi))
    spot = rng.uniform((1.0, 1.0), (shop.width_m - 1.0, shop.depth_m - 1.0))
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return lambda places: nearness.distances_m((places @ turn + spot).reshape(-1, 2)).reshape(
        *places.shape[:-1], 3
    )


def worst(places_m: Floats) -> Lay:
    """Return distances whose edges would all run right through where people stood: no shop is like that."""
    return lambda places: np.stack(
        (places[..., 0], places[..., 1], np.hypot(*np.moveaxis(places, -1, 0))), axis=-1
    )


def _recording(rows: Rows) -> tuple[Floats, Floats]:
    """Return times and joints (T, 12, 3) of one recording, each moment once."""
    frames = np.array([int(row["frame"]) for row in rows])
    _, first = np.unique(frames, return_index=True)
    joints = np.array([[[float(row[f"{name}_{axis}"]) for axis in "xyz"] for name in BODY] for row in rows])
    return frames[first] / FRAMES_A_SECOND, joints[first]


def _windows(recording: tuple[Floats, Floats], middle_s: float) -> tuple[NDArray[np.int8], Floats, Floats]:
    t_s, joints = recording
    floor = joints[:, 6:8].mean(axis=1)[:, [0, 2]] - SPOT_XY_M
    levels = np.column_stack((way_levels(t_s, floor), body_levels(t_s, joints)))
    steps_s = (np.arange(STEPS) - (STEPS - 1) / 2) * STEP_S
    moments_s = middle_s + np.array(SHIFTS_S)[:, None] + steps_s
    at = np.abs(t_s - moments_s[..., None]).argmin(axis=-1)
    raw = np.stack([_from_hips(joints[rows]) for rows in at])
    assert levels.shape[1] == len(LEVELS)
    return levels[at], raw, floor[at]


def _from_hips(joints: Floats) -> Floats:
    centred: Floats = (joints - joints[:, 6:8].mean(axis=1, keepdims=True)).ravel()
    return centred
