"""Where people really stand: each stay has a place of its own, about the one that the plan draws."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from edge_node.simulation.grounding import STANDING_SPREAD_M
from edge_node.simulation.movement import Act, ActKind, Movement
from edge_node.simulation.paths import STAND_OFF_M, obstacles
from edge_node.simulation.shop import Shop

Floats = NDArray[np.float64]

CLEAR_M = 0.3
"""Nobody stands nearer to furniture or a wall; a choice."""
EDGE_M = 0.15
"""Zones are drawn round where people stand: no own place is nearer to an edge, or over it; a choice."""
_WIDEST = 2.0
"""Draws beyond so many standard deviations are drawn anew, as those that do not fit are."""
_TRIES = 50
_INTO_SHELF_M = STAND_OFF_M + 0.15
"""From the feet of who reaches to a point that is surely within the shelf."""
HELD_M = 0.42
"""From the feet to beyond the fingers of who looks at something in their hand, at any height of body: fingers
are 0.31 to 0.39 m ahead (edge_node/simulation/body.py).  Source: DECISIONS.md, 2026-11-28."""


def with_own_places(shop: Shop, movement: Movement, rng: np.random.Generator) -> Movement:
    """Return the movement with every stay moved by a draw of its own, at the same times.

    Only who does something there is moved: at a shelf, in the queue, at the till. Who reaches into a shelf is
    at arm's length while the hand is in it, steps in while the arm goes out and back again after; who looks
    at what they took stands far enough away to hold it before the shelf.
    """
    t_s: list[float] = []
    ways: list[Floats] = []
    first = 0
    while first < len(movement.t_s):
        last = _end_of_stay(movement.xy_m, first)
        acts = [a for a in movement.acts if movement.t_s[first] <= a.from_s < movement.t_s[last]]
        times = movement.t_s[first : last + 1]
        if acts:
            times = np.unique([*times, *(moment for act in acts for moment in (act.from_s, act.until_s))])
        t_s += times.tolist()
        ways.append(_stay(shop, movement.xy_m[first], acts, times, rng))
        first = last + 1
    return replace(movement, t_s=np.array(t_s), xy_m=np.concatenate(ways))


def _end_of_stay(xy_m: Floats, first: int) -> int:
    last = first
    while last + 1 < len(xy_m) and (xy_m[last + 1] == xy_m[first]).all():
        last += 1
    return last


def _stay(shop: Shop, planned: Floats, acts: list[Act], times: Floats, rng: np.random.Generator) -> Floats:
    """Return where somebody is at the times of one stay, float64 (T, 2)."""
    if not acts:
        return np.tile(planned, (len(times), 1))
    facing = np.array([np.cos(acts[0].facing_rad), np.sin(acts[0].facing_rad)])
    aside = _aside(shop, planned, facing, acts[0].shelf, rng)
    nearer_m = float(aside @ facing)
    at_arms_length = aside - nearer_m * facing
    with_room = at_arms_length + min(nearer_m, STAND_OFF_M - HELD_M) * facing
    looks = np.where(_during(acts, "inspect", times), with_room, aside)
    return planned + np.where(_during(acts, "hold", times), at_arms_length, looks)


def _during(acts: list[Act], kind: ActKind, times: Floats) -> NDArray[np.bool_]:
    """Return at which times they do that, bool (T, 1)."""
    spans = [(act.from_s, act.until_s) for act in acts if act.kind == kind]
    return np.array([[any(a <= moment <= b for a, b in spans)] for moment in times.tolist()])


def _aside(shop: Shop, planned: Floats, facing: Floats, shelf: str, rng: np.random.Generator) -> Floats:
    """Return how far from the planned place the own one is; after many tries none."""
    for _ in range(_TRIES):
        draw = rng.standard_normal(2)
        aside: Floats = draw * STANDING_SPREAD_M
        reaching = planned + aside - (aside @ facing) * facing
        if np.abs(draw).max() > _WIDEST or (shelf and not _is_before(shop, shelf, reaching, facing)):
            continue
        if all(_fits(shop, planned, point) for point in (planned + aside, reaching)):
            return aside
    return np.zeros(2)


def _is_before(shop: Shop, shelf: str, xy_m: Floats, facing: Floats) -> bool:
    x_m, y_m = (xy_m + _INTO_SHELF_M * facing).tolist()
    return any(thing.name == shelf and thing.box.holds(x_m, y_m) for thing in shop.shelves)


def _fits(shop: Shop, planned: Floats, own: Floats) -> bool:
    """Whether the own place is clear of furniture and on the same side of every zone's edge."""
    (x_m, y_m), (own_x_m, own_y_m) = planned.tolist(), own.tolist()
    if any(box.grown(CLEAR_M).holds(own_x_m, own_y_m) for box in obstacles(shop)):
        return False
    edges = (zone.box.grown(by_m) for zone in shop.zones for by_m in (-EDGE_M, 0.0, EDGE_M))
    return all(edge.holds(x_m, y_m) == edge.holds(own_x_m, own_y_m) for edge in edges)
