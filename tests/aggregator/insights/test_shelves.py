import numpy as np

from aggregator.insights.period import Period
from aggregator.insights.series import Scope
from aggregator.insights.shelves import shelf_use
from shared.epoch import first_date
from shared.ids import SiteId
from tests.support.chain_truth import ACTS, VISITS, truth
from tests.support.hq_world import index_of, index_with, made, noisy, task_named
from tests.support.releases import NOW, layout_of

MONDAY = 20_773
SCOPE = Scope((SiteId("s01"),), Period("custom", first_date(MONDAY), first_date(MONDAY)), NOW)
TRIALS = 300
FEWEST = 264
"""With a true coverage of 95 %, fewer of 300 hold with probability < 1e-6 (binomial)."""
PEOPLE = 4000


def test_counts_and_share_are_covered_often_enough() -> None:
    rng = np.random.default_rng(14)
    vector = truth(task_named("shelf.week.site"), layout_of(0), PEOPLE)
    short, long = (round(PEOPLE * VISITS["grocery"] * ACTS[act]) for act in ("reach", "hand_in_shelf"))

    hits = {"reached": 0, "stayed": 0, "share": 0}
    for _ in range(TRIALS):
        index = index_with(noisy("shelf.week.site", MONDAY, vector, rng))
        row = next(row for row in shelf_use(index, SCOPE).rows if row.name == "oven")
        assert row.reached is not None
        assert row.stayed is not None
        assert row.share is not None
        hits["reached"] += row.reached.low <= short + long <= row.reached.high
        hits["stayed"] += row.stayed.low <= long <= row.stayed.high
        hits["share"] += row.share.low <= long / (short + long) <= row.share.high

    assert min(hits.values()) >= FEWEST


def test_reached_counts_the_hands_that_stayed_too() -> None:
    found = shelf_use(index_with(made("shelf.week.site", MONDAY, (50, 200, 0, 0, 0, 0, 0, 0))), SCOPE)

    first = found.rows[0]
    assert (first.name, first.reached and first.reached.value) == ("stand", 250)
    assert first.share is not None
    assert first.share.value == 0.8


def test_shelf_that_nobody_reaches_into_has_no_share() -> None:
    found = shelf_use(index_with(made("shelf.week.site", MONDAY, (1, -2) * 4)), SCOPE)

    assert all(row.share is None and row.reached and row.reached.value == -1 for row in found.rows)


def test_several_stores_go_by_the_zone_one_stands_in() -> None:
    index = index_of()

    found = shelf_use(index, Scope(index.sites, SCOPE.period, NOW))

    assert {row.name for row in found.rows} == {"promotion", "grocery", "chilled", "household"}
    assert all(row.sites == 6 for row in found.rows)


def test_shelf_without_a_number_says_why() -> None:
    found = shelf_use(index_with(), SCOPE)

    assert {row.reason for row in found.rows} == {"no report"}
