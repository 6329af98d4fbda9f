"""How far somebody is from the nearest shelf, from the entrance and from the nearest queue, in levels."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from edge_node.intent.levels import UNREAD
from edge_node.intent.window import PLACES
from edge_node.site import Site
from edge_node.zones.polygon import is_inside
from shared.metrics import QUEUE

Floats = NDArray[np.float64]


class Nearness:
    """Where the shelves, the entrance and the queues of one site are."""

    def __init__(self, site: Site) -> None:
        doors = [(line.from_xy, line.to_xy) for line in site.lines if line.name in site.entrance]
        self._queues = [zone.polygon_xy for zone in site.zones if zone.zone_type == QUEUE]
        self._edges = (
            _joined(_edges(shelf.front_xy) for shelf in site.shelves),
            _joined(_edges(door) for door in doors),
            _joined(_edges([*queue, queue[0]]) for queue in self._queues),
        )
        self._is_known = site.is_in_metres

    def levels(self, floor_xy_m: Floats) -> NDArray[np.int8]:
        """Return int8 (T, 3) for float64 (T, 2): UNREAD for what the site has not, or has in pixels."""
        distances = self.distances_m(floor_xy_m)
        columns = [np.digitize(distances[:, k], place.edges) for k, place in enumerate(PLACES)]
        return np.where(np.isfinite(distances), np.column_stack(columns), UNREAD).astype(np.int8)

    def distances_m(self, floor_xy_m: Floats) -> Floats:
        """Return float64 (T, 3) of what is never stored; nan for what the site has not.

        Somebody inside a queue is at no distance from it.
        """
        distances = np.full((len(floor_xy_m), len(PLACES)), np.nan)
        for column, edges in enumerate(self._edges):
            if self._is_known and len(edges):
                distances[:, column] = _distances_m(floor_xy_m, edges)
        for queue in self._queues if self._is_known else ():
            distances[is_inside(floor_xy_m, queue), -1] = 0.0
        return distances


def _edges(points: Sequence[tuple[float, float]] | Sequence[Floats]) -> Floats:
    """Return the straight pieces of a line through the points, float64 (N, 2, 2)."""
    corners = np.array(points, dtype=np.float64)
    return np.stack((corners[:-1], corners[1:]), axis=1)


def _joined(parts: Iterable[Floats]) -> Floats:
    return np.concatenate([np.empty((0, 2, 2)), *parts])


def _distances_m(points_xy: Floats, edges: Floats) -> Floats:
    """Return each point's distance to the nearest piece.  Shape: (T, 2), (N, 2, 2) → (T,)."""
    starts, along = edges[:, 0], edges[:, 1] - edges[:, 0]
    off = points_xy[:, None] - starts
    share = (off * along).sum(axis=-1) / np.maximum((along**2).sum(axis=-1), 1e-12)
    away = off - np.clip(share, 0.0, 1.0)[..., None] * along
    distances: Floats = np.linalg.norm(away, axis=-1).min(axis=1)
    return distances
