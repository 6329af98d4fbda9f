import numpy as np

from aggregator.insights.period import Period
from aggregator.insights.reading import NOT_ON_PLAN
from aggregator.insights.returns import returns
from aggregator.insights.series import Scope
from shared.epoch import first_date
from shared.ids import SiteId
from tests.support.chain_truth import RETURNS, VISITS, truth
from tests.support.hq_world import index_of, index_with, made, noisy, task_named
from tests.support.releases import NOW, Chain, layout_of

MONDAY = 20_773
SCOPE = Scope((SiteId("s01"),), Period("custom", first_date(MONDAY), first_date(MONDAY)), NOW)
TRIALS = 300
FEWEST = 264
"""With a true coverage of 95 %, fewer of 300 hold with probability < 1e-6 (binomial)."""
PEOPLE = 2000


def test_counts_are_unbiased_and_their_intervals_hold() -> None:
    """The mean of 300 is within 5 standard errors of the truth but with probability 6e-7."""
    rng = np.random.default_rng(11)
    task = task_named("returns.week.site")
    exact = round(PEOPLE * VISITS["grocery"] * RETURNS)
    vector = truth(task, layout_of(0), PEOPLE)

    found = []
    for _ in range(TRIALS):
        index = index_with(noisy("returns.week.site", MONDAY, vector, rng))
        row = next(row for row in returns(index, SCOPE).rows if row.name == "bread")
        assert row.count.reading.estimate is not None
        found.append(row.count.reading.estimate)

    assert abs(np.mean([one.value for one in found]) - exact) < 5 * task.sigma / TRIALS**0.5
    assert sum(one.low <= exact <= one.high for one in found) >= FEWEST


def test_most_returns_come_first() -> None:
    rows = returns(index_of(), SCOPE).rows

    values = [row.count.reading.estimate.value for row in rows if row.count.reading.estimate]
    assert values == sorted(values, reverse=True)


def test_share_of_visitors_is_the_invented_one() -> None:
    index = index_of(Chain(noiseless=True))
    scope = Scope(index.sites, SCOPE.period, NOW)

    rows = {row.name: row.per_visitor for row in returns(index, scope).rows}

    grocery = rows["grocery"]
    assert grocery is not None
    assert grocery.low < RETURNS < grocery.high


def test_without_the_days_there_is_a_count_and_no_share() -> None:
    found = returns(index_with(made("returns.week.site", MONDAY, (30,) * 7)), SCOPE)

    assert all(row.count.reading.estimate and row.per_visitor is None for row in found.rows)


def test_part_that_was_not_there_says_so_and_comes_last() -> None:
    release = made("returns.week.site", MONDAY, (30,) * 7)
    cells = tuple("cheese" if cell == "bread" else cell for cell in release.cells)

    rows = returns(index_with(release.model_copy(update={"cells": cells})), SCOPE).rows

    assert (rows[-1].name, rows[-1].count.reading.reason) == ("bread", NOT_ON_PLAN)
