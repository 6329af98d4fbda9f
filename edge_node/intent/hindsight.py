"""What a window is followed by: the label comes from the same track, once it has ended. Nobody annotates.

The rule: whatever of these the track does first after its window.

- ``reach``: a hand in a shelf, from when it goes in.
- ``queue``: a stay in a queue or at a till, once it has lasted the zone's least dwell.
- ``browse``: a stay in any other part of the shop, likewise.
- ``leave``: the way out through the door.
- ``pass_by``: none of these before the track ends.

A stay that was going on when the window ended counts from that moment.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np

from edge_node.intent.window import Label
from edge_node.observations import Track
from edge_node.site import Site
from edge_node.zones.journey import journey_of

WAITING: Final = frozenset({"queue", "checkout"})
"""Zone types in which somebody who stays waits or pays."""

PASSED_THROUGH: Final = frozenset({"entrance", "outside"})
"""Zone types in which to stay is nothing yet."""


def label_of(track: Track, ended_at_s: float, site: Site) -> Label:
    """Return what the track did first after a window that ended at that moment, unix seconds."""
    rest = rest_of(track, ended_at_s)
    acts = list(_acts(rest, site)) if len(rest.t_s) > 1 else []
    return min(acts, default=(0.0, "pass_by"), key=lambda act: act[0])[1]


def rest_of(track: Track, from_s: float) -> Track:
    """Return what came at that moment or later, without levels: labels do not depend on them."""
    row = int(np.searchsorted(track.t_s, from_s))
    return Track(
        track_id=track.track_id,
        confirmed_at_s=track.confirmed_at_s,
        t_s=track.t_s[row:],
        floor_xy_m=track.floor_xy_m[row:],
        view=track.view,
        hand_at=None if track.hand_at is None else track.hand_at[row:],
    )


def _acts(rest: Track, site: Site) -> Iterator[tuple[float, Label]]:
    """Yield every act and when it can be told."""
    journey = journey_of(rest, site)
    zones = {zone.name: zone for zone in site.zones}
    for reach in journey.reaches:
        yield reach.started_at_s, "reach"
    for visit in journey.visits:
        zone = zones[visit.zone]
        if zone.zone_type not in PASSED_THROUGH:
            label: Label = "queue" if zone.zone_type in WAITING else "browse"
            yield visit.entered_at_s + zone.min_dwell_s, label
    for crossing in journey.crossings:
        if crossing.direction == "out" and crossing.line in site.entrance:
            yield crossing.at_s, "leave"
