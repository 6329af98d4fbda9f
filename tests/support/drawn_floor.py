"""A drawn shop's door seen by three cameras of one view, and what a fair detector finds in each frame."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from edge_node.observations import KEYPOINTS, FrameObservation, Pose
from edge_node.scene import Scene, SceneBox, SceneCamera
from edge_node.simulation.drawn import FRAME_PX, RATE_HZ, DrawnScenario, door_camera, drawn_scenario
from edge_node.simulation.filming import Take, film
from edge_node.simulation.plans import PLANS
from edge_node.simulation.shop import Shop
from edge_node.simulation.site_toml import site_toml
from edge_node.simulation.views import placed
from edge_node.site import Site
from edge_node.site_file import SiteFile
from edge_node.site_reader import to_site
from shared.config import parse_toml

Floats = NDArray[np.float64]

HANGS_M = {"west": ((0.5, 3.3, 2.8), (4.6, 0.2)), "east": ((7.5, 3.3, 2.8), (3.4, 0.2))}
"""Where the second and the third camera hang, and the floor point in the middle of their picture."""
LENS_DEG = 75.0
SOLE_SHARE, CROWN_SHARE, SIDE_SHARE = 0.045, 0.08, 0.06
"""How far a person reaches beyond their keypoints, as shares of their height in the picture."""
EDGE_SHARE = 0.015
"""Standard deviation of a detected edge, as a share of the person's height in the picture."""
SEEN_SHARE = 0.4
"""Somebody of whom less is in the picture, or not covered by somebody nearer, is not found."""


@dataclass(frozen=True, slots=True)
class DrawnFloor:
    """One clip of one door, filmed at once by several cameras."""

    scenario: DrawnScenario
    site: Site
    scenes: dict[str, Scene]
    """By camera; the site's cameras have the same names."""


def drawn_floor(seed: int, seconds: float, starts_at: datetime, *, view: str | None = "hall") -> DrawnFloor:
    """Return the clip; without a view every camera counts for itself."""
    shop = PLANS["boutique"]()
    scenario = drawn_scenario(shop, seed, seconds, starts_at)
    take = Take(starts_at, seconds, RATE_HZ)
    scenes = {camera.name: film(shop, camera, scenario.movements, take) for camera in cameras(shop)}
    text = site_toml(shop, "Door", "UTC", cameras=tuple(placed(camera, "") for camera in cameras(shop)))
    site = to_site(parse_toml(text, SiteFile, name="site.toml"))
    seats = tuple(replace(place, view=view or place.name) for place in site.cameras)
    return DrawnFloor(scenario, replace(site, cameras=seats), scenes)


def cameras(shop: Shop) -> tuple[SceneCamera, ...]:
    """Return the door camera and one at each side."""
    return (door_camera(shop), *(_hung(name, *spot) for name, spot in HANGS_M.items()))


def detections(scene: Scene, rng: np.random.Generator) -> Iterator[FrameObservation]:
    """Yield every frame with a box round everybody whom a fair detector finds; no keypoints."""
    width, height = scene.camera.frame_px
    for frame in range(scene.frames):
        at = scene.starts_at + timedelta(seconds=frame / scene.rate_hz)
        boxes = _boxes(scene, frame) * 1.0
        boxes += rng.normal(0, EDGE_SHARE, boxes.shape) * (boxes[:, 3:] - boxes[:, 1:2])
        boxes = np.clip(boxes, 0, [width, height, width, height])
        poses = tuple(
            Pose(np.zeros((KEYPOINTS, 3), np.float32), box.astype(np.float32), 0.9) for box in boxes
        )
        yield FrameObservation(frame, at, width, height, poses, len(poses), dropped=None)


def _hung(name: str, position_m: tuple[float, float, float], target_m: tuple[float, float]) -> SceneCamera:
    east, north = target_m[0] - position_m[0], target_m[1] - position_m[1]
    return SceneCamera(
        name=name,
        frame_px=FRAME_PX,
        position_m=position_m,
        yaw_rad=math.atan2(north, east),
        pitch_rad=math.atan2(position_m[2], math.hypot(east, north)),
        focal_px=FRAME_PX[0] / 2 / math.tan(math.radians(LENS_DEG) / 2),
    )


def _boxes(scene: Scene, frame: int) -> Floats:
    """Return the boxes of everybody found, nobody whom a wall or somebody nearer hides."""
    bodies = [points for person in scene.people if (points := person.keypoints_m(frame)) is not None]
    bodies = [points for points in bodies if not _is_walled_off(scene, points)]
    bodies.sort(key=lambda points: float(scene.camera.to_camera(points)[:, 2].mean()))
    found: list[Floats] = []
    for points in bodies:
        if (scene.camera.to_camera(points)[:, 2] < 0.3).any():
            continue
        box = _round(scene.camera.project(points))
        free = _area(_clipped(box, scene)) - max((_area(_common(box, other)) for other in found), default=0.0)
        if free >= SEEN_SHARE * _area(box):
            found.append(box)
    return np.array(found).reshape(-1, 4)


def _round(points_px: Floats) -> Floats:
    (left, top), (right, bottom) = points_px.min(axis=0), points_px.max(axis=0)
    tall = bottom - top
    return np.array(
        [
            left - SIDE_SHARE * tall,
            top - CROWN_SHARE * tall,
            right + SIDE_SHARE * tall,
            bottom + SOLE_SHARE * tall,
        ]
    )


def _clipped(box: Floats, scene: Scene) -> Floats:
    return _common(box, np.array([0, 0, *scene.camera.frame_px], dtype=np.float64))


def _common(box: Floats, other: Floats) -> Floats:
    return np.concatenate([np.maximum(box[:2], other[:2]), np.minimum(box[2:], other[2:])])


def _area(box: Floats) -> float:
    return float(np.prod(np.maximum(box[2:] - box[:2], 0.0)))


def _is_walled_off(scene: Scene, points_m: Floats) -> bool:
    """Whether most of the way from the camera to the body is through something higher."""
    eye = np.array(scene.camera.position_m)
    rays = eye + np.linspace(0, 0.98, 80)[:, None, None] * (points_m - eye)
    hidden = np.zeros(len(points_m), dtype=np.bool_)
    for box in scene.boxes:
        hidden |= _is_in(box, rays).any(axis=0)
    return float(hidden.mean()) > 1 - SEEN_SHARE


def _is_in(box: SceneBox, rays_m: Floats) -> NDArray[np.bool_]:
    x0, y0, x1, y1 = box.corners_m
    x, y, z = np.moveaxis(rays_m, -1, 0)
    inside: NDArray[np.bool_] = (x > x0) & (x < x1) & (y > y0) & (y < y1) & (z < box.height_m)
    return inside
