"""Where a camera's tracker went over from one person to another, and the other cameras saw the two part.

Two tracks that were taken for one person and then part are not one person. The one that parts from more
others is taken to go over; of two cameras that contradict each other, the last by name.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median_low

import numpy as np

from edge_node.observations import Track
from edge_node.track.cameras import STEP_S, Sighting, Tie

TIED_S = 1.0
"""Tied for this long, two tracks were one person."""

PARTED_S, PARTED = 1.5, 1.5
"""Out of reach by this factor, for this long, they are not any more."""

ABOUT_S = 1.5
"""What happens to a track within this time is one mix-up."""

Parting = tuple[int, int, int]
"""Tick, and the two sightings."""


def partings_of(ties: Iterable[Tie]) -> list[Parting]:
    """Return every change between tied and parted, either way round."""
    return [(tick, tie.first, tie.second) for tie in ties for tick in _changes(tie)]


def mixups_of(sightings: Sequence[Sighting], partings: Iterable[Parting]) -> dict[int, list[float]]:
    """Return the Unix seconds at which sightings go over to another person, by sighting."""
    left, found = list(partings), dict[int, list[float]]()
    while left:
        tick, who = max(
            ((tick, who) for tick, *both in left for who in both),
            key=lambda one: (
                len(_about(left, *one)),
                sightings[one[1]].camera,
                sightings[one[1]].from_s,
                one[0],
            ),
        )
        explained = _about(left, tick, who)
        found.setdefault(who, []).append(STEP_S * median_low([parting[0] for parting in explained]))
        left = [parting for parting in left if parting not in explained]
    return found


def pieces_of(track: Track, cuts_s: Iterable[float]) -> list[Track]:
    """Return the parts of the track between the moments; a later part is confirmed as it begins.

    Whose panel badge it was is not known once a track is cut: then nobody consented.
    """
    edges = np.searchsorted(track.t_s, sorted(cuts_s)).tolist()
    return [
        Track(
            track_id=track.track_id,
            confirmed_at_s=max(track.confirmed_at_s, float(track.t_s[first]))
            if first
            else track.confirmed_at_s,
            t_s=track.t_s[first:last],
            floor_xy_m=track.floor_xy_m[first:last],
            view=track.view,
            hand_at=None if track.hand_at is None else track.hand_at[first:last],
            badge=track.badge,
            in_panel=track.in_panel and not edges,
            movement=None if track.movement is None else track.movement[first:last],
            posture=None if track.posture is None else track.posture[first:last],
        )
        for first, last in pairwise([0, *edges, len(track.t_s)])
        if first < last
    ]


def _about(partings: Sequence[Parting], tick: int, who: int) -> list[Parting]:
    """Return the partings of one sighting about one moment."""
    return [p for p in partings if who in p[1:] and abs(p[0] - tick) * STEP_S <= ABOUT_S]


def _changes(tie: Tie) -> Iterator[int]:
    """Yield the ticks half-way between being tied and having parted, each for long enough."""
    is_far = tie.meeting.least_m > PARTED * tie.reach_m
    state = tie.is_tied.astype(np.int64) - is_far
    known = np.flatnonzero(state)
    runs = [(sign, list(rows)) for sign, rows in groupby(known.tolist(), key=lambda row: int(state[row]))]
    least = {1: TIED_S / STEP_S, -1: PARTED_S / STEP_S}
    lasting = [(sign, rows) for sign, rows in runs if len(rows) >= least[sign]]
    for (sign, rows), (next_sign, next_rows) in pairwise(lasting):
        if sign != next_sign:
            yield int(tie.meeting.ticks[rows[-1]] + tie.meeting.ticks[next_rows[0]]) // 2
