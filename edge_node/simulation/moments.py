"""The truth of every moment: who is there, where, in which zone, which hand in which shelf, who queues."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from edge_node.simulation.movement import Movement, positions
from edge_node.simulation.queueing import Wait
from edge_node.simulation.shop import Shop

NOWHERE = -1
"""In no zone; in no shelf."""
_SIDES = {"left": 0, "right": 1}


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """What is true at each of T moments for each of P people."""

    t_s: NDArray[np.float64]
    """float64 (T,): unix seconds."""
    person: NDArray[np.int64]
    """int64 (P,): the numbers of the movements."""
    group: NDArray[np.int64]
    """int64 (P,): people who came together share it."""
    is_there: NDArray[np.bool_]
    """bool (P, T): whether they are in or before the shop."""
    xy_m: NDArray[np.float64]
    """float64 (P, T, 2): middle of the feet, metres in the site frame; ends are held outside their stay."""
    zone: NDArray[np.int8]
    """int8 (P, T): index of the first zone of the floor plan that holds them, or NOWHERE."""
    hand_at: NDArray[np.int8]
    """int8 (P, T, 2): index of the shelf that the left and the right hand are in, or NOWHERE."""
    queues: NDArray[np.bool_]
    """bool (P, T): whether they wait, from joining the queue to being called."""
    is_served: NDArray[np.bool_]
    """bool (P, T): whether they are at the till, from being called to having paid."""


def moments_of(
    shop: Shop, movements: Sequence[Movement], waits: Sequence[Wait], t_s: NDArray[np.float64]
) -> Moments:
    """Return the truth of these people at these moments."""
    count, times = len(movements), len(t_s)
    xy_m = np.stack([positions(m, t_s) for m in movements]) if count else np.empty((0, times, 2))
    is_there = np.zeros((count, times), dtype=np.bool_)
    hand_at = np.full((count, times, 2), NOWHERE, dtype=np.int8)
    queues, is_served = np.zeros_like(is_there), np.zeros_like(is_there)
    shelves = {shelf.name: number for number, shelf in enumerate(shop.shelves)}
    wait_of = {wait.person: wait for wait in waits}
    for row, movement in enumerate(movements):
        is_there[row] = _within(t_s, movement.t_s[0], np.nextafter(movement.t_s[-1], np.inf))
        for act in movement.acts:
            if act.kind == "hold":
                hand_at[row, _within(t_s, act.from_s, act.until_s), _SIDES[act.hand]] = shelves[act.shelf]
        if (wait := wait_of.get(movement.person)) is not None:
            queues[row] = _within(t_s, wait.joined_s, wait.served_s)
            is_served[row] = _within(t_s, wait.served_s, wait.paid_s)
    return Moments(
        t_s=t_s,
        person=np.array([m.person for m in movements], dtype=np.int64),
        group=np.array([m.group for m in movements], dtype=np.int64),
        is_there=is_there,
        xy_m=xy_m,
        zone=_zones(shop, xy_m),
        hand_at=hand_at,
        queues=queues,
        is_served=is_served,
    )


def _within(t_s: NDArray[np.float64], from_s: float, until_s: float) -> NDArray[np.bool_]:
    inside: NDArray[np.bool_] = (t_s >= from_s) & (t_s < until_s)
    return inside


def _zones(shop: Shop, xy_m: NDArray[np.float64]) -> NDArray[np.int8]:
    zone = np.full(xy_m.shape[:2], NOWHERE, dtype=np.int8)
    for number, place in reversed(list(enumerate(shop.zones))):
        box = place.box
        inside = (xy_m[..., 0] >= box.x0_m) & (xy_m[..., 0] <= box.x1_m)
        inside &= (xy_m[..., 1] >= box.y0_m) & (xy_m[..., 1] <= box.y1_m)
        zone[inside] = number
    return zone
