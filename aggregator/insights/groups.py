"""How many come together: groups at the door by size, their mean size, and entries for each group."""

from dataclasses import dataclass
from typing import Final

from aggregator.insights.alongside import alongside
from aggregator.insights.estimate import Estimate, total
from aggregator.insights.gathered import Gathered, Key, gather, sums
from aggregator.insights.index import Index
from aggregator.insights.ratio import Ratio, ratio
from aggregator.insights.series import Scope
from shared.metrics import GROUP_SIZES
from shared.schemas.release import Release

LEAST: Final = {size: int(size.rstrip("+")) for size in GROUP_SIZES}
"""People in a group of the class, at least: the last class is open."""


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of the weeks that touch the period."""

    sizes: tuple[Estimate, ...]
    """Groups per class of shared.metrics.GROUP_SIZES; empty when there is no number."""
    groups: Estimate | None
    mean_size: Ratio | None
    """People a group, at least: the open class counts with its lower end. None when groups are too few."""
    alone: Ratio | None
    """Share of the groups that are one person."""
    entries_a_group: Ratio | None
    """Entries at the counting lines ÷ groups, over the stores and weeks that measured both alike.

    A ratio of two measurements, each with its own noise: the mean size without an open class.
    """
    gathered: Gathered


def groups(index: Index, scope: Scope) -> Groups:
    """Return the groups by size, over all stores asked for."""
    gathered = gather(index, scope, "groups", usual="week")
    sizes = _sizes(gathered)
    if not sizes:
        return Groups((), None, None, None, None, gathered)
    number = total(sizes)
    return Groups(
        sizes,
        number,
        _mean_size(sizes, number),
        ratio(sizes[0], number, shared_variance=sizes[0].variance),
        _entries_a_group(index, scope, gathered),
        gathered,
    )


def _sizes(gathered: Gathered) -> tuple[Estimate, ...]:
    """Return the groups by size, or nothing when no release holds them."""
    found = sums(gathered, lambda _, __, size: ("", size))
    read = [found[key].reading.estimate for key in (("", size) for size in GROUP_SIZES) if key in found]
    return tuple(one for one in read if one is not None)


def _mean_size(sizes: tuple[Estimate, ...], number: Estimate) -> Ratio | None:
    """Return people ÷ groups; each class stands in both, with its size as its weight above."""
    weighed = [(LEAST[size], part) for size, part in zip(GROUP_SIZES, sizes, strict=True)]
    people = total(part.scaled(weight) for weight, part in weighed)
    return ratio(people, number, shared_variance=sum(weight * part.variance for weight, part in weighed))


def _entries_a_group(index: Index, scope: Scope, gathered: Gathered) -> Ratio | None:
    both = alongside(index, scope, gathered, "footfall")
    if both is None:
        return None
    grouped, counted = both
    entries = sums(counted, _walked_in).get(("entries", "in"))
    if entries is None or entries.reading.estimate is None:
        return None
    return ratio(entries.reading.estimate, total(_sizes(grouped)))


def _walked_in(_: Release, __: str, way: str) -> Key | None:
    return ("entries", way) if way == "in" else None
