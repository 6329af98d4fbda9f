"""The camera behind a homography: how far it looks, where it hangs, which way it is turned.

A map from image to floor says where feet are; hands are in the air, and for those the camera is needed.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SKEW_LIMIT = 0.25
"""How far the floor's two axes may differ in length, or from a right angle, as the camera sees them."""

FOCAL_SHARES = (0.3, 10.0)
"""Focal lengths of real lenses over the frame's width: 118° to 6° wide."""

HEIGHTS_M = (0.5, 30.0)
"""Where cameras hang."""


@dataclass(frozen=True, slots=True, eq=False)
class Pinhole:
    """A camera without distortion, with square pixels and its principal point in the middle."""

    middle_px: tuple[float, float]
    focal_px: float
    rotation: Floats
    """float64 (3, 3): site axes (east, north, up) → camera axes (right, down, forward)."""
    position_m: Floats
    """float64 (3,): east, north, up in the site frame."""

    @property
    def frame_px(self) -> tuple[int, int]:
        """Width and height of its picture."""
        return round(2 * self.middle_px[0]), round(2 * self.middle_px[1])

    def to_camera(self, points_m: Floats) -> Floats:
        """Return site points (…, 3) in camera axes: right, down, forward; metres."""
        seen: Floats = (points_m - self.position_m) @ self.rotation.T
        return seen

    def project(self, points_m: Floats) -> Floats:
        """Return where site points (…, 3) appear, (…, 2) px; those not in front of the camera are nan."""
        seen = self.to_camera(points_m)
        depth = np.where(seen[..., 2:] > 1e-6, seen[..., 2:], np.nan)
        pixels: Floats = np.array(self.middle_px) + self.focal_px * seen[..., :2] / depth
        return pixels

    def at_height(self, points_px: Floats, up_m: float) -> Floats:
        """Return where the points' rays pass that height, (N, 2) m; nan where they never do."""
        sideways = (points_px - np.array(self.middle_px)) / self.focal_px
        rays = np.column_stack((sideways, np.ones(len(points_px)))) @ self.rotation
        fall_m = up_m - self.position_m[2]
        steps = np.where(
            rays[:, 2:] * fall_m > 1e-9, fall_m / np.where(rays[:, 2:] == 0, 1.0, rays[:, 2:]), np.nan
        )
        passed: Floats = self.position_m[:2] + steps * rays[:, :2]
        return passed


@dataclass(frozen=True, slots=True)
class NoPinhole:
    """A homography that no upright camera over the floor can have."""

    reason: str
    """What was expected and what came, for a person to read."""


def pinhole_of(floor_from_px: Floats, frame_px: tuple[int, int]) -> Pinhole | NoPinhole:
    """Return the camera whose view of the floor the map describes, or why there is none.

    Source: Zhang 2000 §3.1, one view of a plane, the focal length alone unknown.
    """
    if abs(np.linalg.det(floor_from_px)) < 1e-15:
        return NoPinhole("expected a map between image and floor, got one that cannot be inverted")
    middle = (frame_px[0] / 2, frame_px[1] / 2)
    to_middle = np.array([[1.0, 0.0, -middle[0]], [0.0, 1.0, -middle[1]], [0.0, 0.0, 1.0]])
    px_from_floor = to_middle @ np.linalg.inv(floor_from_px)
    focal_px = _focal_px(px_from_floor, frame_px[0])
    if isinstance(focal_px, NoPinhole):
        return focal_px
    axes = np.diag([1 / focal_px, 1 / focal_px, 1.0]) @ px_from_floor
    lengths = np.linalg.norm(axes[:, :2], axis=0)
    skew = max(
        abs(float(axes[:, 0] @ axes[:, 1])) / float(lengths.prod()), float(lengths.max() / lengths.min() - 1)
    )
    if skew > SKEW_LIMIT:
        return NoPinhole(f"expected the floor's axes square and of one scale, got {skew:.0%} off")
    return _placed(axes / np.sqrt(lengths.prod()), middle, focal_px)


def _focal_px(px_from_floor: Floats, width_px: int) -> float | NoPinhole:
    """Solve for 1/f² from: the floor's axes are at right angles and of equal length."""
    (a, b), (c, d), (e, f) = px_from_floor[:, :2].tolist()
    factors = np.array([a * b + c * d, (a * a + c * c - b * b - d * d) / 2])
    rest = np.array([e * f, (e * e - f * f) / 2])
    scale = (a * a + b * b + c * c + d * d) / 2
    if float(np.hypot(*rest)) * width_px**2 < 1e-3 * scale:
        return NoPinhole("expected a camera that looks aslant, got one that looks straight down")
    inverse = -float(factors @ rest) / max(float(factors @ factors), 1e-30)
    low, high = (share * width_px for share in FOCAL_SHARES)
    if inverse <= 0 or not low <= inverse**-0.5 <= high:
        got = "none" if inverse <= 0 else f"{inverse**-0.5:.0f} px"
        return NoPinhole(f"expected a focal length of {low:.0f} to {high:.0f} px, got {got}")
    return float(inverse**-0.5)


def _placed(axes: Floats, middle_px: tuple[float, float], focal_px: float) -> Pinhole | NoPinhole:
    """Turn the floor's axes into a rotation and a place above the floor."""
    across, along, origin = axes.T
    left, _, right = np.linalg.svd(np.column_stack((across, along, np.cross(across, along))))
    rotation = left @ right
    if float(rotation[:, 2] @ origin) > 0:
        rotation[:, :2], origin = -rotation[:, :2], -origin
    position_m = -rotation.T @ origin
    low_m, high_m = HEIGHTS_M
    if not low_m <= position_m[2] <= high_m:
        return NoPinhole(
            f"expected a camera {low_m:g} to {high_m:g} m above the floor, got {position_m[2]:.1f} m"
        )
    if rotation[1, 2] > -0.1:
        return NoPinhole(
            "expected a picture with the floor at its bottom, got one that is turned or mirrored"
        )
    return Pinhole(middle_px, focal_px, rotation, position_m)
