"""Moments of a joint count, held until nothing can come between them any more."""

from bisect import insort
from dataclasses import dataclass, field

from edge_node.features.groups import TOGETHER_S


@dataclass(slots=True)
class Arrivals:
    """One epoch's arrivals that are not yet counted: times of day and nothing else."""

    moments_s: list[float] = field(default_factory=list)
    """Unix seconds, ascending."""
    settled_until_s: float = float("-inf")
    """What came before was counted; a later-told arrival from then is dropped."""

    def add(self, at_s: float) -> bool:
        """Hold the moment; False when it comes too late and is dropped."""
        if at_s < self.settled_until_s:
            return False
        insort(self.moments_s, at_s)
        return True

    def settle(self, until_s: float) -> list[float]:
        """Take out and return the moments of every group that nobody can join any more.

        until_s: every arrival before it is known; Unix seconds. It must not depend on who came, or the bound
        of the count would not hold.
        """
        self.settled_until_s = max(self.settled_until_s, until_s)
        at = len(self.moments_s)
        later_s = until_s
        while at and later_s - self.moments_s[at - 1] <= TOGETHER_S:
            at -= 1
            later_s = self.moments_s[at]
        final, self.moments_s = self.moments_s[:at], self.moments_s[at:]
        return final
