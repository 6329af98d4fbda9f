"""One line of the campaign: a promise, the attack on it, what the attack reached and what it may reach."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

Scale = Literal["small", "full"]
"""``small`` runs within `make test`, ``full`` by `make campaign`."""


@dataclass(frozen=True, slots=True)
class Row:
    """What an attacker with the stated powers reached, and what he reaches with the defence off."""

    promise: str
    """What is promised, in a few words; one row has one promise."""
    attack: str
    """Who tries what."""
    measured: float
    """What the attack reached."""
    bound: float
    """What it may reach at most, in the same unit."""
    holds: bool
    """Whether the promise stood."""
    control: float | None = None
    """What the same attack reaches with the defence switched off; None where no defence can be."""
    control_fails: bool | None = None
    """Whether the promise fell then, as it must: a defence that cannot be seen failing proves nothing."""
    detail: str = ""
    """Powers, sample sizes, confidence."""

    def __post_init__(self) -> None:
        """Raise ValueError for what JSON has no number for, and for half a control."""
        numbers = [self.measured, self.bound, *([] if self.control is None else [self.control])]
        if not all(math.isfinite(number) for number in numbers):
            raise ValueError(f"expected finite numbers in {self.promise!r}, got {numbers}")
        if (self.control is None) != (self.control_fails is None):
            raise ValueError(f"expected a control with its outcome in {self.promise!r}")

    @property
    def stands(self) -> bool:
        """True when the promise held and its control, where there is one, fell."""
        return self.holds and self.control_fails is not False


class Attack(Protocol):
    """A module of the campaign."""

    def rows(self, *, scale: Scale, seed: int) -> list[Row]:
        """Attack and return one row for each promise; the seed fixes the world and the attacker."""
        ...


def fallen(rows: Iterable[Row]) -> list[str]:
    """Return which promises do not stand, in words; for tests and for the exit status."""
    return [
        f"{row.promise}: reached {row.measured:g}, bound {row.bound:g}, control {row.control}"
        for row in rows
        if not row.stands
    ]
