"""Where cameras hang in the drawn shops, and what each of them sees."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from edge_node.scene import SceneCamera
from edge_node.simulation.difficulty import Difficulty
from edge_node.simulation.paths import network
from edge_node.simulation.plans import PLANS
from edge_node.simulation.shop import PlacedCamera, Shop
from shared.schemas.layout import Point

Purpose = Literal["door", "aisle", "till"]
"""What the camera is there for: crossings, visits and hands, or the queue."""

BODY_HEIGHTS_M = (0.0, 0.9, 1.8)
_NEAREST_M = 0.1
_OUT_OF_SIGHT_PX = 40
_LANDMARK_MARGIN = 0.08
"""Landmarks lie this share of the frame away from its edge."""


@dataclass(frozen=True, slots=True)
class Mount:
    """How a camera hangs whatever the difficulty: as whoever installs it for one purpose would hang it."""

    height_m: float
    lens_deg: float


@dataclass(frozen=True, slots=True)
class View:
    """One place for a camera in one floor plan."""

    name: str
    plan: str
    purpose: Purpose
    position_m: Point
    """Where it hangs, on the floor plan."""
    target_m: Point
    """The floor point in the middle of its picture."""
    mount: Mount | None = None
    """None: as high and through such a lens as the difficulty says."""
    people_of: str = ""
    """The view whose people are filmed, the same walks seen from elsewhere; empty: people of its own."""

    @property
    def shop(self) -> Shop:
        """The floor plan."""
        return PLANS[self.plan]()


_COUNTING = Mount(3.5, 90.0)

VIEWS = {
    view.name: view
    for view in (
        View("boutique-door", "boutique", "door", (4.0, 6.6), (4.0, -0.6)),
        View("grocery-door", "grocery", "door", (3.5, 5.0), (3.5, -0.8)),
        View("boutique-aisle", "boutique", "aisle", (3.0, 2.6), (1.3, 7.6)),
        View("corridor-aisle", "corridor", "aisle", (3.4, 13.2), (2.1, 19.0)),
        View("grocery-aisle", "grocery", "aisle", (5.1, 8.4), (5.1, 14.5)),
        View("grocery-till", "grocery", "till", (10.2, 5.9), (10.4, 2.2)),
        View("boutique-till", "boutique", "till", (4.9, 6.4), (5.9, 10.2)),
        View("boutique-shelf", "boutique", "aisle", (0.5, 2.6), (0.9, 6.0)),
        View("corridor-shelf", "corridor", "aisle", (4.5, 13.0), (4.1, 16.4)),
        View("boutique-counting", "boutique", "door", (4.0, 3.0), (4.0, 0.0), _COUNTING, "boutique-door"),
        View("grocery-counting", "grocery", "door", (3.5, 3.0), (3.5, 0.0), _COUNTING, "grocery-door"),
    )
}
"""Every view by its name. Those of a shelf hang in line with its front edge and look along it from its end,
as a camera hung for hands does: whatever is behind the edge is on one side of a line in the picture. Those
for counting look steeply down at the door's line from 3 m inside, at the people of that door's flat view."""


def camera_of(view: View, difficulty: Difficulty) -> SceneCamera:
    """Return the camera: how high it hangs and through what lens it looks say its mount or the difficulty."""
    east, north = (to - at for to, at in zip(view.target_m, view.position_m, strict=True))
    mount = view.mount or Mount(difficulty.camera_height_m, difficulty.lens_deg)
    return SceneCamera(
        name=view.name,
        frame_px=difficulty.frame_px,
        position_m=(*view.position_m, mount.height_m),
        yaw_rad=math.atan2(north, east),
        pitch_rad=math.atan2(mount.height_m, math.hypot(east, north)),
        focal_px=difficulty.frame_px[0] / 2 / math.tan(math.radians(mount.lens_deg) / 2),
    )


def is_seen(camera: SceneCamera, x_m: float, y_m: float, *, whole: bool = False) -> bool:
    """Whether a person there may be in the picture, or is wholly in it; furniture hides nobody here."""
    seen = camera.to_camera(np.array([(x_m, y_m, z_m) for z_m in BODY_HEIGHTS_M]))
    pixels = camera.to_px(np.where(seen[:, 2:] > _NEAREST_M, seen, np.nan))
    beyond_px = 0 if whole else _OUT_OF_SIGHT_PX
    inside = ((pixels > -beyond_px) & (pixels < np.array(camera.frame_px) + beyond_px)).all(axis=1)
    return bool(inside.all() if whole else inside.any())


def hidden_places(shop: Shop, camera: SceneCamera) -> tuple[int, ...]:
    """Return the places inside the shop that the camera does not see, the nearest to it first."""
    places = network(shop).places
    hidden = [
        number
        for number, place in enumerate(places)
        if shop.floor.holds(place.x_m, place.y_m) and not is_seen(camera, place.x_m, place.y_m)
    ]
    east, north, _ = camera.position_m
    return tuple(sorted(hidden, key=lambda n: (math.hypot(places[n].x_m - east, places[n].y_m - north), n)))


def placed(camera: SceneCamera, source: str) -> PlacedCamera:
    """Return the camera as a technician would write it down: nine floor points, to a tenth of a pixel."""
    width, height = camera.frame_px
    columns = np.linspace(_LANDMARK_MARGIN, 1 - _LANDMARK_MARGIN, 3) * width
    rows = np.linspace(max(_horizon_px(camera) + 0.2 * height, 0.2 * height), 0.92 * height, 3)
    landmarks = []
    for row in rows.tolist():
        for column in columns.tolist():
            x_m, y_m = (round(value, 2) for value in _floor_at(camera, column, row))
            (u, v) = camera.project(np.array([x_m, y_m, 0.0])).tolist()
            landmarks.append(((round(u, 1), round(v, 1)), (x_m, y_m)))
    return PlacedCamera(camera.name, source, camera.frame_px, tuple(landmarks))


def _horizon_px(camera: SceneCamera) -> float:
    return camera.frame_px[1] / 2 - camera.focal_px * math.tan(camera.pitch_rad)


def _floor_at(camera: SceneCamera, column: float, row: float) -> Point:
    """Return the floor point behind a pixel below the horizon."""
    width, height = camera.frame_px
    ray = np.array([column - width / 2, row - height / 2, camera.focal_px]) @ camera.rotation
    x_m, y_m, _ = np.array(camera.position_m) + ray * (camera.position_m[2] / -ray[2])
    return float(x_m), float(y_m)
