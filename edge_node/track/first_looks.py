"""Who stood where in every look since the start, until what lay across the fronts then is told once more."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from edge_node.observations import MOST_AGAIN, Across, TrackId

LONGEST_S = 20.0
"""What is not told again within so long is not told again at all; edge_node.wall.curtain does after 12 s."""


class Reacher(NamedTuple):
    """Somebody who is followed, in one look."""

    track_id: TrackId
    feet_xy_m: NDArray[np.float64]
    """float64 (2,): where they stand."""
    box_xyxy_px: NDArray[np.float64]
    """float64 (4,): their box as it was found."""


@dataclass(frozen=True, slots=True)
class Look:
    """What was said of one look."""

    t_s: float
    across: Sequence[Across] | None
    """None: nothing was known yet."""
    people: Sequence[Reacher]


class FirstLooks:
    """All looks since the start, with everybody under the name that they have by now."""

    def __init__(self) -> None:
        self.looks: list[Look] = []
        self.left: list[TrackId] = []
        """Who has left since, in order."""

    @property
    def is_full(self) -> bool:
        """Whether it has waited for long enough."""
        is_long = bool(self.looks) and self.looks[-1].t_s - self.looks[0].t_s > LONGEST_S
        return is_long or len(self.looks) >= MOST_AGAIN

    def part(self, first: TrackId, second: TrackId, since_s: float) -> None:
        """Take it that whoever was followed as the first is the second from that moment on."""
        self.looks = [
            replace(look, people=[_renamed(one, first, second) for one in look.people])
            if look.t_s >= since_s
            else look
            for look in self.looks
        ]

    def wipe(self, track_id: TrackId) -> None:
        """Forget where somebody stood."""
        self.looks = [
            replace(look, people=[one for one in look.people if one.track_id != track_id])
            for look in self.looks
        ]


def _renamed(one: Reacher, first: TrackId, second: TrackId) -> Reacher:
    return one._replace(track_id=second) if one.track_id == first else one
