"""Who will meet somebody looks ahead: both make room in time, pass as far apart as people do, come back."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from edge_node.simulation.grounding import LEVELS, PASSING_M, PASSING_WITHIN_M

Floats = NDArray[np.float64]

AHEAD_S = 2.0
"""How long before they pass people begin to make room, and how long after it they are back. A choice."""
RELATIVE_M_S = 0.5
"""Two who move against each other less fast than this do not pass each other: they walk or stand together."""
ROUNDS = 8
"""Making room for one person takes it from the next; after this many rounds little is left to make."""
_RAMP_S = 1.0
"""How long before and after they stand firm for somebody people give way less and less."""


@dataclass(frozen=True, slots=True, eq=False)
class Meeting:
    """Two planned ways that come near each other."""

    pair: tuple[int, int]
    step: int
    """The last moment before they are nearest."""
    share: float
    """How far between this moment and the next they are nearest: 0 to 1."""
    beside: Floats
    """float64 (2,): the direction, of length 1, from the second of the pair to the first as they pass."""
    apart_m: float
    """How far apart they should pass."""


def room_made(ways_m: Floats, yielding: Floats, meetings: list[Meeting], step_s: float) -> Floats:
    """Return how much further aside each would walk at each moment, float64 (N, T, 2), metres.

    The ways are float64 (N, T, 2), as walked so far; *yielding* is (N, T), from 0 (gives way to nobody) to 1.
    """
    aside = np.zeros_like(ways_m)
    moments = np.arange(ways_m.shape[1])
    for meeting in meetings:
        pair, step = list(meeting.pair), meeting.step
        gaps_m = (ways_m[pair[0], step : step + 2] - ways_m[pair[1], step : step + 2]) @ meeting.beside
        lacking_m = meeting.apart_m - float(gaps_m @ (1.0 - meeting.share, meeting.share))
        gives = yielding[pair, step]
        if lacking_m <= 0.0 or gives.sum() <= 0.0:
            continue
        far = np.abs(moments - step - meeting.share) * step_s / AHEAD_S
        bump = np.where(far < 1.0, np.cos(far * np.pi / 2) ** 2, 0.0)
        moved_m = lacking_m * gives / gives.sum()
        for person, metres in zip(pair, (moved_m[0], -moved_m[1]), strict=True):
            aside[person] += (metres * bump * yielding[person])[:, None] * meeting.beside
    return aside


def meetings_of(ways_m: Floats, there: NDArray[np.bool_], step_s: float) -> list[Meeting]:
    """Return where any two ways pass within reach of each other, and how far apart these two should pass.

    Ways planned with no regard to anybody pass at every distance alike; each meeting is moved to the same
    quantile of the distances at which filmed people pass.
    """
    return [
        meeting
        for one, other in combinations(range(len(ways_m)), 2)
        if np.any(both := there[one] & there[other])
        for meeting in _of_pair((one, other), ways_m[one] - ways_m[other], both, step_s)
    ]


def softened(yielding: Floats, step_s: float) -> Floats:
    """Return how much people give way, float64 (N, T), rising and falling no faster than over a second."""
    soft = yielding.copy()
    rise = step_s / _RAMP_S
    for step in range(1, soft.shape[1]):
        soft[:, step] = np.minimum(soft[:, step], soft[:, step - 1] + rise)
    for step in range(soft.shape[1] - 2, -1, -1):
        soft[:, step] = np.minimum(soft[:, step], soft[:, step + 1] + rise)
    return soft


def _of_pair(
    pair: tuple[int, int], apart_m: Floats, both: NDArray[np.bool_], step_s: float
) -> Iterator[Meeting]:
    moved_m = np.diff(apart_m, axis=0)
    length2 = np.maximum((moved_m**2).sum(axis=1), 1e-12)
    share = np.clip(-(apart_m[:-1] * moved_m).sum(axis=1) / length2, 0.0, 1.0)
    nearest_m = np.hypot(*(apart_m[:-1] + share[:, None] * moved_m).T)
    nearest_m[~(both[:-1] & both[1:])] = np.inf
    before, after = np.append(np.inf, nearest_m[:-1]), np.append(nearest_m[1:], np.inf)
    is_pass = (nearest_m < PASSING_WITHIN_M) & (nearest_m <= before) & (nearest_m < after)
    is_pass &= np.sqrt(length2) / step_s >= RELATIVE_M_S
    for step in np.flatnonzero(is_pass).tolist():
        along = moved_m[step] / np.sqrt(length2[step])
        beside = np.array([-along[1], along[0]])
        planned_m = float(apart_m[step] @ beside)
        side = 1.0 if planned_m >= 0.0 else -1.0
        quantile = nearest_m[step] / PASSING_WITHIN_M
        wanted_m = float(np.interp(quantile, LEVELS, PASSING_M.values))
        yield Meeting(pair, step, float(share[step]), side * beside, wanted_m)
