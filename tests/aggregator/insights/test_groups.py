import numpy as np

from aggregator.insights.groups import groups
from aggregator.insights.period import Period
from aggregator.insights.series import Scope
from shared.epoch import first_date
from shared.ids import SiteId
from tests.support.chain_truth import GROUP_SIZE, GROUPS, truth
from tests.support.hq_world import index_of, index_with, made, noisy, task_named
from tests.support.releases import NOW, Chain, layout_of

MONDAY = 20_773
SCOPE = Scope((SiteId("s01"),), Period("custom", first_date(MONDAY), first_date(MONDAY)), NOW)
TRIALS = 300
FEWEST = 264
"""With a true coverage of 95 %, fewer of 300 hold with probability < 1e-6 (binomial)."""


def test_mean_size_and_share_alone_are_covered_often_enough() -> None:
    rng = np.random.default_rng(15)
    vector = np.rint(truth(task_named("groups.week.site"), layout_of(0), 2000))
    size, alone = vector @ np.array([1, 2, 3, 4]) / vector.sum(), vector[0] / vector.sum()

    hits = {"size": 0, "alone": 0, "groups": 0}
    for _ in range(TRIALS):
        found = groups(index_with(noisy("groups.week.site", MONDAY, vector, rng)), SCOPE)
        assert found.mean_size is not None
        assert found.alone is not None
        assert found.groups is not None
        hits["size"] += found.mean_size.low <= size <= found.mean_size.high
        hits["alone"] += found.alone.low <= alone <= found.alone.high
        hits["groups"] += found.groups.low <= vector.sum() <= found.groups.high

    assert min(hits.values()) >= FEWEST


def test_mean_size_counts_the_open_class_with_its_lower_end() -> None:
    found = groups(index_with(made("groups.week.site", MONDAY, (600, 200, 100, 100))), SCOPE)

    assert found.mean_size is not None
    assert found.mean_size.value == (600 + 2 * 200 + 3 * 100 + 4 * 100) / 1000


def test_entries_a_group_are_the_invented_size() -> None:
    index = index_of(Chain(noiseless=True))

    found = groups(index, Scope(index.sites, SCOPE.period, NOW))

    assert found.entries_a_group is not None
    assert found.entries_a_group.low < GROUP_SIZE < found.entries_a_group.high


def test_entries_of_a_store_that_lost_a_day_are_not_set_against_its_groups() -> None:
    index = index_of()

    found = groups(index, Scope((SiteId("s03"),), SCOPE.period, NOW))

    assert found.groups is not None
    assert found.entries_a_group is None


def test_share_of_people_alone_is_the_invented_one() -> None:
    found = groups(index_of(Chain(noiseless=True)), SCOPE)

    assert found.alone is not None
    assert found.alone.low < GROUPS["1"] < found.alone.high


def test_groups_inside_their_noise_have_no_mean() -> None:
    found = groups(index_with(made("groups.week.site", MONDAY, (9, -4, 3, 1))), SCOPE)

    assert found.sizes
    assert (found.mean_size, found.alone) == (None, None)


def test_nothing_measured_says_why() -> None:
    found = groups(index_with(), SCOPE)

    assert (found.sizes, found.groups, found.gathered.reason) == ((), None, "no report")
