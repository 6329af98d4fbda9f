"""Levels and next actions are shown as released, none below the least count and none by difference."""

import math

import pytest

from aggregator.insights.bodies import PARTS, bodies
from aggregator.insights.gathered import ONLY_SUMS
from aggregator.insights.index import Index
from aggregator.insights.period import Period
from aggregator.insights.series import Scope
from policies.gated import LEAST_COUNT
from policies.tasks import tasks
from shared.epoch import first_date
from shared.ids import SiteId, TaskId
from shared.metrics import NEXT_ACTIONS
from shared.schemas.layout import layout_hash
from shared.schemas.release import Release
from shared.schemas.task import MetricName
from tests.support.packs import adopt
from tests.support.releases import NOW, cells_of, layout_of

MONDAY = 20_773
POLICY = adopt("intent", bundle=adopt("posture"))
WEEK = Period("custom", first_date(MONDAY), first_date(MONDAY))
SITES = tuple(SiteId(f"s{at + 1:02}") for at in range(6))
EVERY = Scope(SITES, WEEK, NOW)


def released(
    metric: MetricName,
    values: dict[str, int],
    *,
    others: int = 0,
    suppressed: str = "",
    least: int = LEAST_COUNT,
    epoch: int = MONDAY,
) -> Release:
    """Return one sum over six stores: the cells by label, every other cell the same."""
    task = tasks(POLICY)[TaskId(f"{metric}.week.cohort")]
    labels = cells_of(task, POLICY.chain.layout)
    shown = () if suppressed else tuple(values.get(label, others) for label in labels)
    return Release(
        task_id=task.task_id,
        metric=metric,
        level="week",
        lane="cohort",
        scope="cohort-1",
        epoch=epoch,
        cells=labels,
        values=shown,
        half_widths=(math.ceil(1.96 * math.sqrt(task.release_variance)),) * len(shown),
        variance=float(task.release_variance),
        unit="visitors",
        unit_size=1,
        coverage_s=0 if suppressed else 6 * 84 * 3600,
        sites=4 if suppressed else 6,
        suppressed=suppressed,
        simulated=True,
        minimum_count=least,
        provisional=False,
        policy_hash=POLICY.hash.hex(),
        layout_hash=layout_hash(POLICY.chain.layout).hex(),
    )


def index_over(*releases: Release, seen: frozenset[SiteId] | None = None) -> Index:
    """Return the index of a chain of six stores."""
    return Index.build(releases, {site: layout_of(at) for at, site in enumerate(SITES)}, seen)


def test_every_cell_is_shown_with_its_interval() -> None:
    index = index_over(released("posture", {"grocery:energy_4": 400}, others=90))

    found = bodies(index, EVERY, "posture")

    assert {row.part for row in found.rows} == set(PARTS["posture"])
    best = found.of("energy_4")[0]
    assert best.estimate is not None
    assert (best.zone, best.estimate.value, best.sites) == ("grocery", 400, 6)
    assert best.estimate.half_width >= 55


@pytest.mark.parametrize(("value", "reason"), [(49, "fewer than 50"), (50, ""), (-3, "fewer than 50")])
def test_a_count_below_fifty_is_withheld(value: int, reason: str) -> None:
    index = index_over(released("intent", {"chilled:reach": value}, others=200))

    row = next(one for one in bodies(index, EVERY, "intent").of("reach") if one.zone == "chilled")

    assert row.reason == reason
    assert (row.estimate is None) == bool(reason)


@pytest.mark.parametrize(("least", "reason"), [(80, "fewer than 80"), (0, "fewer than 50")])
def test_the_stricter_least_count_holds(least: int, reason: str) -> None:
    index = index_over(released("intent", {}, others=30, least=least))

    found = bodies(index, EVERY, "intent")

    assert {row.reason for row in found.rows} == {reason}


def test_fewer_than_five_stores_show_nothing() -> None:
    index = index_over(released("posture", {}, suppressed="fewer than 5 sites"))

    found = bodies(index, EVERY, "posture")

    assert found.rows == ()
    assert found.gathered.reason == "fewer than 5 sites"


def test_one_store_has_no_number_of_its_own() -> None:
    index = index_over(released("posture", {}, others=300))

    found = bodies(index, Scope(SITES[:1], WEEK, NOW), "posture")

    assert (found.rows, found.gathered.reason) == ((), ONLY_SUMS)


def test_who_sees_some_stores_sees_no_sum_over_all() -> None:
    index = index_over(released("posture", {}, others=300), seen=frozenset(SITES[:5]))

    found = bodies(index, Scope(SITES[:5], WEEK, NOW), "posture")

    assert (found.rows, found.gathered.reason) == ((), ONLY_SUMS)


def test_weeks_are_summed() -> None:
    two = Period("custom", first_date(MONDAY - 7), first_date(MONDAY))
    index = index_over(*(released("intent", {}, others=40, epoch=at) for at in (MONDAY - 7, MONDAY)))

    found = bodies(index, Scope(SITES, two, NOW), "intent")

    assert {row.estimate.value for row in found.rows if row.estimate} == {80}


def test_counts_of_one_part_come_largest_first_and_withheld_ones_last() -> None:
    index = index_over(released("intent", {"queue:leave": 900, "grocery:leave": 3}, others=100))

    zones = [row.zone for row in bodies(index, EVERY, "intent").of("leave")]

    assert (zones[0], zones[-1]) == ("queue", "grocery")


def test_the_actions_are_those_of_the_vector() -> None:
    assert PARTS["intent"] == NEXT_ACTIONS
