import numpy as np
import pytest

from aggregator.insights.estimate import Estimate
from aggregator.insights.median import median
from aggregator.insights.period import Period
from aggregator.insights.queue_waits import LIMIT_S, queue_waits
from aggregator.insights.series import Scope
from shared.epoch import first_date
from shared.ids import SiteId
from shared.metrics import WAIT_EDGES_S
from tests.support.chain_truth import WAITS, truth
from tests.support.hq_world import index_of, index_with, made, noisy, task_named
from tests.support.releases import NOW, Chain, layout_of

DAY = 20_774
SCOPE = Scope((SiteId("s01"),), Period("custom", first_date(DAY), first_date(DAY + 1)), NOW)
TRIALS = 300
FEWEST = 264
"""With a true coverage of 95 %, fewer of 300 hold with probability < 1e-6 (binomial)."""


def test_share_and_median_are_covered_often_enough() -> None:
    rng = np.random.default_rng(17)
    vector = np.rint(truth(task_named("queue_wait.day.site"), layout_of(0), 3000))
    share = vector[WAIT_EDGES_S.index(LIMIT_S) :].sum() / vector.sum()
    exact = median(tuple(Estimate(float(count), 0.0, 1e-9) for count in vector), WAIT_EDGES_S)
    assert exact is not None
    assert exact.value_s is not None

    hits = {"share": 0, "median": 0}
    for _ in range(TRIALS):
        found = queue_waits(index_with(noisy("queue_wait.day.site", DAY, vector, rng)), SCOPE).all_queues
        assert found is not None
        assert found.too_long is not None
        assert found.median is not None
        hits["share"] += found.too_long.low <= share <= found.too_long.high
        hits["median"] += found.median.low_s - 1 <= exact.value_s <= (found.median.high_s or 1e9) + 1

    assert min(hits.values()) >= FEWEST


def test_share_counts_the_classes_from_three_minutes_on() -> None:
    found = queue_waits(
        index_with(made("queue_wait.day.site", DAY, (300, 100, 100, 0, 300, 100, 100))), SCOPE
    )

    assert found.all_queues is not None
    assert found.all_queues.too_long is not None
    assert found.all_queues.too_long.value == 0.5


def test_days_add_up() -> None:
    releases = [made("queue_wait.day.site", day, (10, -3, 0, 0, 0, 0, 2)) for day in (DAY, DAY + 1)]

    found = queue_waits(index_with(*releases), SCOPE).all_queues

    assert found is not None
    assert [part.value for part in found.classes] == [20, -6, 0, 0, 0, 0, 4]


def test_waits_inside_their_noise_have_no_share_and_no_median() -> None:
    found = queue_waits(
        index_with(made("queue_wait.day.site", DAY, (9, -3, 4, 0, 1, 0, 2))), SCOPE
    ).all_queues

    assert found is not None
    assert (found.too_long, found.median) == (None, None)


def test_invented_share_is_found_again() -> None:
    index = index_of(Chain(noiseless=True))

    found = queue_waits(index, Scope(index.sites, SCOPE.period, NOW))

    assert found.all_queues is not None
    assert found.all_queues.too_long is not None
    assert found.all_queues.too_long.value == pytest.approx(sum(WAITS[4:]), abs=0.01)
    assert [row.name for row in found.rows] == ["queue"]


def test_nothing_measured_says_why() -> None:
    found = queue_waits(index_with(), SCOPE)

    assert (found.all_queues, found.rows, found.gathered.reason) == (None, (), "no report")
