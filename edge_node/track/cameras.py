"""Which tracks of several cameras are one person: by place at the same instants, never by looks.

Two tracks of different cameras are one person when, for long enough and for half of the time that both are
seen, they are near each other and tying them is part of the cheapest way to tie everybody. Two tracks of one
camera at the same instant are two people, whatever else is near. Nobody is recognised again: without a common
instant there is no bond.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from edge_node.track.assign import FORBIDDEN, Floats, assign

Ticks = NDArray[np.int64]

STEP_S = 0.25
"""The floor is compared at the instants of unix time that this divides."""

GAP_S = 1.0
"""Between two points further apart in time, nobody knows where a person was."""

TOGETHER_S = 0.5
"""Two tracks are near each other for at least this long before they are one person."""

TOGETHER_SHARE = 0.5
"""And for at least this share of the instants at which both are seen."""

APART_S, APART_SHARE = 2.0, 0.25
"""Seen together for this long, and within reach for a smaller share of it, two tracks are two people."""

STEADY_TICKS = 5
"""The way from one track to the other is averaged over this many instants: feet jitter, people do not."""

CLOCK_S = 0.3
"""Cameras' clocks agree this well: whoever walks may be this much further along for one of them."""

FAST_M_S = 3.0
"""Nobody walks faster."""

REACH = 1.75
"""Two positions of one person lie apart by less than this times their error, 19 times out of 20."""


@dataclass(frozen=True, slots=True, eq=False)
class Sighting:
    """Where one camera saw somebody, at the common instants."""

    camera: str
    from_s: float
    """Unix seconds of the first point."""
    until_s: float
    """Unix seconds of the last point."""
    ticks: Ticks
    """int64 (K,): instants in steps of STEP_S of unix time, ascending; none within a gap."""
    xy_m: Floats
    """float64 (K, 2): floor positions then."""

    @classmethod
    def of(cls, camera: str, t_s: Floats, floor_xy_m: NDArray[np.float32]) -> "Sighting":
        """Return what one track (T,), (T, 2) says about the common instants."""
        ticks = np.arange(np.ceil(t_s[0] / STEP_S), np.floor(t_s[-1] / STEP_S) + 1).astype(np.int64)
        ticks = ticks[is_seen(t_s, ticks.astype(np.float64) * STEP_S)]
        places = positions(t_s, floor_xy_m, ticks.astype(np.float64) * STEP_S)
        return cls(camera, float(t_s[0]), float(t_s[-1]), ticks, places)


@dataclass(frozen=True, slots=True, eq=False)
class Meeting:
    """Two sightings at the instants they share."""

    ticks: Ticks
    """int64 (K,)."""
    apart_m: Floats
    """float64 (K,): steadied distance."""
    least_m: Floats
    """float64 (K,): what is left of it when one of the two clocks is ahead by up to CLOCK_S."""


@dataclass(frozen=True, slots=True, eq=False)
class Tie:
    """Two sightings that come near each other."""

    first: int
    second: int
    meeting: Meeting
    is_tied: NDArray[np.bool_]
    """bool (K,): at each instant of the meeting, whether these two are taken for one person."""
    reach_m: float
    """How far apart the two cameras may put one person."""


@dataclass(frozen=True, slots=True)
class Bond:
    """Two sightings that are one person, as far as these two go."""

    first: int
    second: int
    together: int
    """Instants at which they were tied."""
    apart_m: float
    """Mean distance at the instants they share."""


def is_seen(t_s: Floats, at_s: Floats) -> NDArray[np.bool_]:
    """Return whether the moments (N,) lie between points of the track (T,) that are not a gap apart."""
    after = np.clip(np.searchsorted(t_s, at_s, side="left"), 0, len(t_s) - 1)
    before = np.clip(np.searchsorted(t_s, at_s, side="right") - 1, 0, len(t_s) - 1)
    is_within: NDArray[np.bool_] = (at_s >= t_s[0]) & (at_s <= t_s[-1])
    return is_within & (t_s[after] - t_s[before] <= GAP_S)


def positions(t_s: Floats, floor_xy_m: NDArray[np.float32], at_s: Floats) -> Floats:
    """Return the positions of a track (T,), (T, 2) at the moments (N,), straight between points: (N, 2)."""
    return np.column_stack([np.interp(at_s, t_s, floor_xy_m[:, axis]) for axis in (0, 1)])


def reach_m(error_m: float, other_error_m: float) -> float:
    """Return how far apart two cameras may put one person, from the position error of each."""
    return REACH * float(np.hypot(error_m, other_error_m))


def meeting_of(first: Sighting, second: Sighting) -> Meeting:
    """Return the two at the instants they share, which may be none."""
    ticks, rows, columns = np.intersect1d(first.ticks, second.ticks, assume_unique=True, return_indices=True)
    way = _steadied(first.xy_m[rows] - second.xy_m[columns])
    step = _steadied(_steps(ticks, (first.xy_m[rows] + second.xy_m[columns]) / 2))
    long_m = np.hypot(step[:, 0], step[:, 1])
    heading = step / np.maximum(long_m, 1e-9)[:, None]
    along, across = (way * heading).sum(axis=1), way[:, 0] * heading[:, 1] - way[:, 1] * heading[:, 0]
    ahead = np.maximum(np.abs(along) - CLOCK_S / STEP_S * long_m, 0.0)
    apart_m = np.hypot(way[:, 0], way[:, 1])
    return Meeting(ticks, apart_m, np.where(long_m > 0, np.hypot(ahead, across), apart_m))


def ties_of(
    sightings: Sequence[Sighting],
    error_m: Mapping[str, float],
    known: dict[tuple[Sighting, Sighting], Meeting] | None = None,
) -> list[Tie]:
    """Return the pairs that come near each other, with the instants at which they are tied.

    error_m: root mean square error of a floor position, by camera.
    known: meetings worked out before, which are added to.
    """
    known = {} if known is None else known
    pairs = _close_pairs(sightings, error_m)
    meetings = []
    for first, second in pairs:
        key = (sightings[first], sightings[second])
        meetings.append(known[key] if key in known else known.setdefault(key, meeting_of(*key)))
    reaches = [reach_m(error_m[sightings[a].camera], error_m[sightings[b].camera]) for a, b in pairs]
    tied = _tied(sightings, pairs, meetings, reaches)
    return [
        Tie(first, second, meeting, is_tied, within_m)
        for (first, second), meeting, is_tied, within_m in zip(pairs, meetings, tied, reaches, strict=True)
    ]


def bonds_of(ties: Iterable[Tie]) -> list[Bond]:
    """Return which pairs are one person, the surest first."""
    bonds = [
        Bond(tie.first, tie.second, int(tie.is_tied.sum()), float(tie.meeting.apart_m.mean()))
        for tie in ties
        if tie.is_tied.sum() >= max(TOGETHER_S / STEP_S, TOGETHER_SHARE * len(tie.is_tied))
    ]
    return sorted(bonds, key=lambda bond: (-bond.together, bond.apart_m))


def people_of(
    sightings: Sequence[Sighting], bonds: Iterable[Bond], error_m: Mapping[str, float]
) -> list[tuple[int, ...]]:
    """Return the sightings of each person, everybody once; the surest bonds are tied first.

    A bond that would make one person of two whom one camera sees at the same time, or whom two cameras see
    apart, is not tied.
    """
    person = {index: {index} for index in range(len(sightings))}
    for bond in bonds:
        one, other = person[bond.first], person[bond.second]
        if one is other or _coexist(sightings[member] for member in one | other):
            continue
        if not any(_are_apart(sightings[a], sightings[b], error_m) for a in one for b in other):
            one |= other
            person.update(dict.fromkeys(other, one))
    return sorted({tuple(sorted(members)) for members in person.values()})


def linked_by(count: int, pairs: Iterable[tuple[int, int]]) -> list[tuple[int, ...]]:
    """Return what any of the pairs connect, each of the ``count`` once."""
    parts = {index: {index} for index in range(count)}
    for first, second in pairs:
        one, other = parts[first], parts[second]
        if one is not other:
            one |= other
            parts.update(dict.fromkeys(other, one))
    return sorted({tuple(sorted(members)) for members in parts.values()})


def _close_pairs(sightings: Sequence[Sighting], error_m: Mapping[str, float]) -> list[tuple[int, int]]:
    """Return pairs, ordered by camera, that share time and whose ways come near each other at all."""
    seen = [index for index, sighting in enumerate(sightings) if len(sighting.ticks)]
    if not seen:
        return []
    low = np.array([sightings[index].xy_m.min(axis=0) for index in seen])
    high = np.array([sightings[index].xy_m.max(axis=0) for index in seen])
    ticks = np.array([sightings[index].ticks[[0, -1]] for index in seen])
    cameras = np.array([sightings[index].camera for index in seen])
    margin = reach_m(*2 * (max(error_m[camera] for camera in set(cameras.tolist())),)) + FAST_M_S * CLOCK_S
    is_close = np.triu(cameras[:, None] != cameras[None, :])
    is_close &= (ticks[:, None, 0] <= ticks[None, :, 1]) & (ticks[None, :, 0] <= ticks[:, None, 1])
    for axis in (0, 1):
        is_close &= low[:, None, axis] - margin <= high[None, :, axis]
        is_close &= low[None, :, axis] - margin <= high[:, None, axis]
    pairs = [(seen[first], seen[second]) for first, second in np.argwhere(is_close).tolist()]
    return [(b, a) if sightings[b].camera < sightings[a].camera else (a, b) for a, b in pairs]


def _tied(
    sightings: Sequence[Sighting],
    pairs: Sequence[tuple[int, int]],
    meetings: Sequence[Meeting],
    reaches_m: Sequence[float],
) -> list[NDArray[np.bool_]]:
    """Return for each pair at which instants it is part of the cheapest way to tie everybody."""
    sizes = [len(meeting.ticks) for meeting in meetings]
    pair = np.repeat(np.arange(len(pairs)), sizes)
    tick = np.concatenate([np.empty(0, dtype=np.int64), *(meeting.ticks for meeting in meetings)])
    apart = np.concatenate([np.empty(0), *(meeting.apart_m for meeting in meetings)])
    least = np.concatenate([np.empty(0), *(meeting.least_m for meeting in meetings)])
    near = np.flatnonzero(least <= np.array(reaches_m)[pair])
    names = sorted({sighting.camera for sighting in sightings})
    between = np.array([[names.index(sightings[member].camera) for member in both] for both in pairs])
    between = between.reshape(-1, 2) @ (len(names), 1)
    near = near[np.lexsort((between[pair[near]], tick[near]))]
    is_new = np.diff(tick[near], prepend=-1) != 0
    is_new |= np.diff(between[pair[near]], prepend=-1) != 0
    tied = np.zeros(len(pair), dtype=np.bool_)
    for rows in np.split(near, np.flatnonzero(is_new)[1:]):
        tied[rows if len(rows) < 2 else rows[_cheapest([pairs[p] for p in pair[rows]], apart[rows])]] = True
    return np.split(tied, np.cumsum(sizes)[:-1]) if pairs else []


def _cheapest(pairs: Sequence[tuple[int, int]], apart_m: Floats) -> NDArray[np.intp]:
    """Return which of the pairs tie everybody once: as many as can be, then at the least squared distance.

    Squared, it comes out the same when one camera's calibration is off by a constant.
    """
    rows, row = np.unique([first for first, _ in pairs], return_inverse=True)
    columns, column = np.unique([second for _, second in pairs], return_inverse=True)
    if len(rows) == len(columns) == len(pairs):
        return np.arange(len(pairs))
    cost = np.full((len(rows), len(columns)), FORBIDDEN)
    cost[row, column] = apart_m**2
    number = np.zeros(cost.shape, dtype=np.intp)
    number[row, column] = np.arange(len(pairs))
    chosen = assign(cost, FORBIDDEN / 2)
    return number[chosen[:, 0], chosen[:, 1]]


def _coexist(members: Iterable[Sighting]) -> bool:
    """Return whether one camera sees two of them at the same time."""
    spans = sorted((member.camera, member.from_s, member.until_s) for member in members)
    return any(a[0] == b[0] and b[1] <= a[2] for a, b in pairwise(spans))


def _are_apart(first: Sighting, second: Sighting, error_m: Mapping[str, float]) -> bool:
    """Return whether two cameras see them clearly apart: long enough, and hardly ever within reach."""
    meeting = meeting_of(first, second)
    is_near = meeting.least_m <= reach_m(error_m[first.camera], error_m[second.camera])
    return len(is_near) >= APART_S / STEP_S and float(is_near.mean()) < APART_SHARE


def _steps(ticks: Ticks, xy_m: Floats) -> Floats:
    """Return how far a person moves in one step of STEP_S around each instant.  Shape: (K, 2)."""
    if len(ticks) < 2:
        return np.zeros_like(xy_m)
    steps: Floats = np.gradient(xy_m, ticks.astype(np.float64), axis=0)
    return steps


def _steadied(values: Floats) -> Floats:
    """Return the centred running mean of (K, 2) over rows; at both ends over what there is."""
    half = STEADY_TICKS // 2
    sums = np.concatenate([np.zeros((1, 2)), np.cumsum(values, axis=0)])
    here = np.arange(len(values))
    low, high = np.maximum(here - half, 0), np.minimum(here + half + 1, len(values))
    means: Floats = (sums[high] - sums[low]) / (high - low)[:, None]
    return means
