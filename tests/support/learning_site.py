"""A small floor and people who move on it as a test says: what windows and labels are cut from."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from edge_node.intent.levels import LEVELS
from edge_node.observations import NO_SHELF, Track, TrackId
from edge_node.site import Shelf, Site, bare_site
from edge_node.zones.line import Line
from edge_node.zones.polygon import Zone


def square(name: str, zone_type: str, left_m: float) -> Zone:
    """Return a zone of 4 × 4 m whose lower left corner lies there on the x axis."""
    corners = ((left_m, 1.0), (left_m + 4, 1.0), (left_m + 4, 5.0), (left_m, 5.0))
    return Zone.of(name, zone_type, corners)


SITE: Site = replace(
    bare_site("test", is_in_metres=True),
    zones=(square("foyer", "entrance", 0.0), square("aisle", "grocery", 4.0), square("line", "queue", 8.0)),
    lines=(Line("door", (-1.0, 0.0), (3.0, 0.0)), Line("gate", (4.0, 0.0), (12.0, 0.0))),
    shelves=(Shelf("bread", "aisle", ((4.0, 5.0), (8.0, 5.0)), 1.8),),
    entrance=("door",),
)
"""A foyer behind the door, an aisle with bread along its far side, and a queue; the gate is no way out."""

FOYER, AISLE, QUEUE, STREET = (2.0, 2.0), (6.0, 3.0), (10.0, 3.0), (2.0, -2.0)
"""Places on it."""


def track(places: Sequence[tuple[float, float]], *, holds: Sequence[int] = (), level: int = 1) -> Track:
    """Return somebody who is at these places second by second; holds: seconds with a hand in the bread."""
    count = len(places)
    hand_at = np.full(count, NO_SHELF, dtype=np.int8)
    hand_at[list(holds)] = 0
    return Track(
        TrackId(1),
        1_000.0,
        1_000.0 + np.arange(count, dtype=np.float64),
        np.array(places, dtype=np.float32).reshape(count, 2),
        hand_at=hand_at,
        movement=np.full((count, len(LEVELS)), level, dtype=np.int8),
    )
