"""Where people walk next: from which part of the store to which other one, with one interval for all ways."""

from dataclasses import dataclass

from aggregator.insights.estimate import Estimate, everywhere
from aggregator.insights.gathered import Gathered, gather, in_rows, sums
from aggregator.insights.index import Index
from aggregator.insights.places import zones
from aggregator.insights.series import Scope
from shared.schemas.release import Release


@dataclass(frozen=True, slots=True)
class Walk:
    """One way from a part to another."""

    left: str
    reached: str
    count: Estimate
    """Walks; the half-width is simultaneous: all ways at once are right 19 times in 20."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Every way between the parts of one store, or between types of parts over several."""

    names: tuple[str, ...]
    """The parts, in the order they were drawn in."""
    walks: tuple[Walk, ...]
    """Most walked first; empty when there is nothing to draw."""
    gathered: Gathered


def flow(index: Index, scope: Scope) -> Flow:
    """Return the walks of the weeks that touch the period.

    Over several stores a way between two parts of one type is a way from the type to itself.
    """
    names = zones(index, scope.sites)
    gathered = gather(index, scope, "flow", usual="week")
    by_name = in_rows(gathered, names)

    def where(release: Release, left: str, reached: str) -> tuple[str, str] | None:
        begins, ends = by_name(release, left, ""), by_name(release, reached, "")
        return (begins[0], ends[0]) if begins and ends else None

    found = sums(gathered, where)
    known = [(key, count.reading.estimate) for key, count in found.items() if count.reading.estimate]
    walks = [Walk(*key, everywhere(estimate, len(known))) for key, estimate in known]
    return Flow(
        tuple(dict.fromkeys(names.values())),
        tuple(sorted(walks, key=lambda walk: (-walk.count.value, walk.left, walk.reached))),
        gathered,
    )
