"""The homography: where on the floor an image point stands, fitted to landmarks someone measured."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from edge_node.errors import SiteError

Points = NDArray[np.float64]
"""float64 (N, 2)."""

MIN_SPREAD = 0.02
"""Landmarks must spread at least this share of their length across it; less is a row of points."""


@dataclass(frozen=True, slots=True, eq=False)
class Homography:
    """A 3×3 map from image px to floor m."""

    floor_from_px: NDArray[np.float64]
    """float64 (3, 3): homogeneous, last entry 1 unless the image corner lies on the horizon."""
    residual_cm: float
    """Root mean square distance between the landmarks and where the map puts them; 0 with exactly four."""

    def __post_init__(self) -> None:
        if self.floor_from_px.shape != (3, 3):
            raise ValueError(f"expected a (3, 3) matrix, got {self.floor_from_px.shape}")

    @classmethod
    def scaled(cls, px_per_m: float, height_px: float) -> Self:
        """Return the map of a camera that looks straight down: x right, y up, one scale everywhere."""
        scale = 1.0 / px_per_m
        matrix = np.array([[scale, 0.0, 0.0], [0.0, -scale, height_px * scale], [0.0, 0.0, 1.0]])
        return cls(floor_from_px=matrix, residual_cm=0.0)

    def to_floor(self, points_px: Points) -> Points:
        """Return the floor positions of image points.  Shape: (N, 2) px → (N, 2) m."""
        return apply(self.floor_from_px, points_px)

    def to_image(self, points_m: Points) -> Points:
        """Return where floor positions appear in the image.  Shape: (N, 2) m → (N, 2) px."""
        return apply(np.linalg.inv(self.floor_from_px).astype(np.float64), points_m)


def apply(matrix: NDArray[np.float64], points: Points) -> Points:
    """Return the points under a homogeneous 3×3 map; points on its horizon come out as nan."""
    mapped = np.column_stack((points, np.ones(len(points)))) @ matrix.T
    scale = np.where(np.abs(mapped[:, 2:]) < 1e-12, np.nan, mapped[:, 2:])
    moved: Points = mapped[:, :2] / scale
    return moved


def fit(landmarks_px: Points, landmarks_m: Points) -> Homography:
    """Return the least-squares map that takes image landmarks to their floor positions.

    Raises: SiteError when there are fewer than four, when three of only four stand in a row, or all do.
    Source: Hartley and Zisserman 2004, algorithm 4.2 (normalised DLT).
    """
    if len(landmarks_px) < 4 or len(landmarks_px) != len(landmarks_m):
        raise SiteError(f"a homography needs at least 4 landmarks, got {len(landmarks_px)}")
    _refuse_rows(landmarks_px, "in the image")
    _refuse_rows(landmarks_m, "on the floor")
    to_unit_px, to_unit_m = _normalising(landmarks_px), _normalising(landmarks_m)
    rows = _equations(apply(to_unit_px, landmarks_px), apply(to_unit_m, landmarks_m))
    unit = np.linalg.svd(rows)[2][-1].reshape(3, 3)
    matrix = np.linalg.inv(to_unit_m) @ unit @ to_unit_px
    if abs(matrix[2, 2]) > 1e-12:
        matrix = matrix / matrix[2, 2]
    misses = np.hypot(*(apply(matrix, landmarks_px) - landmarks_m).T)
    return Homography(floor_from_px=matrix, residual_cm=float(np.sqrt(np.mean(misses**2)) * 100))


def _refuse_rows(points: Points, where: str) -> None:
    """Refuse landmarks without four in general position: every choice of three but one set in a row."""
    count = len(points)
    for left_out in range(count) if count == 4 else [count]:
        rest = np.delete(points, left_out, axis=0) if left_out < count else points
        spread = np.linalg.svd(rest - rest.mean(axis=0), compute_uv=False)
        if spread[1] < MIN_SPREAD * max(float(spread[0]), 1e-12):
            numbers = [str(k + 1) for k in range(count) if k != left_out]
            raise SiteError(
                f"landmarks {', '.join(numbers)} lie in one row {where}; "
                "choose four that span an area, such as the corners of a floor mat"
            )


def _normalising(points: Points) -> NDArray[np.float64]:
    """Return the similarity that moves the centroid to 0 and the mean distance to √2."""
    centre = points.mean(axis=0)
    scale = np.sqrt(2.0) / float(np.hypot(*(points - centre).T).mean())
    return np.array([[scale, 0.0, -scale * centre[0]], [0.0, scale, -scale * centre[1]], [0.0, 0.0, 1.0]])


def _equations(source: Points, target: Points) -> NDArray[np.float64]:
    ones, zeros = np.ones(len(source)), np.zeros((len(source), 3))
    point = np.column_stack((source, ones))
    upper = np.hstack((point, zeros, -target[:, :1] * point))
    lower = np.hstack((zeros, point, -target[:, 1:] * point))
    rows: NDArray[np.float64] = np.vstack((upper, lower))
    return rows
