"""When a track is in a zone: enter at the edge, leave beyond a margin, forgive short steps outside."""

import numpy as np
from numpy.typing import NDArray

from edge_node.observations import Visit
from edge_node.zones.polygon import Zone, distance_to_edge, is_inside


def visits_of(t_s: NDArray[np.float64], points_xy: NDArray[np.float64], zone: Zone) -> tuple[Visit, ...]:
    """Return the track's stays of at least the zone's minimum dwell, in order.

    A stay begins half-way between the last point outside and the first inside, and ends likewise; a track
    that begins or ends inside is counted from or to its own first or last point.
    """
    present = _presence(points_xy, zone)
    if not present.any():
        return ()
    stays = _merge(_stays(t_s, present), zone.grace_s)
    return tuple(
        Visit(zone=zone.name, entered_at_s=start, dwell_s=end - start)
        for start, end in stays
        if end - start >= zone.min_dwell_s
    )


def _presence(points_xy: NDArray[np.float64], zone: Zone) -> NDArray[np.bool_]:
    """Return for each point whether the person counts as inside; only points near the zone are looked at."""
    x, y = points_xy[:, 0], points_xy[:, 1]
    left, low, right, high = zone.bounds_xyxy
    reach = zone.margin
    near = np.flatnonzero(
        (x >= left - reach) & (x <= right + reach) & (y >= low - reach) & (y <= high + reach)
    )
    present = np.zeros(len(points_xy), dtype=np.bool_)
    if len(near) == 0:
        return present
    inside = is_inside(points_xy[near], zone.polygon_xy)
    present[near] = inside
    if inside.all() or not inside.any():
        return present
    outside = near[~inside]
    edge = outside[distance_to_edge(points_xy[outside], zone.polygon_xy) <= reach]
    return _held(present, edge)


def _held(present: NDArray[np.bool_], edge: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Give points within the margin the state of the last point before them that is beyond doubt."""
    sure = np.arange(len(present))
    sure[edge] = -1
    last = np.maximum.accumulate(sure)
    held: NDArray[np.bool_] = present[np.maximum(last, 0)] & (last >= 0)
    return held


def _stays(t_s: NDArray[np.float64], present: NDArray[np.bool_]) -> list[tuple[float, float]]:
    flips = np.flatnonzero(present[1:] != present[:-1])
    moments: list[float] = ((t_s[flips] + t_s[flips + 1]) / 2).tolist()
    if present[0]:
        moments.insert(0, float(t_s[0]))
    if present[-1]:
        moments.append(float(t_s[-1]))
    return list(zip(moments[::2], moments[1::2], strict=True))


def _merge(stays: list[tuple[float, float]], grace_s: float) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    for start, end in stays:
        if merged and start - merged[-1][1] < grace_s:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged
