"""The till: first come, first served, one queue, as many clerks as the expected load needs."""

import heapq
from dataclasses import dataclass

import numpy as np

from edge_node.simulation.grounding import SERVICE_LOG_SD, SERVICE_S
from edge_node.simulation.itinerary import Walk

LOAD = 0.8
"""Clerks are added until the busiest expected hour keeps them busy for at most this share of it."""
SLOWEST_M_S = 0.5


@dataclass(frozen=True, slots=True)
class Wait:
    """One person's time at the till."""

    person: int
    joined_s: float
    """Unix seconds: last in the queue."""
    served_s: float
    """Called to the till."""
    paid_s: float
    """Done."""


def clerks_for(buyers_per_hour: float) -> int:
    """Return the clerks that the busiest hour needs."""
    return max(1, int(np.ceil(buyers_per_hour * SERVICE_S[1] / 3600 / LOAD)))


def serve(walks: dict[int, Walk], clerks: int, rng: np.random.Generator) -> tuple[Wait, ...]:
    """Take every walk through queue and till, in the order of joining, and return the waits.

    The walks come from anywhere in the shop and end at the till; person → walk.
    """
    for walk in walks.values():
        walk.go(walk.network.queue[-1], walk.indoor_m_s)
    order = sorted(walks, key=lambda person: (walks[person].now_s, person))
    service_s = np.clip(
        rng.lognormal(np.log(SERVICE_S[1]), SERVICE_LOG_SD, len(order)), SERVICE_S[0], SERVICE_S[2]
    ).tolist()
    free_s = [0.0] * clerks
    starts_s: list[float] = []
    waits = []
    for person, length_s in zip(order, service_s, strict=True):
        walk = walks[person]
        joined_s = walk.now_s
        ahead = [start_s for start_s in starts_s[-50:] if start_s > joined_s]
        _move_up(walk, ahead)
        called_s = max(walk.now_s, heapq.heappop(free_s))
        _wait_until(walk, called_s)
        walk.go(walk.network.till, max(walk.indoor_m_s, SLOWEST_M_S))
        walk.act("pay", length_s)
        walk.stand(0.0)
        heapq.heappush(free_s, walk.now_s)
        starts_s.append(called_s)
        waits.append(Wait(person, joined_s, called_s, walk.now_s))
    return tuple(waits)


def _move_up(walk: Walk, ahead_s: list[float]) -> None:
    """Walk to the slot behind those ahead and one slot further each time one of them is called."""
    slots = walk.network.queue
    for number, called_s in enumerate(sorted(ahead_s)):
        walk.go(slots[min(len(ahead_s) - number, len(slots) - 1)], max(walk.indoor_m_s, SLOWEST_M_S))
        _wait_until(walk, called_s)
    walk.go(slots[0], max(walk.indoor_m_s, SLOWEST_M_S))


def _wait_until(walk: Walk, moment_s: float) -> None:
    if moment_s > walk.now_s:
        walk.act("queue", moment_s - walk.now_s)
        walk.stand(0.0)
