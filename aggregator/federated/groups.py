"""Which nodes are summed together: groups drawn by the helper, once per version of the policy.

Nobody sees a single update, so nobody can tell a poisoned one; a trimmed mean over sums of groups whose
members the leader did not choose bounds what a few poisoned nodes can do.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from privacy.randomness import Random
from privacy.trimming import LEAST_GROUPS

ALL: Final = "all"
"""The group of a round with too few groups to trim."""

FEWEST: Final = LEAST_GROUPS
"""Groups below which a trimmed mean is no defence: with two, one poisoned sum is half of all there is."""


def draw(newcomers: Iterable[str], drawn: Mapping[str, str], size: int, random: Random) -> dict[str, str]:
    """Return a group for each newcomer, at random; who has been drawn stays where they are.

    As many new groups as ``size`` newcomers fill are made; the rest join groups at random. Without any group
    and with fewer than ``size`` nodes everybody is in one.
    """
    order = sorted(newcomers, key=lambda _: random(16))
    before = sorted(set(drawn.values()))
    fresh = [random(4).hex() for _ in range(len(order) // size or (not before and bool(order)))]
    found = {edge: fresh[place // size] for place, edge in enumerate(order[: len(fresh) * size])}
    rest = order[len(found) :]
    choices = fresh or before
    counts = Counter(found.values()) or Counter(drawn.values())
    for edge in rest:
        smallest = min(choices, key=lambda group: (counts[group], group))
        found[edge] = smallest
        counts[smallest] += 1
    return found


def split(reports: Mapping[bytes, str], groups: Mapping[str, str], least: int) -> dict[str, Sequence[bytes]]:
    """Return which reports are summed together, by group: at least FEWEST groups of ``least``, or one of all.

    reports: report id → edge. A report whose group has too few others is summed with nobody and left out.
    """
    by_group: dict[str, list[bytes]] = {}
    for report_id, edge in reports.items():
        by_group.setdefault(groups[edge], []).append(report_id)
    full: dict[str, Sequence[bytes]] = {
        group: sorted(ids) for group, ids in sorted(by_group.items()) if len(ids) >= least
    }
    if len(full) >= FEWEST:
        return full
    return {ALL: sorted(reports)}
