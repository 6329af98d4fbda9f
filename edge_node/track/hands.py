"""Whose hand is in which shelf, and when: from what lies across the fronts, and where everybody stands."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from edge_node.observations import NO_SHELF, NOT_LOOKED, Across, TrackId
from edge_node.track.arms import Arm, Following
from edge_node.track.first_looks import FirstLooks, Look, Reacher
from edge_node.track.front import Front
from edge_node.track.whose import NEXT_S, owners

Floats = NDArray[np.float64]

JOINED_S = 1.0
"""Arms of one person so soon after each other are one reach."""
SHORTEST_S = 0.7
"""A shorter reach is none: a hand in a shelf for half a second takes longer than that to go in and out."""
MOST_ARMS = 200
"""Of one episode; whoever owns them by then keeps them."""

Stretch = tuple[int, float, float]
"""A shelf, from and until, in unix seconds."""


class Hands:
    """The hands of one camera's people.

    An episode lasts as long as any arm is across and NEXT_S longer; then it is settled whose each was. Who
    leaves before takes along what is theirs by then. What is said of the first seconds is said once more.
    """

    def __init__(self, fronts: Sequence[Front]) -> None:
        self._fronts = {front.shelf: front for front in fronts}
        self.clear()

    def clear(self) -> None:
        """Forget everybody and everything, the time as well."""
        self._first = FirstLooks() if self._fronts else None
        self._again_s = np.empty(0)
        self._start()

    @property
    def looks_at_all(self) -> bool:
        """Whether looks in which nothing lies across are of use as well: they may be told once more."""
        return self._first is not None

    def see(self, t_s: float, across: Sequence[Across] | None, people: Sequence[Reacher]) -> None:
        """Take what lies across in one look, None where that is not known, and everybody followed in it."""
        if self._first is not None:
            self._first.looks.append(Look(t_s, across, people))
            self._first = None if self._first.is_full else self._first
        if across is not None:
            self._see(t_s, across, people)

    def see_again(self, looks: Mapping[float, Sequence[Across]]) -> None:
        """Take what lay across in looks since the start instead of what was said then."""
        if self._first is None or not looks:
            return
        first, self._first = self._first, None
        self._again_s = np.array(list(looks))
        self._start()
        for look in first.looks:
            across = looks.get(look.t_s, look.across)
            if across is not None:
                self._see(look.t_s, across, look.people)
        for track_id in first.left:
            self.leave(track_id)

    def _start(self) -> None:
        self._following = Following()
        self._over: list[Arm] = []
        self._settled: dict[TrackId, list[Stretch]] = {}

    def _see(self, t_s: float, across: Sequence[Across], people: Sequence[Reacher]) -> None:
        self._over += [arm for arm in self._following.see(t_s, across) if self._is_narrow(arm)]
        for arm in self._following.open:
            if arm.last_s == t_s:
                arm.weigh(self._weights(arm, people))
        is_quiet = not self._following.open and all(t_s - arm.last_s > NEXT_S for arm in self._over)
        if is_quiet or len(self._over) > MOST_ARMS:
            for arm, owner in zip(self._over, owners(self._over), strict=True):
                if owner is not None and owner != arm.owner:
                    stretch = (arm.shelf, arm.first_s, arm.last_s)
                    self._settled.setdefault(owner, []).append(stretch)
            self._over = []

    def hand_at(self, track_id: TrackId, t_s: Floats, is_told: NDArray[np.bool_]) -> NDArray[np.int8]:
        """Return the shelf that the person's hand is in at each moment, NO_SHELF or NOT_LOOKED.

        Shape: (T,), (T,) → (T,); is_told: whether it was known at once what lay across then.
        """
        is_told = is_told | np.isin(t_s, self._again_s)
        hand_at = np.where(is_told, NO_SHELF, NOT_LOOKED).astype(np.int8)
        arms = [arm for arm, owner in self._unsettled() if owner == track_id]
        theirs = [(arm.shelf, arm.first_s, arm.last_s) for arm in arms]
        for shelf, from_s, until_s in joined([*self._settled.get(track_id, ()), *theirs]):
            hand_at[(t_s >= from_s) & (t_s <= until_s)] = shelf
        return hand_at

    def part(self, first: TrackId, second: TrackId, since_s: float) -> None:
        """Take it that whoever was followed as the first is the second from that moment on."""
        if self._first is not None:
            self._first.part(first, second, since_s)
        for arm in (*self._over, *self._following.open):
            if arm.first_s >= since_s and first in arm.weights:
                arm.weights[second] = arm.weights.get(second, 0.0) + arm.weights.pop(first)
        settled = self._settled.pop(first, [])
        later = [stretch for stretch in settled if stretch[1] >= since_s]
        for track_id, stretches in ((second, later), (first, [s for s in settled if s not in later])):
            if stretches:
                self._settled.setdefault(track_id, []).extend(stretches)

    def wipe(self, track_id: TrackId) -> None:
        """Forget where somebody has been; what they do from now on is seen as before."""
        if self._first is not None:
            self._first.wipe(track_id)

    def leave(self, track_id: TrackId) -> None:
        """Forget somebody who has left; nobody else is given the arms that were theirs."""
        if self._first is not None:
            self._first.left.append(track_id)
        for arm, owner in self._unsettled():
            if owner == track_id:
                arm.owner = track_id
        self._drop(track_id)

    def forget(self, track_id: TrackId) -> None:
        """Forget somebody as if they had never been there."""
        self.wipe(track_id)
        self._drop(track_id)

    def _drop(self, track_id: TrackId) -> None:
        for arm in (*self._over, *self._following.open):
            arm.weights.pop(track_id, None)
        self._settled.pop(track_id, None)

    def _unsettled(self) -> list[tuple[Arm, TrackId | None]]:
        still = (arm for arm in self._following.open if arm.is_long and self._is_narrow(arm))
        arms = [*self._over, *still]
        return list(zip(arms, owners(arms), strict=True))

    def _is_narrow(self, arm: Arm) -> bool:
        front = self._fronts.get(arm.shelf)
        return front is not None and front.is_narrow(arm.high - arm.low)

    def _weights(self, arm: Arm, people: Sequence[Reacher]) -> dict[TrackId, float]:
        front = self._fronts.get(arm.shelf)
        if front is None:
            return {}
        share = (arm.last.low + arm.last.high) / 2
        stands = ((person, front.stand(person.feet_xy_m)) for person in people)
        return {
            person.track_id: front.weigh(share, stand, person.box_xyxy_px)
            for person, stand in stands
            if stand is not None
        }


def joined(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Return one person's reaches: arms that overlap or follow each other as one, too short ones left out."""
    reaches: list[Stretch] = []
    for shelf, from_s, until_s in sorted(stretches):
        if reaches and reaches[-1][0] == shelf and from_s - reaches[-1][2] < JOINED_S:
            reaches[-1] = (shelf, reaches[-1][1], max(reaches[-1][2], until_s))
        else:
            reaches.append((shelf, from_s, until_s))
    return [reach for reach in reaches if reach[2] - reach[1] >= SHORTEST_S]
