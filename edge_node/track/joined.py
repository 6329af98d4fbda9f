"""One track out of several that are one person: what each camera saw, weighed where several saw it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from edge_node.intent.levels import UNREAD
from edge_node.observations import LEFT_OUT, NOT_LOOKED, Track
from edge_node.track.assign import Floats
from edge_node.track.cameras import is_seen, positions

EDGE_S = 1.0
"""Near its first and its last point a track weighs less: bodies are cut off at a picture's edge."""

LEAST_WEIGHT = 0.05
"""What its very ends weigh."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One camera's track of the person."""

    track: Track
    error_m: float
    """Root mean square error of its floor positions."""


def joined(parts: Sequence[Part], *, cut_s: float) -> Track:
    """Return one track with a point wherever a part has one, cut at T_max.

    Where several parts see the person, the position is their mean, weighed by their errors and steadied at
    their ends. The earliest confirmation decides the epoch. A hand is where the camera says that looked,
    movement is what the camera says that read more; a badge that one camera saw is worn in all of them.
    A single part is returned as it is.
    """
    first = min(parts, key=lambda part: (part.track.confirmed_at_s, part.track.t_s[0]))
    if len(parts) == 1:
        return first.track
    t_s = np.unique(np.concatenate([part.track.t_s for part in parts]))
    t_s = t_s[t_s - t_s[0] <= cut_s]
    weights = np.stack([_weights(part, t_s) for part in parts])
    places = np.stack([positions(part.track.t_s, part.track.floor_xy_m, t_s) for part in parts])
    floor = (weights[:, :, None] * places).sum(axis=0) / weights.sum(axis=0)[:, None]
    return Track(
        track_id=first.track.track_id,
        confirmed_at_s=first.track.confirmed_at_s,
        t_s=t_s,
        floor_xy_m=floor.astype(np.float32),
        view=first.track.view,
        hand_at=_hands(parts, t_s),
        badge=next((kind for kind in LEFT_OUT if kind in {part.track.badge for part in parts}), None),
        in_panel=any(part.track.in_panel for part in parts),
        movement=_levels([part.track.movement for part in parts], parts, t_s),
        posture=_levels([part.track.posture for part in parts], parts, t_s),
    )


def _weights(part: Part, at_s: Floats) -> Floats:
    """Return what the part weighs at each moment, 0 where it does not see the person.  Shape: (N,)."""
    t_s = part.track.t_s
    from_edge_s = np.minimum(at_s - t_s[0], t_s[-1] - at_s)
    weights: Floats = np.clip(from_edge_s / EDGE_S, LEAST_WEIGHT, 1.0) / part.error_m**2
    return np.where(is_seen(t_s, at_s), weights, 0.0)


def _hands(parts: Sequence[Part], t_s: Floats) -> NDArray[np.int8] | None:
    """Return what the parts' own points say; where two have a point at once, the one that looked."""
    if all(part.track.hand_at is None for part in parts):
        return None
    hands = np.full(len(t_s), NOT_LOOKED, dtype=np.int8)
    for part in parts:
        if part.track.hand_at is not None:
            at = np.searchsorted(t_s, part.track.t_s[part.track.t_s <= t_s[-1]])
            hands[at] = np.maximum(hands[at], part.track.hand_at[: len(at)])
    return hands


def _levels(
    each: Sequence[NDArray[np.int8] | None], parts: Sequence[Part], t_s: Floats
) -> NDArray[np.int8] | None:
    """Return what the parts' own points say; where two have a point at once, the one that read more."""
    known = [levels for levels in each if levels is not None]
    if not known:
        return None
    joined = np.full((len(t_s), known[0].shape[1]), UNREAD, dtype=np.int8)
    for levels, part in zip(each, parts, strict=True):
        if levels is not None:
            own_s = part.track.t_s[part.track.t_s <= t_s[-1]]
            at, own = np.searchsorted(t_s, own_s), levels[: len(own_s)]
            reads_more = (own != UNREAD).sum(axis=1) > (joined[at] != UNREAD).sum(axis=1)
            joined[at[reads_more]] = own[reads_more]
    return joined
