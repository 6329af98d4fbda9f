"""What one simulated person really did: where they were at every moment, and every act with its time."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

Kind = Literal["visitor", "turned_round", "pass_by", "staff"]
"""Came in and stayed; took a step inside and walked out again; never came in; works there."""

ActKind = Literal["browse", "reach", "hold", "retract", "inspect", "queue", "pay"]
"""Look at a shelf; arm out; hand in the shelf; arm back; look at the product; wait; stand at the till."""

Hand = Literal["left", "right", ""]
"""The hand of an act; empty where none is used."""


@dataclass(frozen=True, slots=True)
class Act:
    """One state of the shopper other than walking."""

    kind: ActKind
    from_s: float
    """Unix seconds."""
    until_s: float
    """Unix seconds."""
    facing_rad: float
    """Where the body faces: 0 east, counter-clockwise."""
    shelf: str = ""
    """The shelf in front; empty at the till."""
    hand: Hand = ""
    """The hand that reaches or holds."""
    height_m: float = 0.0
    """Height of the board reached for."""


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Movement:
    """One person's way through the day: straight between knots, walking or standing."""

    person: int
    """A running number within the day, from 0; it has no counterpart in any track."""
    group: int
    """People who came together share it."""
    kind: Kind
    t_s: NDArray[np.float64]
    """float64 (K,): unix seconds, ascending."""
    xy_m: NDArray[np.float64]
    """float64 (K, 2): x east, y north, metres in the site frame."""
    acts: tuple[Act, ...]
    """In order; they do not overlap."""
    entered_s: float | None
    """Unix seconds when the body's centre crossed the entrance line inwards; None for who passed by."""
    left_s: float | None
    """And outwards for the last time; None for who passed by or is still inside when the truth ends."""
    stature_m: float
    """Body height."""
    pushes: bool = False
    """Whether they push a trolley."""

    @override
    def __repr__(self) -> str:
        return f"Movement({self.kind}, {len(self.t_s)} knots)"


def positions(movement: Movement, t_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the planned floor positions at the times, float64 (T, 2); ends are held outside the way."""
    return np.stack([np.interp(t_s, movement.t_s, movement.xy_m[:, axis]) for axis in (0, 1)], axis=1)
