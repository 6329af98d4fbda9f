"""The finest cadence and grid that a price can carry, from the assumed store alone."""

import pytest

from aggregator.compliance.suggest import Suggestion, suggest
from aggregator.compliance.typical_store import TypicalStore
from policies.amend import amend
from policies.loader import load_bundle
from policies.schema import PolicyBundle
from policies.tasks import tasks
from tests.support.packs import rule, with_rules

SHIPPED = load_bundle()


def found(visitors: float = 300, bundle: PolicyBundle = SHIPPED, cells: int = 100) -> dict[str, Suggestion]:
    store = TypicalStore(visitors, cells=cells)
    return {one.metric: one for one in suggest(bundle, store)}


def test_every_metric_of_the_draft_is_judged_once() -> None:
    assert list(found()) == list(dict.fromkeys(task.metric for task in tasks(SHIPPED).values()))


@pytest.mark.parametrize("metric", ["footfall", "funnel", "heatmap"])
def test_what_the_product_promises_is_left_alone_at_300_visitors(metric: str) -> None:
    one = found()[metric]

    assert (one.is_met, one.changes) == (True, False)


@pytest.mark.parametrize(
    ("metric", "visitors", "level"),
    [
        ("occupancy", 300, "day"),
        ("queue_wait", 300, "week"),
        ("footfall", 100, "week"),
        ("flow", 1_000, "day"),
        ("funnel", 1_000, "hour"),
        ("funnel", 999, "day"),
    ],
)
def test_cadence_follows_the_traffic(metric: str, visitors: float, level: str) -> None:
    one = found(visitors)[metric]

    assert one.is_met
    assert one.proposed.finest == level


def test_on_one_level_a_metric_costs_what_it_cost_on_two() -> None:
    one = found(100)["footfall"]

    assert dict(one.draft.rho) == {"hour": "1/20", "day": "1/100"}
    assert dict(one.proposed.rho) == {"week": "3/50"}


@pytest.mark.parametrize(("visitors", "cells"), [(100, 64), (300, 100)])
def test_the_map_gets_the_most_squares_that_its_price_carries(visitors: float, cells: int) -> None:
    assert found(visitors)["heatmap"].proposed.cells == cells


def test_with_the_few_squares_asked_for_a_map_may_come_by_the_day() -> None:
    one = found(cells=25)["heatmap"]

    assert (one.proposed.finest, one.is_met) == ("day", True)


def test_one_more_square_a_side_would_miss_the_target() -> None:
    bundle = amend(SHIPPED, {"documents.heatmap.metrics.heatmap.rho.week": "1/400"})
    side = round((found(100, bundle)["heatmap"].proposed.cells or 0) ** 0.5)

    (wider,) = (
        one for one in suggest(bundle, TypicalStore(100, cells=(side + 1) ** 2)) if one.metric == "heatmap"
    )

    assert 1 < side < 8
    assert wider.draft.exactness.is_met is False


def test_what_no_cadence_carries_is_said_at_its_coarsest() -> None:
    one = found()["queue_length"]

    assert not one.is_met
    assert one.proposed.finest == "week"
    assert one.proposed.exactness.share > 0.25


def test_a_map_that_no_grid_carries_is_said() -> None:
    bundle = amend(SHIPPED, {"documents.heatmap.metrics.heatmap.rho.week": "1/1000000000"})

    assert not found(1, bundle)["heatmap"].is_met


def test_a_store_without_ways_has_no_flow_to_suggest() -> None:
    assert "flow" not in {one.metric for one in suggest(SHIPPED, TypicalStore(zones=1))}


def test_in_the_cohort_lane_several_stores_carry_more() -> None:
    bundle = with_rules(rule("cohort_only", metrics=("dwell",)))

    one = found(100, bundle)["dwell"]

    assert one.draft.exactness.sites == 5
    assert one.proposed.exactness.lane == "cohort"
