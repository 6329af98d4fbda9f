"""People keep apart: they make room for whom they will meet, and step aside for who is still too near."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from edge_node.simulation.movement import Movement, positions
from edge_node.simulation.passing import ROUNDS, meetings_of, room_made, softened
from edge_node.simulation.paths import obstacles
from edge_node.simulation.shop import Shop
from edge_node.simulation.standing import HELD_M

Floats = NDArray[np.float64]

APART_M = 0.5
"""Nearer than this, middle to middle, two people push each other aside: a shoulder width and a bit."""
STEP_S = 0.25
"""Ways are straight between moments this far apart."""
_FURNITURE_M = 0.25
"""Nobody is pushed nearer to furniture or a wall; who looks at something in their hand not within HELD_M."""
_RETURN_S = 1.2
_FASTEST_M_S = 0.8
"""Nobody steps aside faster than this."""
_FIRM = {"reach": 0.0, "hold": 0.0, "retract": 0.0, "pay": 0.0, "inspect": 0.05, "browse": 0.05, "queue": 0.1}
"""How much people give way while they do something; walking is 1."""


def keep_apart(
    shop: Shop, movements: Sequence[Movement], from_s: float, until_s: float
) -> tuple[Movement, ...]:
    """Return the movements over the period with people who met stepping aside for each other.

    When they cross the door is read off their new ways. Who is not there in the period is left out.
    """
    t_s = np.arange(np.ceil(from_s / STEP_S), np.floor(until_s / STEP_S) + 1) * STEP_S
    there = [m for m in movements if m.t_s[-1] > t_s[0] and m.t_s[0] < t_s[-1]]
    if not there:
        return ()
    planned = np.stack([positions(m, t_s) for m in there])
    present = np.stack([(t_s >= m.t_s[0]) & (t_s <= m.t_s[-1]) for m in there])
    yielding = np.stack([_yielding(m, t_s) for m in there])
    clear_m = np.stack([_clear_m(m, t_s) for m in there])
    planned = _passing(shop, planned, present, yielding, clear_m)
    aside = np.zeros((len(there), 2))
    walked = planned.copy()
    for step in range(len(t_s)):
        here = np.flatnonzero(present[:, step])
        aside = _step(planned[:, step], aside, here, yielding[:, step])
        walked[here, step] = _off_furniture(shop, planned[here, step] + aside[here], clear_m[here, step])
        aside[here] = walked[here, step] - planned[here, step]
    return tuple(
        _along(m, t_s[is_there], way[is_there])
        for m, is_there, way in zip(there, present, walked, strict=True)
        if is_there.sum() > 1
    )


def _passing(
    shop: Shop, planned: Floats, present: NDArray[np.bool_], yielding: Floats, clear_m: Floats
) -> Floats:
    """Return the ways with room made for everybody who will be met."""
    soft = softened(yielding, STEP_S)
    meetings = meetings_of(planned, present, STEP_S)
    ways = planned
    for _ in range(ROUNDS):
        moved = ways + room_made(ways, soft, meetings, STEP_S)
        ways = _off_furniture(shop, moved.reshape(-1, 2), clear_m.ravel()).reshape(ways.shape)
    return ways


def _yielding(movement: Movement, t_s: Floats) -> Floats:
    gives = np.ones(len(t_s))
    for act in movement.acts:
        gives[(t_s >= act.from_s) & (t_s < act.until_s)] = _FIRM[act.kind]
    return gives


def _clear_m(movement: Movement, t_s: Floats) -> Floats:
    """Return how far from furniture they stay, float64 (T,)."""
    clear_m = np.full(len(t_s), _FURNITURE_M)
    for act in movement.acts:
        if act.kind == "inspect":
            clear_m[(t_s >= act.from_s) & (t_s < act.until_s)] = HELD_M
    return clear_m


def _step(planned: Floats, aside: Floats, here: NDArray[np.intp], yielding: Floats) -> Floats:
    """Return how far everybody is off their way a step later."""
    after: Floats = aside * np.exp(-STEP_S / _RETURN_S)
    at = planned[here] + after[here]
    away = at[:, None, :] - at[None, :, :]
    distance = np.hypot(away[..., 0], away[..., 1])
    np.fill_diagonal(distance, np.inf)
    overlap = np.maximum(APART_M - distance, 0.0)
    gives = yielding[here]
    share = gives[:, None] / np.maximum(gives[:, None] + gives[None, :], 1e-9)
    push = (away / np.maximum(distance, 0.05)[..., None] * (overlap * share)[..., None]).sum(axis=1)
    fast = np.maximum(np.hypot(push[:, 0], push[:, 1]) / (_FASTEST_M_S * STEP_S), 1.0)
    after[here] = after[here] + push / fast[:, None]
    return after


def _off_furniture(shop: Shop, xy_m: Floats, clear_m: Floats) -> Floats:
    """Return the points, those nearer than that to furniture or a wall moved out over its nearest side.

    Shape: (N, 2), (N,) → (N, 2).
    """
    moved = xy_m.copy()
    for box in obstacles(shop):
        west_m, east_m = box.x0_m - clear_m, box.x1_m + clear_m
        south_m, north_m = box.y0_m - clear_m, box.y1_m + clear_m
        x_m, y_m = moved.T
        depth = np.stack([x_m - west_m, east_m - x_m, y_m - south_m, north_m - y_m])
        inside = (depth > 0).all(axis=0)
        side = depth.argmin(axis=0)
        for number, (axis, edge_m) in enumerate(((0, west_m), (0, east_m), (1, south_m), (1, north_m))):
            at = inside & (side == number)
            moved[at, axis] = edge_m[at]
    return moved


def _along(movement: Movement, t_s: Floats, xy_m: Floats) -> Movement:
    entered_s, left_s = _crossings(t_s, xy_m)
    counts = movement.kind in ("visitor", "turned_round")
    return replace(
        movement,
        t_s=t_s,
        xy_m=xy_m,
        acts=tuple(act for act in movement.acts if act.until_s > t_s[0] and act.from_s < t_s[-1]),
        entered_s=entered_s if counts else None,
        left_s=left_s if counts else None,
    )


def _crossings(t_s: Floats, xy_m: Floats) -> tuple[float | None, float | None]:
    """Return when the way first comes in over the front wall's line, y = 0, and when it last goes out."""
    inside = xy_m[:, 1] > 0.0
    steps = np.flatnonzero(inside[1:] != inside[:-1])
    share = xy_m[steps, 1] / (xy_m[steps, 1] - xy_m[steps + 1, 1])
    moments = t_s[steps] + share * (t_s[steps + 1] - t_s[steps])
    into, out_of = moments[inside[steps + 1]], moments[~inside[steps + 1]]
    entered_s = float(into[0]) if len(into) else None
    return entered_s, (float(out_of[-1]) if len(out_of) else None)
