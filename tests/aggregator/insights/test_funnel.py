import numpy as np
import pytest

from aggregator.insights.funnel import funnel
from aggregator.insights.index import Index
from aggregator.insights.period import Period
from aggregator.insights.series import Scope
from shared.epoch import first_date
from shared.ids import SiteId
from shared.schemas.layout import STAGES
from shared.schemas.release import Release
from tests.support.chain_truth import REACHED, truth
from tests.support.hq_world import index_of, index_with, made, noisy, task_named
from tests.support.releases import NOW, Chain, layout_of

DAY = 20_774
ONE = (SiteId("s01"),)
SCOPE = Scope(ONE, Period("custom", first_date(DAY), first_date(DAY)), NOW)
TRIALS = 300
FEWEST = 264
"""With a true coverage of 95 %, fewer of 300 hold with probability < 1e-6 (binomial)."""
VALUES = (700, 300, 200, 150, 90)
"""Furthest steps: passed by, came in (door); browsed, reached in (hall); queued to pay (tills)."""


def cohort(sites: int, *values: int) -> Index:
    """Return an index whose funnel is a sum over stores, under the chain's one view."""
    release = made("funnel.day.site", DAY, VALUES, coverage_s=sites * 1000)
    summed = release.model_copy(
        update={
            "lane": "cohort",
            "scope": "cohort-1",
            "cells": tuple(f"all:{stage}" for stage in STAGES),
            "values": values,
            "half_widths": (9,) * len(values),
            "sites": sites,
        }
    )
    return index_with(summed, sites=sites)


def test_steps_of_one_view_are_sums_from_there_on() -> None:
    found = funnel(index_with(made("funnel.day.site", DAY, VALUES)), SCOPE)

    assert {step.stage: step.reached.value for step in found.steps} == {
        "pass_by": 1000, "enter": 300, "browse": 350, "engage": 150, "checkout": 90
    }  # fmt: skip


def test_share_stands_within_a_view_and_a_ratio_between_views() -> None:
    found = funnel(index_with(made("funnel.day.site", DAY, VALUES)), SCOPE)

    assert [(step.stage, step.before, step.is_share) for step in found.steps] == [
        ("pass_by", None, False),
        ("enter", "pass_by", True),
        ("browse", "enter", False),
        ("engage", "browse", True),
        ("checkout", "engage", False),
    ]


def test_ratio_between_views_may_exceed_one() -> None:
    step = funnel(index_with(made("funnel.day.site", DAY, VALUES)), SCOPE).step("browse")

    assert step is not None
    assert step.of_before is not None
    assert step.of_before.value == pytest.approx(350 / 300)
    assert step.of_before.high > 1


def test_every_step_and_ratio_is_covered_often_enough() -> None:
    rng = np.random.default_rng(18)
    vector = np.rint(truth(task_named("funnel.day.site"), layout_of(0), 300))
    exact = {
        "pass_by": vector[:2].sum(),
        "enter": vector[1],
        "browse": vector[2:4].sum(),
        "engage": vector[3],
    }
    exact["checkout"] = vector[4]

    hits = dict.fromkeys((*exact, "enter of pass_by", "browse of enter", "engage of browse"), 0)
    for _ in range(TRIALS):
        found = funnel(index_with(noisy("funnel.day.site", DAY, vector, rng)), SCOPE)
        for step in found.steps:
            hits[step.stage] += step.reached.low <= exact[step.stage] <= step.reached.high
            name = f"{step.stage} of {step.before}"
            if name in hits and step.of_before and step.before:
                hits[name] += (
                    step.of_before.low <= exact[step.stage] / exact[step.before] <= step.of_before.high
                )

    assert min(hits.values()) >= FEWEST


def test_steps_are_unbiased() -> None:
    """The mean of 300 is within 5 standard errors of the truth but with probability 6e-7."""
    rng = np.random.default_rng(19)
    values = []
    for _ in range(TRIALS):
        step = funnel(index_with(noisy("funnel.day.site", DAY, [0.0] * 5, rng)), SCOPE).step("pass_by")
        assert step is not None
        values.append(step.reached.value)

    assert abs(np.mean(values)) < 5 * 2**0.5 * task_named("funnel.day.site").sigma / TRIALS**0.5


def test_store_whose_hall_sees_the_tills_has_a_share_there() -> None:
    scope = Scope((SiteId("s02"),), SCOPE.period, NOW)

    step = funnel(index_of(), scope).step("checkout")

    assert step is not None
    assert step.is_share


def test_several_stores_go_by_what_their_views_tell() -> None:
    index = index_of(Chain(noiseless=True))

    found = funnel(index, Scope(index.sites, SCOPE.period, NOW))

    assert {view.name for view in found.views} == {
        "pass by, enter", "browse, engage", "browse, engage, checkout", "checkout"
    }  # fmt: skip
    assert [step.is_share for step in found.steps] == [False, True, False, True, False]


def test_invented_steps_are_found_again() -> None:
    index = index_of(Chain(noiseless=True))
    steps = {step.stage: step.reached.value for step in funnel(index, SCOPE).steps}

    assert steps["pass_by"] / steps["enter"] == pytest.approx(REACHED["pass_by"], rel=0.02)
    assert steps["engage"] / steps["browse"] == pytest.approx(REACHED["engage"] / REACHED["browse"], rel=0.02)


def test_views_of_one_store_go_by_name() -> None:
    found = funnel(index_with(made("funnel.day.site", DAY, VALUES)), SCOPE)

    assert [(view.name, len(view.steps)) for view in found.views] == [("door", 2), ("hall", 2), ("tills", 1)]


def test_step_that_no_view_tells_is_named() -> None:
    release = made("funnel.day.site", DAY, VALUES)
    kept = {"cells": release.cells[:4], "values": release.values[:4], "half_widths": release.half_widths[:4]}

    found = funnel(index_with(release.model_copy(update=kept)), SCOPE)

    assert found.untold == ("checkout",)
    assert found.step("checkout") is None


def test_view_of_an_earlier_floor_plan_is_another_view() -> None:
    """Yesterday the hall saw the tills too; its browsers are not set against today's reaches alone."""
    scope = Scope(ONE, Period("custom", first_date(DAY - 1), first_date(DAY)), NOW)
    old: Release = made("funnel.day.site", DAY - 1, VALUES, layout=layout_of(1))

    found = funnel(index_with(old, made("funnel.day.site", DAY, VALUES)), scope)

    assert [view.name for view in found.views].count("hall") == 1
    step = found.step("checkout")
    assert step is not None
    assert not step.is_share


def test_sum_over_stores_of_one_kind_is_nested_as_their_views_are() -> None:
    found = funnel(cohort(1, 700, 300, 200, 150, 90), SCOPE)

    assert {step.stage: step.reached.value for step in found.steps} == {
        "pass_by": 1000, "enter": 300, "browse": 350, "engage": 150, "checkout": 90
    }  # fmt: skip


def test_step_that_stores_see_differently_is_left_out_of_a_sum_over_stores() -> None:
    index = cohort(2, 700, 300, 200, 150, 90)

    found = funnel(index, Scope(index.sites, SCOPE.period, NOW))

    assert found.untold == ("browse", "engage", "checkout")


def test_nothing_measured_says_why() -> None:
    found = funnel(index_with(), SCOPE)

    assert (found.steps, found.untold, found.gathered.reason) == ((), STAGES, "no report")
