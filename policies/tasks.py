"""From a policy bundle to the tasks it permits: the same list on every machine that holds the bundle."""

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType

from policies.errors import DocumentError
from policies.rules import BUNDLES_AT_HAND, MetricTerms, apply
from policies.schema import PolicyBundle
from shared.epoch import Level
from shared.ids import TaskId
from shared.schemas.task import Lane, Task

_DAY_S = 86_400


@lru_cache(maxsize=BUNDLES_AT_HAND)
def tasks(bundle: PolicyBundle) -> Mapping[TaskId, Task]:
    """Return every task of the bundle by its id, after the packs have had their say.

    What contradicts itself without packs does so with them, so a pack never makes anything permitted.
    Raises: DocumentError when a metric stands in two documents or a lane's prices exceed its share.
    """
    _refuse_doubles(bundle)
    if bundle.packs:
        tasks(bundle.model_copy(update={"packs": ()}))
    found = {task.task_id: task for terms in _measured(bundle) for task in _tasks_of(terms, bundle)}
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
    for terms in _measured(bundle):
        if terms.written.lane == "site" and terms.lane == "cohort":
            moved += sum((task.exact_rho for task in _tasks_of(terms, bundle)), Fraction(0))
    budget = bundle.chain.budget
    left: dict[Lane, Fraction] = {
        "site": Fraction(budget.site) - moved,
        "cohort": Fraction(budget.cohort) + moved,
    }
    return MappingProxyType(left)


def _measured(bundle: PolicyBundle) -> Iterator[MetricTerms]:
    return (terms for terms in apply(bundle).metrics.values() if not terms.off)


def _refuse_doubles(bundle: PolicyBundle) -> None:
    named = Counter(rule.name for document in bundle.documents for rule in document.metrics)
    for name, count in named.items():
        if count > 1:
            raise DocumentError(f"metric {name!r} stands in two documents; one purpose must own it")


def _tasks_of(terms: MetricTerms, bundle: PolicyBundle) -> Iterator[Task]:
    rule, in_cohort = terms.written, terms.lane == "cohort"
    levels: tuple[Level, ...] = ("hour", "day", "week")
    prices = [(level, rule.rho[level]) for level in levels if level in rule.rho]
    if in_cohort:
        prices = prices[:1]  # a cohort task has one level; coarser periods are sums of releases
    for level, rho in prices:
        exact = Fraction(rho)
        yield Task(
            metric=rule.name,
            level=level,
            lane=terms.lane,
            rho=f"{exact.numerator}/{exact.denominator}",
            bound=rule.bound,
            unit_size=rule.unit_size,
            minimum_count=terms.minimum_count,
            minimum_batch=apply(bundle).minimum_batch if in_cohort else 1,
            vdaf_id="prio3sumvec" if in_cohort and rule.max_per_site else "none",
            max_per_site=rule.max_per_site if in_cohort else 0,
            closes_after_s=bundle.chain.cohort_closes_days * _DAY_S if in_cohort else 0,
        )
