"""Whose arms these are: everybody has one reach at a time; arms that come and go together are one person's.

Each arm goes to whom it fits best, all of them weighed against each other. Source: iterated conditional
modes, Besag 1986.
"""

from collections.abc import Sequence

from edge_node.observations import TrackId
from edge_node.track.arms import ABSENT, Arm, apart

TOGETHER_S, TOGETHER = 0.4, 1.0
"""Two arms that begin and end within this of each other are likelier one person's, by so much."""
TIED_S, SAME_PLACE = 0.3, 0.02
"""Arms that begin or that end within this of each other, and lie no farther apart on the line, may be one
person's: one was hidden for a while.  Source: DECISIONS.md, 2026-11-28."""
BUSY, BUSY_S = 5.0, 0.5
"""Cost of another arm to whoever has one then; in full from so long together on."""
NEXT_S, ELSEWHERE = 1.5, 0.045
"""Nobody reaches elsewhere, so far along the line, sooner than this after a reach: that costs as much."""
MOST_ROUNDS = 8


def owners(arms: Sequence[Arm]) -> list[TrackId | None]:
    """Return whose each arm is, or None for nobody's; what is settled stays.

    In the order in which they began, each beside those before it; then again until all agree.
    """
    beside = [[_togetherness(arm, other) for other in arms] for arm in arms]
    fits = [arm.fits() for arm in arms]
    owned = [arm.owner for arm in arms]
    order = sorted(
        (row for row, arm in enumerate(arms) if arm.owner is None), key=lambda row: arms[row].first_s
    )
    for _ in range(MOST_ROUNDS):
        before = list(owned)
        for row in order:
            owned[row] = _best(fits[row], owned, beside[row])
        if owned == before:
            break
    return owned


def _best(
    fits: dict[TrackId, float], owned: Sequence[TrackId | None], beside: Sequence[float]
) -> TrackId | None:
    """Return who fits best, given who owns the others and what each of those says for one person.

    None where nobody fits better than somebody who is not there at all.
    """
    total = dict(fits)
    for owner, by in zip(owned, beside, strict=True):
        if owner is not None and owner in total:
            total[owner] += by
    best = max(total, key=lambda track_id: total[track_id], default=None)
    return best if best is not None and total[best] > ABSENT else None


def _togetherness(one: Arm, other: Arm) -> float:
    """Return what it says for one person that both arms are theirs; 0 of an arm with itself."""
    if one is other:
        return 0.0
    shared_s = min(one.last_s, other.last_s) - max(one.first_s, other.first_s)
    if shared_s <= 0:
        first, then = (one, other) if one.last_s <= other.first_s else (other, one)
        is_elsewhere = -shared_s < NEXT_S and apart(first.last, then.first) > ELSEWHERE
        return -BUSY if is_elsewhere else 0.0
    begins_s, ends_s = abs(one.first_s - other.first_s), abs(one.last_s - other.last_s)
    if max(begins_s, ends_s) <= TOGETHER_S:
        return TOGETHER
    if min(begins_s, ends_s) <= TIED_S and apart(one, other) <= SAME_PLACE:
        return 0.0
    return -BUSY * min(shared_s / BUSY_S, 1.0)
