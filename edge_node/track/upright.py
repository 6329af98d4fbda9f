"""People as upright things on the floor: how tall one is, and where one stands whose feet do not show."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from edge_node.track.pinhole import NoPinhole, Pinhole, pinhole_of

Floats = NDArray[np.float64]

USUAL_M = 1.7
"""Height of somebody of whom no frame showed head and feet."""

SHORTEST_M, TALLEST_M = 1.0, 2.1
"""A height measured outside these is none."""

ABOVE_HEAD_M = 0.4
"""A camera must hang this far above a head for the head to say how far away it is."""


@dataclass(frozen=True, slots=True, eq=False)
class Upright:
    """Reads heights and places off the tops of heads, through the camera behind a homography."""

    camera: Pinhole

    def height_m(self, floor_xy_m: Floats, top_px: Floats) -> Floats:
        """Return how tall people are who stand there and whose heads end there.

        Shape: (N, 2), (N, 2) → (N,).
        """
        feet = self.camera.to_camera(np.column_stack([floor_xy_m, np.zeros(len(floor_xy_m))]))
        up = self.camera.rotation[:, 2]
        slope = (top_px[:, 1] - self.camera.middle_px[1]) / self.camera.focal_px
        rise = up[1] - slope * up[2]
        height: Floats = (slope * feet[:, 2] - feet[:, 1]) / np.where(np.abs(rise) < 1e-9, np.nan, rise)
        return height

    def on_row(self, points_px: Floats, rows_px: Floats) -> Floats:
        """Return where in these rows of the picture whatever stands upright through the points is.

        Shape: (N, 2), (N,) → (N, 2).
        """
        up, ahead = self.camera.rotation[:, 2], (points_px - self.camera.middle_px) / self.camera.focal_px
        rise = up[:2] - ahead * up[2]
        aside = rise[:, 0] / np.where(np.abs(rise[:, 1]) < 1e-9, np.nan, rise[:, 1])
        return np.column_stack([points_px[:, 0] + (rows_px - points_px[:, 1]) * aside, rows_px])

    def usual_m(self, floor_xy_m: Floats, top_px: Floats) -> float:
        """Return one person's height, the middle of what their frames say; the usual one where none do."""
        heights = self.height_m(floor_xy_m, top_px)
        heights = heights[(heights >= SHORTEST_M) & (heights <= TALLEST_M)]
        return float(np.median(heights)) if len(heights) else USUAL_M

    def under_heads(self, top_px: Floats, height_m: float) -> Floats:
        """Return where people of that height stand; nan where it cannot be told.  Shape: (N, 2) → (N, 2)."""
        if self.camera.position_m[2] - height_m < ABOVE_HEAD_M:
            return np.full((len(top_px), 2), np.nan)
        return self.camera.at_height(top_px, height_m)

    def no_farther(self, floor_xy_m: Floats, bound_xy_m: Floats) -> Floats:
        """Return the places, those farther from the camera than their bounds there.

        Shape: (N, 2), (N, 2) → (N, 2).
        """
        from_camera_m, bound_m = (
            np.linalg.norm(places - self.camera.position_m[:2], axis=1) for places in (floor_xy_m, bound_xy_m)
        )
        bounded: Floats = np.where((from_camera_m > bound_m)[:, None], bound_xy_m, floor_xy_m)
        return bounded


def upright_of(floor_from_px: Floats, frame_px: tuple[int, int]) -> Upright | None:
    """Return how to read heights in this camera's picture; None where no camera can be told from the map."""
    camera = pinhole_of(floor_from_px, frame_px)
    return None if isinstance(camera, NoPinhole) else Upright(camera)
