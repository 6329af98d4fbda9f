"""What lies across a front, followed from look to look: one arm as long as it is there."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from edge_node.observations import Across, TrackId

GAP_S = 0.35
"""What is not seen for longer, nor in the next look, is another arm."""
SLACK = 0.01
"""How far along the line an arm moves between two looks, beyond its own width."""
FLICKER_S = 0.4
"""What lies across for less is nobody's arm."""
ABSENT = -5.0
"""What a look counts in which somebody is not seen before the front, and the least that any look counts: a
log likelihood, as Front.weigh returns it.  Source: DECISIONS.md, 2026-11-28."""


@dataclass(slots=True)
class Arm:
    """One arm across a front."""

    shelf: int
    first: Across
    last: Across
    first_s: float
    last_s: float
    looks: int = 0
    low: float = 0.0
    """Where along the line it begins, in [0, 1]: the mean over all looks."""
    high: float = 0.0
    """Where it ends, in [low, 1], likewise."""
    weights: dict[TrackId, float] = field(default_factory=dict)
    """Of everybody it may belong to: the sum over all looks of how well it fits, above ABSENT."""
    owner: TrackId | None = None
    """Whose it was once they had left; None: it may still be anybody's."""

    @property
    def is_long(self) -> bool:
        """Whether it is there for longer than a flicker."""
        return self.last_s - self.first_s >= FLICKER_S

    def fits(self) -> dict[TrackId, float]:
        """Return how well it fits everybody it may belong to, the mean over all looks."""
        return {track_id: sum_ / self.looks + ABSENT for track_id, sum_ in self.weights.items()}

    def weigh(self, weights: dict[TrackId, float]) -> None:
        """Take one look at it, with how well it fits whoever stands before the front."""
        self.looks += 1
        self.low += (self.last.low - self.low) / self.looks
        self.high += (self.last.high - self.high) / self.looks
        for track_id, weight in weights.items():
            self.weights[track_id] = self.weights.get(track_id, 0.0) + max(weight - ABSENT, 0.0)


class Following:
    """The arms that are across now."""

    def __init__(self) -> None:
        self.open: list[Arm] = []
        self._before_s = float("-inf")

    def see(self, t_s: float, seen: Sequence[Across]) -> list[Arm]:
        """Take one look; return the arms that are over, those that were flickers left out."""
        over = [arm for arm in self.open if self._is_over(arm, t_s)]
        self.open = [arm for arm in self.open if not self._is_over(arm, t_s)]
        self._before_s = t_s
        self._link(t_s, seen)
        return [arm for arm in over if arm.is_long]

    def _is_over(self, arm: Arm, t_s: float) -> bool:
        return arm.last_s < self._before_s and t_s - arm.last_s > GAP_S

    def _link(self, t_s: float, seen: Sequence[Across]) -> None:
        pairs = [
            (_likeness(arm.last, now), row, column)
            for row, arm in enumerate(self.open)
            for column, now in enumerate(seen)
            if apart(arm.last, now) <= SLACK
        ]
        rows, columns = set[int](), set[int]()
        for _, row, column in sorted(pairs, reverse=True):
            if row not in rows and column not in columns:
                rows.add(row)
                columns.add(column)
                self.open[row].last, self.open[row].last_s = seen[column], t_s
        new = (now for column, now in enumerate(seen) if column not in columns)
        self.open += [Arm(now.shelf, now, now, t_s, t_s) for now in new]


def apart(one: Across | Arm, other: Across | Arm) -> float:
    """Return how far two lie apart, as a share of their line; 0 where they touch, infinite on two lines."""
    if one.shelf != other.shelf:
        return float("inf")
    return max(max(one.low, other.low) - min(one.high, other.high), 0.0)


def _likeness(one: Across, other: Across) -> float:
    shared = min(one.high, other.high) - max(one.low, other.low)
    return shared / max(max(one.high, other.high) - min(one.low, other.low), 1e-9)
