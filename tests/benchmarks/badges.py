"""How many pixels a badge needs, and whether one is read without any: ``python -m tests.benchmarks.badges``.

Somebody in the drawn shop wears a badge 2 to 7 m away from a camera at 2.8 m, turned from it by up to 60°: in
good light, on the move, out of focus, in little light, always compressed as the drawn shop is. Printed: the
share of single looks that read it, by pixels a module (the module's width over the distance, times the focal
length), and the fewest at which nine of ten are read in each of these, turned by at most 30°. ``--tries N``
is how many badges each cell is made of, ``--px`` and ``--turn`` take some cells; ``--false`` looks for badges
that are not there, in every frame of the development clips, as the line does and on the whole frame.
"""

import argparse
import math
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

import cv2
import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from edge_node.badges.code import MODULES
from edge_node.badges.reader import BadgeReader
from edge_node.cameras import models_at_hand
from edge_node.capture.film import Film
from edge_node.capture.rendered import RenderedShop
from edge_node.capture.source import SourceConfig
from edge_node.frame import BlurredFrame, Pixels
from edge_node.observations import LEFT_OUT, BadgeKind
from edge_node.scene import Scene, SceneBadge, SceneCamera, ScenePerson
from edge_node.simulation.body import keypoints_m, posture_of
from edge_node.simulation.movement import Movement
from edge_node.wall.camera import WalledCamera
from tests.benchmarks.edge_speed import DATA

Condition = Literal["lit", "moving", "soft", "dim"]
CONDITIONS: tuple[Condition, ...] = get_args(Condition)
"""0.8 of the light and grain 3; 1 m/s across at 1/50 s; smoothed by 1.2 px more; 0.3 and grain 8."""
TURNS_DEG = (0, 30, 45, 60)
PX_PER_MODULE = (2.0, 2.5, 3.0, 3.5, 4.0, 5.0)
WIDEST_TURN_DEG = 30
"""A badge is promised to be read by somebody who faces the camera within this."""
GOAL = 0.9
FRAME_PX, LENS_DEG, HEIGHT_M, STATURE_M = (768, 432), 70.0, 2.8, 1.72
FOCAL_PX = FRAME_PX[0] / 2 / math.tan(math.radians(LENS_DEG) / 2)
CHEST_M = 1.3
SIDES_M = (0.05, 0.2)
"""Badges that people can wear."""
_BLUR_M = 0.02
_NONE = np.zeros((0, 4), np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Worn:
    """One frame of one wearer."""

    kind: BadgeKind
    frame: BlurredFrame


class Spoilt(Film):
    """A film on which the picture falls smeared or out of focus, or with little light."""

    def __init__(self, condition: Condition, smear_px: int) -> None:
        is_dim = condition == "dim"
        super().__init__(FRAME_PX, 0.3 if is_dim else 0.8, 8.0 if is_dim else 3.0)
        self._condition = condition
        self._smear_px = smear_px

    @override
    def expose(self, pixels: Pixels, index: int) -> Pixels:
        """Return the picture as it arrives."""
        if self._condition == "moving":
            pixels = np.asarray(cv2.blur(pixels, (max(1, self._smear_px), 1)), np.uint8)
        if self._condition == "soft":
            pixels = np.asarray(cv2.GaussianBlur(pixels, (0, 0), 1.2), np.uint8)
        return super().expose(pixels, index)


def main() -> int:
    """Print what was asked for; 1 when a badge was read where there is none."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.badges")
    parser.add_argument("--tries", type=int, default=40)
    parser.add_argument("--px", type=float, action="append", help="pixels a module; may be repeated")
    parser.add_argument("--turn", type=int, action="append", help="degrees; may be repeated")
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--false", action="store_true")
    wanted = parser.parse_args()
    if wanted.false:
        return print_false_reads(Path(os.environ.get("SHOAL_DATA", DATA)) / "video")
    asked = (wanted.px or PX_PER_MODULE, wanted.turn or TURNS_DEG)
    print_read_rates(*asked, wanted.tries, np.random.default_rng(wanted.seed))
    return 0


def print_read_rates(
    pixels: Sequence[float], turns: Sequence[int], tries: int, rng: np.random.Generator
) -> None:
    """Print the share of looks that read the badge, and the fewest pixels that suffice."""
    print("| picture | turned by | " + " | ".join(f"{px:g} px" for px in pixels) + " |")
    print("|---" * (2 + len(pixels)) + "|")
    facing: dict[float, list[float]] = {px: [] for px in pixels}
    for condition in CONDITIONS:
        for turn in turns:
            cells = []
            for px in pixels:
                read = [is_read(worn(condition, turn, px, n, rng)) for n in range(tries)]
                cells.append(f"{np.mean(read):.2f}")
                facing[px] += [float(np.mean(read))] if turn <= WIDEST_TURN_DEG else []
            print(f"| {condition} | {turn}° | " + " | ".join(cells) + " |", flush=True)
    worst = {px: min(shares) for px, shares in facing.items()}
    print(f"worst within {WIDEST_TURN_DEG}°: " + ", ".join(f"{px:g} px {s:.2f}" for px, s in worst.items()))
    enough = next((px for px, share in worst.items() if share >= GOAL), math.nan)
    print(f"fewest pixels a module with {GOAL:.0%} read in each: {enough:g}")


def is_read(worn_: Worn, reader: BadgeReader | None = None) -> bool:
    """Return whether the badge, and no other, is read."""
    return [badge.kind for badge in (reader or BadgeReader()).read(worn_.frame, 0)] == [worn_.kind]


def worn(condition: Condition, turn_deg: float, px: float, number: int, rng: np.random.Generator) -> Worn:
    """Return somebody who wears a badge that has so many pixels a module, at a distance drawn by chance."""
    kind = LEFT_OUT[number % len(LEFT_OUT)]
    away_m, side_m = _place(px, rng)
    straight_m = math.hypot(away_m, HEIGHT_M - CHEST_M)
    scene, points_m = _scene(
        away_m, turn_deg + float(rng.uniform(-8, 8)), SceneBadge(kind=kind, side_m=side_m)
    )
    film = Spoilt(condition, round(_BLUR_M * FOCAL_PX / straight_m))
    pixels = RenderedShop(scene, film).frame(number % scene.frames).pixels
    seen = scene.camera.project(points_m)
    low, high = seen.min(axis=0), seen.max(axis=0)
    margin = 0.08 * (high[1] - low[1])
    box = np.concatenate([low - margin, high + margin]).astype(np.float32)
    return Worn(kind, filled(pixels, box))


def filled(pixels: Pixels, *boxes: NDArray[np.float32]) -> BlurredFrame:
    """Return a frame with people in these boxes."""
    at = datetime(2026, 11, 26, tzinfo=UTC)
    people = np.array(boxes, np.float32)
    return BlurredFrame(pixels, at, 0, people, np.ones(len(people), np.float32), _NONE, len(people))


def _place(px: float, rng: np.random.Generator) -> tuple[float, float]:
    """Return distance along the floor and side of a badge that people can wear, drawn by chance."""
    while True:
        away_m = float(rng.uniform(2.0, 7.0))
        side_m = px * MODULES * math.hypot(away_m, HEIGHT_M - CHEST_M) / FOCAL_PX
        if SIDES_M[0] <= side_m <= SIDES_M[1]:
            return away_m, side_m


def _scene(away_m: float, turn_deg: float, badge: SceneBadge) -> tuple[Scene, NDArray[np.float64]]:
    """Return somebody who walks towards the camera, turned aside, in several frames that differ in grain."""
    camera = SceneCamera(
        frame_px=FRAME_PX,
        position_m=(0.0, 0.0, HEIGHT_M),
        yaw_rad=math.pi / 2,
        pitch_rad=math.atan2(HEIGHT_M - 1.2, away_m),
        focal_px=FOCAL_PX,
    )
    knots = np.array([[0.0, away_m + 0.5], [0.0, away_m - 0.5]])
    movement = Movement(0, 0, "visitor", np.array([0.0, 1.0]), knots, (), None, None, STATURE_M)
    points_m = keypoints_m(posture_of(movement, np.arange(0.0, 1.0, 0.1)), STATURE_M)[5]
    middle = points_m[11:13].mean(axis=0) * [1, 1, 0]
    cos, sin = math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))
    points_m = (points_m - middle) @ np.array([[cos, sin, 0], [-sin, cos, 0], [0, 0, 1]]) + middle
    row = tuple(np.rint(points_m * 1000).astype(int).ravel().tolist())
    person = ScenePerson(person=0, look=0, first_frame=0, keypoints_mm=(row,) * 16, badge=badge)
    scene = Scene(
        starts_at=datetime(2026, 11, 26, tzinfo=UTC),
        rate_hz=8,
        frames=16,
        camera=camera,
        floor_m=(8, 12),
        boxes=(),
        people=(person,),
    )
    return scene, points_m


def print_false_reads(folder: Path) -> int:
    """Print how many badges were read in clips of people who wear none, and what cannot be ruled out."""
    clips = sorted(path for path in folder.glob("*") if path.suffix in {".mp4", ".avi", ".gif"})
    if not clips:
        print(f"expected clips in {folder}, got none; set SHOAL_DATA", file=sys.stderr)
        return 1
    reader, total, looks, read = BadgeReader(), 0, 0, 0
    for clip in clips:
        frames, whole = 0, 0
        for pixels in _frames(clip):
            height, width = pixels.shape[:2]
            boxes = _tiles(width, height)
            frames += 1
            whole += sum(len(reader.read(filled(pixels, *boxes), n)) for n in range(len(boxes)))
        with WalledCamera(SourceConfig(str(clip)), models=models_at_hand()) as camera:
            seen = [frame for frame in camera.frames() if not frame.skipped]
        on_people = sum(len(frame.badges) for frame in seen)
        looks += len(seen)
        total, read = total + frames, read + whole + on_people
        print(
            f"{clip.name}: {frames} frames, {whole} on whole frames, {on_people} in {len(seen)} looks",
            flush=True,
        )
    print(
        f"{read} read in {total} whole frames and {looks} looks; at 95 % fewer than 1 in {total // 3} frames"
    )
    return 1 if read else 0


def _frames(clip: Path) -> Iterator[Pixels]:
    film = cv2.VideoCapture(str(clip))
    while True:
        is_there, pixels = film.read()
        if not is_there:
            return
        yield pixels


def _tiles(width: int, height: int) -> list[NDArray[np.float32]]:
    """Return four boxes whose trunks cover the frame."""
    tall = 0.92 * height
    return [
        np.array([left, top, left + width / 2, top + tall], np.float32)
        for left in (0.0, width / 2)
        for top in (-0.11 * height, 0.34 * height)
    ]


if __name__ == "__main__":
    sys.exit(main())
