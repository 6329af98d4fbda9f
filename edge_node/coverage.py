"""When a site was measured: the union of what its cameras saw, so that two cameras are no double time."""

from collections.abc import Iterable

Stretch = tuple[float, float]
"""From one Unix second to a later one, measured without a gap."""


def union(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Return disjoint stretches, ascending, that cover the same moments.

    Bound: the seconds covered never exceed those between the first and the last moment.
    """
    merged: list[Stretch] = []
    for from_s, until_s in sorted(stretches):
        if merged and from_s <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], until_s))
        elif until_s > from_s:
            merged.append((from_s, until_s))
    return tuple(merged)
