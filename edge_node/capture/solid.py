"""Lit solids made of four-cornered pieces, drawn farthest piece first: what a drawn body is built of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

from edge_node.frame import Pixels
from edge_node.scene import SceneCamera

Floats = NDArray[np.float64]

_LAMPS = np.array([0.25, -0.15, 0.95]) / np.linalg.norm([0.25, -0.15, 0.95])
"""Where most of the light comes from: rows of lamps at the ceiling."""
_AMBIENT, _FROM_LAMPS, _TO_CAMERA = 0.5, 0.32, 0.3
"""Brightness of a piece: everywhere, turned to the lamps, turned to the camera (a round edge is darker)."""
_SHIFT = 4
"""Bits of sub-pixel precision that cv2 draws with."""


@dataclass(frozen=True, slots=True, eq=False)
class Solid:
    """Pieces of a surface."""

    corners_m: Floats
    """float64 (Q, 4, 3)."""
    outward: Floats
    """float64 (Q, 3): unit vectors out of the solid."""
    bgr: Floats
    """float64 (Q, 3): blue-green-red in full light, 0 to 255."""

    @classmethod
    def of(cls, solids: "Sequence[Solid]") -> Self:
        """Return several as one."""
        return cls(
            np.concatenate([solid.corners_m for solid in solids]),
            np.concatenate([solid.outward for solid in solids]),
            np.concatenate([solid.bgr for solid in solids]),
        )


def loft(middles_m: Floats, left_m: Floats, ahead_m: Floats, bgr: Floats) -> Solid:
    """Return the surface through rings: float64 (R, 3) middles and both half axes, (R - 1, S, 3) colours.

    The S pieces of a round begin at the left and go on over ahead.
    """
    count = bgr.shape[1]
    turn = np.linspace(0, 2 * np.pi, count, endpoint=False)[None, :, None]
    rings = middles_m[:, None] + np.cos(turn) * left_m[:, None] + np.sin(turn) * ahead_m[:, None]
    after = np.roll(rings, -1, axis=1)
    corners = np.stack([rings[:-1], after[:-1], after[1:], rings[1:]], axis=2)
    outward = np.cross(corners[:, :, 2] - corners[:, :, 0], corners[:, :, 3] - corners[:, :, 1])
    away = corners.mean(axis=2) - (middles_m[:-1] + middles_m[1:])[:, None] / 2
    outward *= np.where((outward * away).sum(axis=2, keepdims=True) < 0, -1.0, 1.0)
    outward /= np.maximum(np.linalg.norm(outward, axis=2, keepdims=True), 1e-12)
    return Solid(corners.reshape(-1, 4, 3), outward.reshape(-1, 3), bgr.reshape(-1, 3))


def limb(points_m: Floats, radii_m: Floats, aside: Floats, bgr: Floats) -> Solid:
    """Return a round tube through the points, float64 (R, 3), with a radius at each; (R - 1, S, 3) colours.

    aside: float64 (3,), any direction that the tube does not run along.
    """
    along = np.gradient(points_m, axis=0)
    left = np.cross(along, aside)
    left /= np.maximum(np.linalg.norm(left, axis=1, keepdims=True), 1e-12)
    ahead = np.cross(left, along)
    ahead /= np.maximum(np.linalg.norm(ahead, axis=1, keepdims=True), 1e-12)
    return loft(points_m, left * radii_m[:, None], ahead * radii_m[:, None], bgr)


def paint(pixels: Pixels, camera: SceneCamera, solid: Solid) -> None:
    """Draw the pieces that look at the camera into the pixels, the farthest first; all in front of it."""
    to_eye = np.array(camera.position_m) - solid.corners_m.mean(axis=1)
    far_m = np.linalg.norm(to_eye, axis=1)
    facing = (solid.outward * to_eye).sum(axis=1) / far_m
    lit = _AMBIENT + _FROM_LAMPS * np.clip(solid.outward @ _LAMPS, 0, 1) + _TO_CAMERA * np.clip(facing, 0, 1)
    bgr = np.clip(solid.bgr * lit[:, None], 4, 255)
    at = np.rint(np.clip(camera.project(solid.corners_m), -4000, 4000) * (1 << _SHIFT)).astype(np.int32)
    for piece in np.argsort(-far_m, kind="stable"):
        if facing[piece] > 0:
            cv2.fillConvexPoly(pixels, at[piece], bgr[piece].tolist(), cv2.LINE_8, _SHIFT)
