from typing import get_args

import pytest

from aggregator.compliance.quantities import Quantity, quantities
from aggregator.compliance.typical_store import TypicalStore
from policies.loader import load_bundle
from policies.tasks import tasks
from shared.epoch import Level
from shared.ids import TaskId
from shared.schemas.task import MetricName, Task

STORE = TypicalStore()
TASKS = tasks(load_bundle())


def task(task_id: str, **changes: object) -> Task:
    return TASKS[TaskId(task_id)].model_copy(update=changes)


def found(one: Task, store: TypicalStore = STORE) -> dict[str, Quantity]:
    return {quantity.words: quantity for quantity in quantities(store, one)}


@pytest.mark.parametrize("metric", get_args(MetricName))
@pytest.mark.parametrize("level", get_args(Level))
def test_every_metric_has_a_number_at_every_level(metric: MetricName, level: Level) -> None:
    numbers = quantities(STORE, task("footfall.day.site", metric=metric, level=level))

    assert all(number.expected > 0 for number in numbers)
    assert numbers


def test_the_promises_are_those_of_the_design() -> None:
    promised = {
        (one.task_id, quantity.words): quantity.target
        for one in TASKS.values()
        for quantity in quantities(STORE, one)
        if quantity.target is not None
    }

    assert promised == {
        ("footfall.day.site", "people who come in"): 0.05,
        ("footfall.hour.site", "people who come in, quietest hour of ≥ 25"): 0.25,
        ("heatmap.week.site", "time in a cell of the busiest tenth"): 0.20,
        **{
            ("funnel.day.site", f"step {step}"): 0.15
            for step in ("pass by", "enter", "browse", "engage", "checkout")
        },
    }


def test_no_single_store_is_promised_anything_in_the_cohort_lane() -> None:
    for one in ("footfall.day.site", "footfall.hour.site", "funnel.day.site"):
        numbers = quantities(STORE, task(one, lane="cohort"))
        assert all(number.target is None for number in numbers)


def test_a_step_of_few_tracks_is_promised_nothing() -> None:
    steps = found(task("funnel.day.site"), TypicalStore(visitors_a_day=100))

    assert (steps["step enter"].target, steps["step checkout"].target) == (0.15, None)


def test_a_quiet_store_has_no_hour_to_promise() -> None:
    assert list(found(task("footfall.hour.site"), TypicalStore(visitors_a_day=100))) == [
        "people who come in, busiest hour"
    ]


def test_people_at_a_moment_are_time_over_time() -> None:
    inside = found(task("occupancy.hour.site"))["people inside at a moment, busiest hour"]

    assert inside.expected == pytest.approx(48.3 * 188 / 3600, rel=0.01)
    assert inside.base_per_unit == 3600


def test_a_bound_that_cuts_leaves_less_to_count() -> None:
    usual = task("zone_visits.day.site")
    tight = usual.model_copy(update={"bound": usual.bound.model_copy(update={"max_cells": 1})})

    whole, cut = (found(one)["visits to one zone"].expected for one in (usual, tight))

    assert (whole, cut) == pytest.approx((300 * 4.6 / 6, 300 * 2.5 / 6))


def test_a_shop_of_one_zone_has_no_ways() -> None:
    assert found(task("flow.week.site"), TypicalStore(zones=1)) == {}


def test_a_map_is_read_cell_by_cell_and_as_a_whole() -> None:
    cell, whole = quantities(TypicalStore(cells=80), task("heatmap.week.site"))

    assert (cell.at_once, whole.at_once) == (1, 80)
    assert cell.expected == whole.expected == pytest.approx(1800 * 188 * 3.1 / 80 / 60)


@pytest.mark.parametrize(("metric", "cells"), [("posture", 4), ("intent", 5)])
def test_what_reads_bodies_is_spread_over_zones_and_levels(metric: MetricName, cells: int) -> None:
    (number,) = quantities(TypicalStore(zones=7), task("footfall.day.site", metric=metric, level="week"))

    assert number.expected == pytest.approx(1800 * (0.60 + 1.01 + 0.76) / 7 / cells)
