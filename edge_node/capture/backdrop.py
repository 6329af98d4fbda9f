"""The empty drawn shop: floor, walls and shelves as one picture, and where furniture covers it."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from edge_node.frame import Pixels
from edge_node.scene import Scene, SceneBox, SceneCamera

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

NEAR_M = 0.15
"""Nothing nearer to the camera than this is drawn."""
FLOOR_BGR, STREET_BGR, SKY_BGR = (178, 186, 190), (150, 152, 156), (204, 200, 194)
WALL_BGR, SHELF_BGR = (206, 212, 214), (120, 148, 172)
INSIDE_BGR = (70, 84, 96)
GOODS_BGR = (
    (92, 108, 176), (120, 160, 110), (176, 140, 84), (100, 176, 196), (150, 110, 150),
    (205, 210, 214), (60, 62, 70), (70, 90, 130), (150, 150, 60),
)  # fmt: skip
GOODS_WIDE_M = (0.08, 0.26)
_TILE_M = 1.0
_STREET_DEPTH_M = 6.0
_BOARD_M = 0.36
"""From board to board."""
_TAKEN_SHARE = 0.12
"""Places that are empty; a choice."""
_SHIFT = 4
"""Bits of sub-pixel precision that cv2 draws with."""


@dataclass(frozen=True, slots=True, eq=False)
class Cover:
    """One box and the pixels it takes."""

    box: SceneBox
    mask: Mask
    """bool (H, W)."""


@dataclass(frozen=True, slots=True, eq=False)
class Backdrop:
    """What the camera sees of the empty shop."""

    pixels: Pixels
    """uint8 (H, W, 3), blue-green-red."""
    covers: tuple[Cover, ...]

    def between(
        self, camera: SceneCamera, point_m: tuple[float, float], region: tuple[slice, slice]
    ) -> Mask | None:
        """Return which pixels of the region boxes between camera and floor point take, if there are any."""
        eye = camera.position_m
        hiding = [c.mask[region] for c in self.covers if _cuts(c.box, (eye[0], eye[1]), point_m)]
        return np.logical_or.reduce(hiding) if hiding else None


def draw_backdrop(scene: Scene) -> Backdrop:
    """Return the empty shop as the scene's camera sees it."""
    width, height = scene.camera.frame_px
    pixels = np.full((height, width, 3), SKY_BGR, dtype=np.uint8)
    _draw_floor(pixels, scene)
    eye = np.array(scene.camera.position_m[:2])
    boxes = sorted(scene.boxes, key=lambda box: -_distance(box, eye))
    covers = [Cover(box, _draw_box(pixels, scene.camera, box)) for box in boxes]
    return Backdrop(pixels, tuple(cover for cover in covers if cover.mask.any()))


def polygon_px(camera: SceneCamera, corners_m: Floats) -> NDArray[np.int32] | None:
    """Return the polygon (N, 3) in sub-pixel integers, cut off at NEAR_M; None when nothing is left."""
    seen = camera.to_camera(corners_m)
    kept: list[Floats] = []
    for start, end in zip(seen, np.roll(seen, -1, axis=0), strict=True):
        if start[2] > NEAR_M:
            kept.append(start)
        if (start[2] > NEAR_M) != (end[2] > NEAR_M):
            kept.append(start + (NEAR_M - start[2]) / (end[2] - start[2]) * (end - start))
    if len(kept) < 3:
        return None
    pixels = np.clip(camera.to_px(np.array(kept)), -4000, 4000)
    return np.rint(pixels * (1 << _SHIFT)).astype(np.int32)


def _fill(pixels: Pixels, camera: SceneCamera, corners_m: Floats, bgr: tuple[int, ...]) -> None:
    polygon = polygon_px(camera, corners_m)
    if polygon is not None:
        cv2.fillPoly(pixels, [polygon], bgr, cv2.LINE_AA, _SHIFT)


def _draw_floor(pixels: Pixels, scene: Scene) -> None:
    width_m, depth_m = scene.floor_m
    _fill(pixels, scene.camera, _flat(-20.0, -_STREET_DEPTH_M, width_m + 20.0, 0.0), STREET_BGR)
    for column in range(int(width_m / _TILE_M) + 1):
        for row in range(int(depth_m / _TILE_M) + 1):
            x_m, y_m = column * _TILE_M, row * _TILE_M
            shade = 6 * ((column + row) % 2)
            tile = _flat(x_m, y_m, min(x_m + _TILE_M, width_m), min(y_m + _TILE_M, depth_m))
            _fill(pixels, scene.camera, tile, tuple(channel - shade for channel in FLOOR_BGR))


def _draw_box(pixels: Pixels, camera: SceneCamera, box: SceneBox) -> Mask:
    """Draw the faces that look at the camera and return the pixels they take."""
    covered = np.zeros(pixels.shape[:2], dtype=np.uint8)
    base = WALL_BGR if box.kind == "wall" else SHELF_BGR
    for face, shade in _faces(box, np.array(camera.position_m)):
        polygon = polygon_px(camera, face)
        if polygon is None:
            continue
        cv2.fillPoly(covered, [polygon], 255, cv2.LINE_8, _SHIFT)
        cv2.fillPoly(pixels, [polygon], tuple(int(c * shade) for c in base), cv2.LINE_AA, _SHIFT)
        if box.kind == "shelf" and shade < 1.0:
            _draw_goods(pixels, camera, face)
    mask: Mask = covered > 0
    return mask


def _faces(box: SceneBox, eye: Floats) -> list[tuple[Floats, float]]:
    """Return the visible faces, bottom edge first, each with its brightness."""
    x0, y0, x1, y1 = box.corners_m
    top = box.height_m
    sides = [
        (eye[1] < y0, _wall((x0, y0), (x1, y0), top), 0.82),
        (eye[1] > y1, _wall((x1, y1), (x0, y1), top), 0.88),
        (eye[0] < x0, _wall((x0, y1), (x0, y0), top), 0.74),
        (eye[0] > x1, _wall((x1, y0), (x1, y1), top), 0.74),
        (eye[2] > top, _flat(x0, y0, x1, y1, top), 1.0),
    ]
    return [(face, shade) for is_seen, face, shade in sides if is_seen]


def _draw_goods(pixels: Pixels, camera: SceneCamera, face: Floats) -> None:
    """Draw boards and rows of packets of many sizes onto a shelf's front, some of them taken."""
    start, end, top_m = face[0], face[1], float(face[2, 2])
    length_m = float(np.linalg.norm(end - start))
    along = (end - start) / length_m
    rng = np.random.default_rng(round(1000 * length_m) + round(100 * float(start.sum())))
    for level in range(int(top_m / _BOARD_M)):
        board = start + np.array([0, 0, level * _BOARD_M + 0.06])
        _fill(pixels, camera, _wall_at(board, board + along * length_m, _BOARD_M - 0.05), INSIDE_BGR)
        at_m = 0.02
        while at_m < length_m - max(GOODS_WIDE_M):
            wide_m = float(rng.uniform(*GOODS_WIDE_M))
            bgr = np.array(GOODS_BGR[int(rng.integers(len(GOODS_BGR)))]) * rng.uniform(0.55, 1.15)
            if rng.random() > _TAKEN_SHARE:
                low = board + along * at_m
                high_m = float(rng.uniform(0.45, 0.95)) * (_BOARD_M - 0.06)
                _draw_packet(pixels, camera, (low, low + along * wide_m), high_m, bgr)
            at_m += wide_m + 0.01


def _draw_packet(
    pixels: Pixels, camera: SceneCamera, foot: tuple[Floats, Floats], high_m: float, bgr: Floats
) -> None:
    """Draw a packet with a label across its middle."""
    _fill(pixels, camera, _wall_at(*foot, high_m), tuple(bgr.tolist()))
    up = np.array([0.0, 0.0, 0.35 * high_m])
    label = tuple(np.clip(1.35 * bgr + 20, 0, 255).tolist())
    _fill(pixels, camera, _wall_at(foot[0] + up, foot[1] + up, 0.3 * high_m), label)


def _flat(x0: float, y0: float, x1: float, y1: float, z_m: float = 0.0) -> Floats:
    return np.array([(x0, y0, z_m), (x1, y0, z_m), (x1, y1, z_m), (x0, y1, z_m)])


def _wall(start: tuple[float, float], end: tuple[float, float], height_m: float) -> Floats:
    return _wall_at(np.array([*start, 0.0]), np.array([*end, 0.0]), height_m)


def _wall_at(start: Floats, end: Floats, height_m: float) -> Floats:
    up = np.array([0.0, 0.0, height_m])
    return np.array([start, end, end + up, start + up])


def _distance(box: SceneBox, eye: Floats) -> float:
    x0, y0, x1, y1 = box.corners_m
    nearest = np.clip(eye, (x0, y0), (x1, y1))
    return float(np.linalg.norm(nearest - eye))


def _cuts(box: SceneBox, eye: tuple[float, float], point: tuple[float, float]) -> bool:
    """Whether the straight way on the floor from eye to point passes through the box."""
    first, last = 0.0, 1.0
    x0, y0, x1, y1 = box.corners_m
    for start, end, low, high in ((eye[0], point[0], x0, x1), (eye[1], point[1], y0, y1)):
        if start == end:
            if not low <= start <= high:
                return False
            continue
        one, other = (low - start) / (end - start), (high - start) / (end - start)
        first, last = max(first, min(one, other)), min(last, max(one, other))
    return first < last
