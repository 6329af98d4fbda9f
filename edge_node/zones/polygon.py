"""Zones on the floor: which points lie inside, and how far the others are from the edge."""

from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray

MIN_DWELL_S = 5.0
"""Default: a shorter stay is a passing-by (the 5 s rule of shop counting)."""

GRACE_S = 2.0
"""Default: a shorter step outside does not end a stay."""

MARGIN_M = 0.15
"""Default: how far outside a person must stand before the stay ends; about half a shoulder width."""

MARGIN_PX = 6.0
"""The same where there is no homography."""


@dataclass(frozen=True, slots=True, eq=False)
class Zone:
    """A named polygon and the rules of staying in it."""

    name: str
    zone_type: str
    """The chain-wide word that cohort layouts are indexed by."""
    polygon_xy: NDArray[np.float64]
    """float64 (V, 2): corners in order, metres (pixels where there is no homography); not closed."""
    min_dwell_s: float = MIN_DWELL_S
    grace_s: float = GRACE_S
    margin: float = MARGIN_M
    """Metres (or pixels): enter at the edge, leave this far beyond it."""
    bounds_xyxy: tuple[float, float, float, float] = field(init=False)
    """Smallest box round the polygon."""

    def __post_init__(self) -> None:
        if self.polygon_xy.ndim != 2 or self.polygon_xy.shape[1] != 2 or len(self.polygon_xy) < 3:
            raise ValueError(f"expected a polygon (V ≥ 3, 2), got {self.polygon_xy.shape}")
        low, high = self.polygon_xy.min(axis=0), self.polygon_xy.max(axis=0)
        box = (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
        object.__setattr__(self, "bounds_xyxy", box)

    def is_near(self, box_xyxy: tuple[float, float, float, float]) -> bool:
        """Return whether anything within the box can be inside the zone or within its margin."""
        left, low, right, high = self.bounds_xyxy
        x1, y1, x2, y2 = box_xyxy
        reach = self.margin
        return x1 <= right + reach and x2 >= left - reach and y1 <= high + reach and y2 >= low - reach

    @classmethod
    def of(cls, name: str, zone_type: str, corners: tuple[tuple[float, float], ...]) -> Self:
        """Return a zone in metres with the default rules."""
        return cls(name=name, zone_type=zone_type, polygon_xy=np.asarray(corners, dtype=np.float64))


def is_inside(points_xy: NDArray[np.float64], polygon_xy: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return for each point whether an odd number of edges lies to its right.

    Shape: (T, 2), (V, 2) → (T,).  Source: Shimrat 1962, algorithm 112.
    """
    x, y = points_xy[:, 0], points_xy[:, 1]
    (x1, y1), (x2, y2) = _edges(polygon_xy)
    is_above = y1 > y
    slope = (x2 - x1) / np.where(y2 == y1, 1.0, y2 - y1)
    straddles = is_above != (y2 > y)
    odd: NDArray[np.bool_] = np.logical_xor.reduce(straddles & (x < slope * (y - y1) + x1), axis=0)
    return odd


def distance_to_edge(points_xy: NDArray[np.float64], polygon_xy: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return each point's distance to the nearest edge, whichever side it is on.

    Shape: (T, 2), (V, 2) → (T,).
    """
    (x1, y1), (x2, y2) = _edges(polygon_xy)
    along_x, along_y = x2 - x1, y2 - y1
    off_x, off_y = points_xy[:, 0] - x1, points_xy[:, 1] - y1
    squared = np.maximum(along_x**2 + along_y**2, 1e-12)
    share = np.minimum(np.maximum((off_x * along_x + off_y * along_y) / squared, 0.0), 1.0)
    away = (off_x - share * along_x) ** 2 + (off_y - share * along_y) ** 2
    distance: NDArray[np.float64] = np.sqrt(away.min(axis=0))
    return distance


def _edges(polygon_xy: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the starts and the ends of the edges, x before y, each float64 (2, V, 1)."""
    starts = polygon_xy.T[:, :, None]
    return starts, np.concatenate((starts[:, 1:], starts[:, :1]), axis=1)


def area(polygon_xy: NDArray[np.float64]) -> float:
    """Return the signed area, positive when the corners run counter-clockwise (y up)."""
    x, y = polygon_xy[:, 0], polygon_xy[:, 1]
    return float(0.5 * np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))
