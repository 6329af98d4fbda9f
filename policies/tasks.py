"""From a policy bundle to the tasks it permits: the same list on every machine that holds the bundle."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType

from policies.errors import DocumentError
from policies.schema import MetricRule, PolicyBundle
from shared.epoch import Level
from shared.ids import TaskId
from shared.metrics import WITHOUT_COHORT_FORM
from shared.schemas.task import Lane, Task

BUNDLES_AT_HAND = 32
"""Bundles whose tasks are remembered: what is in force, and what was when late reports were measured."""

_DAY_S = 86_400


@lru_cache(maxsize=BUNDLES_AT_HAND)
def tasks(bundle: PolicyBundle) -> Mapping[TaskId, Task]:
    """Return every task of the bundle by its id, after the packs have had their say.

    Raises: DocumentError when a metric stands in two documents or a lane's prices exceed its share.
    """
    found = {task.task_id: task for rule in _rules(bundle) for task in _tasks_of(rule, bundle)}
    for lane, share in shares(bundle).items():
        spent = sum((task.exact_rho for task in found.values() if task.lane == lane), Fraction(0))
        if spent > share:
            raise DocumentError(f"the {lane} lane's metrics cost rho {spent} per track, its share is {share}")
    return MappingProxyType(found)


@lru_cache(maxsize=BUNDLES_AT_HAND)
def shares(bundle: PolicyBundle) -> Mapping[Lane, Fraction]:
    """Return what one track may cost at each lane's door: the chain's shares, the price following the metric.

    A metric that a pack moves to the cohort lane takes what it may cost there along from the site's share;
    both together stay what the chain says.
    """
    moved = Fraction(0)
    for rule in _rules(bundle):
        if rule.lane == "site" and _lane(rule, bundle) == "cohort":
            moved += sum((task.exact_rho for task in _tasks_of(rule, bundle)), Fraction(0))
    budget = bundle.chain.budget
    left: dict[Lane, Fraction] = {
        "site": Fraction(budget.site) - moved,
        "cohort": Fraction(budget.cohort) + moved,
    }
    return MappingProxyType(left)


def _rules(bundle: PolicyBundle) -> Iterator[MetricRule]:
    off = {name for pack in bundle.packs for name in pack.off}
    seen: set[str] = set()
    for document in bundle.documents:
        for rule in document.metrics:
            if rule.name in seen:
                raise DocumentError(f"metric {rule.name!r} stands in two documents; one purpose must own it")
            seen.add(rule.name)
            if rule.name not in off:
                yield rule


def _tasks_of(rule: MetricRule, bundle: PolicyBundle) -> Iterator[Task]:
    lane = _lane(rule, bundle)
    if lane == "cohort" and rule.name in WITHOUT_COHORT_FORM:
        return
    in_cohort = lane == "cohort"
    levels: tuple[Level, ...] = ("hour", "day", "week")
    prices = [(level, rule.rho[level]) for level in levels if level in rule.rho]
    if in_cohort:
        prices = prices[:1]  # a cohort task has one level; coarser periods are sums of releases
    for level, rho in prices:
        exact = Fraction(rho)
        yield Task(
            metric=rule.name,
            level=level,
            lane=lane,
            rho=f"{exact.numerator}/{exact.denominator}",
            bound=rule.bound,
            unit_size=rule.unit_size,
            minimum_count=rule.minimum_count,
            minimum_batch=bundle.chain.minimum_batch if in_cohort else 1,
            closes_after_s=bundle.chain.cohort_closes_days * _DAY_S if in_cohort else 0,
        )


def _lane(rule: MetricRule, bundle: PolicyBundle) -> Lane:
    moved = any(rule.name in pack.cohort_only for pack in bundle.packs)
    return "cohort" if moved else rule.lane
