import numpy as np

from aggregator.insights.flow import flow
from aggregator.insights.period import Period
from aggregator.insights.series import Scope
from shared.epoch import first_date
from shared.ids import SiteId
from tests.support.chain_truth import truth
from tests.support.hq_world import index_of, index_with, made, noisy, task_named
from tests.support.releases import NOW, cells_of, layout_of

MONDAY = 20_773
SCOPE = Scope((SiteId("s01"),), Period("custom", first_date(MONDAY), first_date(MONDAY)), NOW)
TRIALS = 300
FEWEST = 264
"""With a true coverage of 95 %, fewer of 300 hold with probability < 1e-6 (binomial)."""


def test_all_ways_at_once_hold_often_enough() -> None:
    rng = np.random.default_rng(12)
    task = task_named("flow.week.site")
    vector = np.rint(truth(task, layout_of(0), 2000))
    exact = dict(zip(cells_of(task, layout_of(0)), vector, strict=True))

    hits = 0
    for _ in range(TRIALS):
        walks = flow(index_with(noisy("flow.week.site", MONDAY, vector, rng)), SCOPE).walks
        hits += all(
            walk.count.low <= exact[f"{walk.left}:{walk.reached}"] <= walk.count.high for walk in walks
        )

    assert hits >= FEWEST


def test_ways_are_unbiased() -> None:
    """The mean of 300 is within 5 standard errors of the truth but with probability 6e-7."""
    rng = np.random.default_rng(13)
    values = []
    for _ in range(TRIALS):
        walks = flow(index_with(noisy("flow.week.site", MONDAY, [0.0] * 42, rng)), SCOPE).walks
        values += [walk.count.value for walk in walks if (walk.left, walk.reached) == ("bread", "milk")]

    assert abs(np.mean(values)) < 5 * task_named("flow.week.site").sigma / TRIALS**0.5


def test_every_pair_of_parts_has_a_way_and_none_to_itself() -> None:
    found = flow(index_with(made("flow.week.site", MONDAY, tuple(range(42)))), SCOPE)

    assert len(found.names) == 7
    assert len(found.walks) == 42
    assert all(walk.left != walk.reached for walk in found.walks)


def test_most_walked_comes_first() -> None:
    values = [walk.count.value for walk in flow(index_of(), SCOPE).walks]

    assert values == sorted(values, reverse=True)


def test_several_stores_go_by_type() -> None:
    index = index_of()

    found = flow(index, Scope(index.sites, SCOPE.period, NOW))

    assert {"grocery", "queue"} < set(found.names)
    assert "bread" not in found.names


def test_nothing_measured_draws_nothing() -> None:
    found = flow(index_with(), SCOPE)

    assert (found.walks, found.gathered.reason) == ((), "no report")
