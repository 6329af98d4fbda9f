"""From what people did to a scene that can be drawn: their bodies, while the camera may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from edge_node.scene import Scene, SceneBox, SceneCamera, ScenePerson
from edge_node.simulation.body import keypoints_m, posture_of
from edge_node.simulation.clear import with_still_arms
from edge_node.simulation.movement import Movement
from edge_node.simulation.shop import Box, Shop
from edge_node.simulation.views import is_seen

WALL_HEIGHT_M = 2.6


@dataclass(frozen=True, slots=True)
class Take:
    """When, how often and in what light the camera looks."""

    starts_at: datetime
    seconds: float
    rate_hz: float
    light: float = 1.0
    grain: float = 3.0

    @property
    def frames(self) -> int:
        """How many frames there are."""
        return round(self.seconds * self.rate_hz)

    @property
    def t_s(self) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """Unix seconds of every frame."""
        return self.starts_at.timestamp() + np.arange(self.frames) / self.rate_hz


def film(shop: Shop, camera: SceneCamera, movements: Sequence[Movement], take: Take) -> Scene:
    """Return the scene of the shop with everybody whom the camera may see."""
    furniture = [shelf.box for shelf in shop.shelves]
    people = (_person(camera, movement, take, furniture) for movement in movements)
    return Scene(
        starts_at=take.starts_at,
        rate_hz=take.rate_hz,
        frames=take.frames,
        camera=camera,
        floor_m=(shop.width_m, shop.depth_m),
        boxes=tuple(_boxes(shop)),
        people=tuple(person for person in people if person is not None),
        light=take.light,
        grain=take.grain,
    )


def _boxes(shop: Shop) -> list[SceneBox]:
    west, east = shop.door_x_m
    walls = ((-8.0, -0.1, west, 0.0), (east, -0.1, shop.width_m + 8.0, 0.0))
    boxes = [SceneBox(corners_m=wall, height_m=WALL_HEIGHT_M, kind="wall") for wall in walls]
    for shelf in shop.shelves:
        corners = (shelf.box.x0_m, shelf.box.y0_m, shelf.box.x1_m, shelf.box.y1_m)
        boxes.append(SceneBox(corners_m=corners, height_m=shelf.height_m, kind="shelf"))
    return boxes


def _person(
    camera: SceneCamera, movement: Movement, take: Take, furniture: Sequence[Box]
) -> ScenePerson | None:
    """Return the person over the frames in which some of them may be in the picture; None: never."""
    t_s = take.t_s
    there = (t_s >= movement.t_s[0]) & (t_s <= movement.t_s[-1])
    if not there.any():
        return None
    posture = posture_of(movement, t_s, furniture)
    seen = [bool(here) and is_seen(camera, x, y) for here, (x, y) in zip(there, posture.xy_m, strict=True)]
    if not any(seen):
        return None
    first, last = seen.index(True), take.frames - 1 - seen[::-1].index(True)
    swinging_m = keypoints_m(posture, movement.stature_m)
    posture = with_still_arms(posture, swinging_m, 1 / take.rate_hz, furniture)
    points = np.rint(keypoints_m(posture, movement.stature_m)[first : last + 1] * 1000).astype(int)
    trolley = np.rint(posture.trolley[first : last + 1] * 1000).astype(int)
    return ScenePerson(
        person=movement.person,
        look=movement.person,
        first_frame=first,
        keypoints_mm=tuple(map(tuple, points.reshape(len(points), -1).tolist())),
        trolley=tuple(map(tuple, trolley.tolist())),
    )
