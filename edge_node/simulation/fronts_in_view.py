"""The stretch of each shelf's front edge that one camera can look at: who stands before it shows whole."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from edge_node.scene import SceneCamera
from edge_node.simulation.floor_in_view import is_measurable
from edge_node.simulation.paths import STAND_OFF_M
from edge_node.simulation.shop import PlacedShelf, Shop, placed_shelves
from shared.schemas.layout import Point

Floats = NDArray[np.float64]
Front = tuple[Point, Point]

STEP_M = 0.1
"""How far apart it is looked whether somebody there shows whole."""
SHORTEST_M = 0.6
"""A shorter stretch is not drawn: a shoulder's width and a bit."""


def fronts_in_view(shop: Shop, camera: SceneCamera) -> dict[str, Front]:
    """Return the front a technician would draw of each shelf for this one camera; those it sees none of lack.

    It is straight: of a shelf that is open all round, the side of which most is seen.
    """
    found = {
        placed.shelf.name: max(_stretches(shop, camera, placed), key=_length_m, default=None)
        for placed in placed_shelves(shop)
    }
    return {name: front for name, front in found.items() if front and _length_m(front) >= SHORTEST_M}


def _stretches(shop: Shop, camera: SceneCamera, placed: PlacedShelf) -> Iterator[Front]:
    """Yield the longest stretch of every side."""
    box = placed.shelf.box
    middle = np.array([(box.x0_m + box.x1_m) / 2, (box.y0_m + box.y1_m) / 2])
    for start, end in pairwise(np.array(placed.front_xy_m)):
        length_m = float(np.hypot(*(end - start)))
        along = (end - start) / length_m
        away = np.array([-along[1], along[0]])
        away = away if (start - middle) @ away > 0 else -away
        steps_m = np.linspace(0.0, length_m, round(length_m / STEP_M) + 1)
        before = start + steps_m[:, None] * along + STAND_OFF_M * away
        first, last = _longest(is_measurable(shop, camera, before))
        from_m, to_m = (start + step_m * along for step_m in steps_m[[first, last]])
        yield (_point(from_m), _point(to_m))


def _longest(seen: NDArray[np.bool_]) -> tuple[int, int]:
    """Return the first and the last index of the longest run of True; (0, 0) where there is none."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], seen, [False]]).astype(np.int8))).reshape(-1, 2)
    if not len(edges):
        return 0, 0
    first, after = edges[int(np.argmax(edges[:, 1] - edges[:, 0]))].tolist()
    return first, after - 1


def _point(xy_m: Floats) -> Point:
    return round(float(xy_m[0]), 3), round(float(xy_m[1]), 3)


def _length_m(front: Front) -> float:
    (x0_m, y0_m), (x1_m, y1_m) = front
    return float(np.hypot(x1_m - x0_m, y1_m - y0_m))
