"""From one ended track to everything zones make of it."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from edge_node.observations import Journey, Track
from edge_node.zones.ends import with_ends
from edge_node.zones.line import Line, crossing_of
from edge_node.zones.polygon import Zone
from edge_node.zones.presence import visits_of
from edge_node.zones.shelf import reaches_of


class Places(Protocol):
    """What a journey is measured against; edge_node.site.Site is one."""

    @property
    def zones(self) -> tuple[Zone, ...]:
        """Zones in the units of the tracks."""
        ...

    @property
    def lines(self) -> tuple[Line, ...]:
        """Counting lines in the units of the tracks."""
        ...

    @property
    def shelf_names(self) -> tuple[str, ...]:
        """Names of the shelves, in the order that Track.hand_at counts them."""
        ...


def journey_of(track: Track, places: Places) -> Journey:
    """Return the track with its visits, its net line crossings and its hands in shelves, in order of time."""
    if len(track.t_s) == 0:
        return Journey(track=track, visits=(), crossings=())
    points_xy = track.floor_xy_m.astype(np.float64, order="F")
    box = _box_round(points_xy)
    near = [zone for zone in places.zones if zone.is_near(box)]
    visits = [visit for zone in near for visit in visits_of(track.t_s, points_xy, zone)]
    found = (crossing_of(*with_ends(track.t_s, points_xy, line.beyond_s), line) for line in places.lines)
    return Journey(
        track=track,
        visits=tuple(sorted(visits, key=lambda visit: visit.entered_at_s)),
        crossings=tuple(crossing for crossing in found if crossing is not None),
        reaches=reaches_of(track, places.shelf_names),
    )


def _box_round(points_xy: NDArray[np.float64]) -> tuple[float, float, float, float]:
    """Return the box round the points; one on the image's horizon is nowhere (nan) and counts for nothing."""
    left, low = np.fmin.reduce(points_xy, axis=0).tolist()
    right, high = np.fmax.reduce(points_xy, axis=0).tolist()
    return left, low, right, high
