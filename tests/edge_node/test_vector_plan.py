"""How a task's vector is laid out for one site."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from edge_node.vector_plan import VectorPlan, ViewPlan, plan, plans
from policies.tasks import tasks
from shared.epoch import epoch_of
from shared.ids import TaskId
from shared.metrics import cells
from shared.schemas.layout import layout_hash
from tests.support.edge_world import BUNDLE, site

TASKS = tasks(BUNDLE)


def made(name: str) -> VectorPlan:
    return plan(TASKS[TaskId(name)], site(), BUNDLE.chain.layout)


@pytest.mark.parametrize("task_id", sorted(TASKS))
def test_the_index_points_at_the_cell_of_the_wire(task_id: TaskId) -> None:
    planned = made(task_id)

    assert planned.cells == cells(planned.task.metric, planned.layout)
    found = [planned.index[cell.subject, cell.part] for cell in planned.cells]
    assert found == list(range(len(planned.cells)))


def test_the_site_lane_keeps_zone_names() -> None:
    assert made("dwell.day.site").position("z1", "5-15s") == 7


def test_the_cohort_lane_knows_zone_types_only() -> None:
    planned = made("zone_visits.day.cohort")

    assert planned.position("z2", "") == planned.position("z6", "")  # both are grocery


def test_a_zone_the_site_does_not_have_has_no_cell() -> None:
    assert made("dwell.day.site").position("elsewhere", "5-15s") is None


def test_the_layout_hash_is_that_of_the_lane() -> None:
    assert made("dwell.day.site").layout_hash == layout_hash(site())
    assert made("zone_visits.day.cohort").layout_hash == layout_hash(BUNDLE.chain.layout)


def test_a_metric_with_nothing_to_measure_has_no_plan() -> None:
    planned = plans(TASKS.values(), site(with_grid=False), BUNDLE.chain.layout)

    assert {"footfall", "heatmap"} - {each.task.metric for each in planned} == {"heatmap"}


def test_a_policy_moment_follows_from_the_epoch_alone() -> None:
    planned = made("dwell.day.site")
    epoch = epoch_of(datetime(2026, 6, 15, 12, tzinfo=UTC), "day", ZoneInfo("Europe/Berlin"))

    assert planned.policy_moment(epoch) == datetime(2026, 6, 15, tzinfo=UTC)


def test_the_vector_ends_with_one_entry_for_coverage() -> None:
    assert made("occupancy.hour.site").length == 2


def test_a_shelf_is_its_zones_type_in_a_cohort() -> None:
    task = TASKS[TaskId("shelf.week.site")]

    in_cohort = plan(task.model_copy(update={"lane": "cohort"}), site(), BUNDLE.chain.layout)

    assert made("shelf.week.site").shelves["s2"] == "s2"
    assert in_cohort.shelves["s2"] == "grocery"


def test_a_view_is_all_of_them_in_a_cohort() -> None:
    task = TASKS[TaskId("funnel.day.site")]

    in_cohort = plan(task.model_copy(update={"lane": "cohort"}), site(), BUNDLE.chain.layout)

    assert made("funnel.day.site").views["door"] == ViewPlan("door", ("pass_by", "enter"))
    assert in_cohort.views["door"] == ViewPlan("all", ("pass_by", "enter"))


def test_every_zone_has_its_type() -> None:
    assert made("flow.week.site").zone_types["z8"] == "outside"
