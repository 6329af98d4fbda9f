"""Whether one list of a pack's rules forbids at least what another one does."""

from collections.abc import Iterable, Iterator
from functools import singledispatch
from typing import Any

from policies.hours import minutes_of
from policies.pack import Cap, MinimumBatch, MinimumCount, Off, PackRule, QuietHours, TrainingHours


def is_as_strict(rules: Iterable[PackRule], others: Iterable[PackRule]) -> bool:
    """Return whether each of the others is covered by one of the rules, metric by metric."""
    held = list(_atoms(rules))
    return all(any(_covers(rule, other) for rule in held) for other in _atoms(others))


def _atoms(rules: Iterable[PackRule]) -> Iterator[PackRule]:
    """Yield each rule once for each of its metrics, or as it is."""
    for rule in rules:
        for name in getattr(rule, "metrics", ()):
            yield rule.model_copy(update={"metrics": (name,)})
        if not hasattr(rule, "metrics"):
            yield rule


def _covers(rule: PackRule, other: PackRule) -> bool:
    if getattr(rule, "metrics", ()) != getattr(other, "metrics", ()):
        return False
    if isinstance(rule, Off):
        return hasattr(other, "metrics")
    return type(rule) is type(other) and _forbids(other, rule)


@singledispatch
def _forbids(_: PackRule, __: Any) -> bool:
    """Return whether a rule of the same kind, the second, is as strict as the first."""
    return True


@_forbids.register
def _(other: MinimumCount, rule: MinimumCount) -> bool:
    return rule.at_least >= other.at_least


@_forbids.register
def _(other: MinimumBatch, rule: MinimumBatch) -> bool:
    return rule.at_least >= other.at_least


@_forbids.register
def _(other: Cap, rule: Cap) -> bool:
    return rule.kept == other.kept and rule.at_most <= other.at_most


@_forbids.register
def _(other: QuietHours, rule: QuietHours) -> bool:
    return not minutes_of(other.hours) & ~minutes_of(rule.hours)


@_forbids.register
def _(other: TrainingHours, rule: TrainingHours) -> bool:
    return not minutes_of(rule.hours) & ~minutes_of(other.hours)
