"""The zones that one camera can measure: those parts of the plan's zones whose floor it sees well enough."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from edge_node.scene import SceneCamera
from edge_node.simulation.shop import Box, Coverage, Shelf, Shop, ShopZone, is_in
from shared.schemas.layout import STAGES

CELL_M = 0.25
LEAST_TALL = 60 / 640
"""People smaller than this share of the frame's width are not promised to be found."""
STATURE_M = 1.7
SHOULDERS_M = 1.4
"""Who waits shows so far up at least: a queue's zone is drawn round where people wait, by their feet."""
_LEAST_AREA_M2 = 1.0
_ANKLE_M = 0.1
_ALONG = np.linspace(0.02, 0.98, 40)
"""Where a line of sight is tested against furniture."""


def as_seen(shop: Shop, camera: SceneCamera) -> Shop:
    """Return the shop as a technician would set it up for this one camera: zones cut to what it sees."""
    zones = tuple(zone for cut in shop.zones if (zone := _cut(shop, camera, cut)) is not None)
    everywhere = Box(-50.0, -50.0, shop.width_m + 50.0, shop.depth_m + 50.0)
    return replace(shop, zones=zones, coverages=(Coverage(camera.name, everywhere, STAGES),))


def _cut(shop: Shop, camera: SceneCamera, zone: ShopZone) -> ShopZone | None:
    """Return the zone cut to the largest rectangle of floor that is seen; None when that is tiny."""
    box = zone.box
    columns = max(1, int((box.x1_m - box.x0_m) / CELL_M))
    rows = max(1, int((box.y1_m - box.y0_m) / CELL_M))
    x_m = box.x0_m + (np.arange(columns) + 0.5) * (box.x1_m - box.x0_m) / columns
    y_m = box.y0_m + (np.arange(rows) + 0.5) * (box.y1_m - box.y0_m) / rows
    grid = np.stack(np.meshgrid(x_m, y_m), axis=-1).reshape(-1, 2)
    shown_m = SHOULDERS_M if zone.zone_type == "queue" else STATURE_M
    left, low, right, high = _largest(is_measurable(shop, camera, grid, shown_m).reshape(rows, columns))
    width, height = (box.x1_m - box.x0_m) / columns, (box.y1_m - box.y0_m) / rows
    if (right - left) * width * (high - low) * height < _LEAST_AREA_M2:
        return None
    west, east = (round(box.x0_m + column * width, 3) for column in (left, right))
    south, north = (round(box.y0_m + row * height, 3) for row in (low, high))
    return replace(zone, box=Box(west, south, east, north))


def is_measurable(
    shop: Shop, camera: SceneCamera, xy_m: NDArray[np.float64], shown_m: float = STATURE_M
) -> NDArray[np.bool_]:
    """Return whether somebody who stands at each point shows from sole to there, tall enough, bool (N,)."""
    frame = np.array(camera.frame_px)
    feet, ends, crowns = (
        np.column_stack([xy_m, np.full(len(xy_m), z_m)]) for z_m in (_ANKLE_M, shown_m, STATURE_M)
    )
    is_ahead = camera.to_camera(feet)[:, 2] > 0.5
    with np.errstate(divide="ignore", invalid="ignore"):
        low_px, high_px, crown_px = (camera.project(points) for points in (feet, ends, crowns))
    inside = ((low_px > 0) & (low_px < frame) & (high_px > 0) & (high_px < frame)).all(axis=1)
    is_tall = low_px[:, 1] - crown_px[:, 1] >= LEAST_TALL * camera.frame_px[0]
    hidden = np.logical_or.reduce([_hides(shelf, camera, feet) for shelf in shop.shelves])
    on_shelf = is_in([shelf.box for shelf in shop.shelves], xy_m)
    measurable: NDArray[np.bool_] = is_ahead & inside & is_tall & ~hidden & ~on_shelf
    return measurable


def _hides(shelf: Shelf, camera: SceneCamera, points_m: NDArray[np.float64]) -> NDArray[np.bool_]:
    eye = np.array(camera.position_m)
    sight = eye + _ALONG[:, None, None] * (points_m - eye)
    inside = is_in([shelf.box], sight[..., :2]) & (sight[..., 2] < shelf.height_m)
    hidden: NDArray[np.bool_] = inside.any(axis=0)
    return hidden


def _largest(seen: NDArray[np.bool_]) -> tuple[int, int, int, int]:
    """Return left, low, right, high of the largest rectangle of True cells; all 0 where there is none."""
    best, best_area = (0, 0, 0, 0), 0
    rows, columns = seen.shape
    for low in range(rows):
        whole = np.ones(columns, dtype=np.bool_)
        for high in range(low + 1, rows + 1):
            whole &= seen[high - 1]
            edges = np.flatnonzero(np.diff(np.concatenate([[False], whole, [False]]).astype(np.int8)))
            for left, right in edges.reshape(-1, 2).tolist():
                if (area := (right - left) * (high - low)) > best_area:
                    best, best_area = (left, low, right, high), area
    return best
