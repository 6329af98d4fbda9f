"""Every epoch since the node began is due once it is over, busy or not."""

from datetime import UTC, datetime, timedelta

import pytest

from edge_node.release.schedule import WINDOW, Due, due_epochs
from edge_node.vector_plan import plan
from policies.tasks import tasks
from shared.ids import TaskId
from tests.support.edge_world import BUNDLE, site

NOW = datetime(2026, 6, 17, 12, 30, tzinfo=UTC)  # a Wednesday


def due(task: str, begun: datetime, *, unfinished: bool = False, tz: str = "Europe/Berlin") -> list[Due]:
    planned = plan(tasks(BUNDLE)[TaskId(task)], site(timezone=tz), BUNDLE.chain.layout)
    return list(due_epochs([planned], begun=begun, until=NOW, unfinished=unfinished))


def test_hours_are_due_when_they_are_over() -> None:
    found = due("footfall.hour.site", NOW - timedelta(hours=3))

    assert [each.end.hour for each in found] == [10, 11, 12]


def test_the_hour_in_which_the_node_began_is_due_too() -> None:
    found = due("footfall.hour.site", NOW - timedelta(minutes=31))

    assert [(each.start.hour, each.start.minute) for each in found] == [(11, 0)]


def test_the_running_epoch_is_due_only_at_close_out() -> None:
    begun = NOW - timedelta(minutes=20)

    assert due("footfall.hour.site", begun) == []
    assert [each.start.hour for each in due("footfall.hour.site", begun, unfinished=True)] == [12]


def test_weeks_follow_mondays() -> None:
    found = due("heatmap.week.site", NOW - timedelta(days=9))

    assert [each.start.astimezone(site().zone_info).isoweekday() for each in found] == [1]
    assert len(due("heatmap.week.site", NOW - timedelta(days=9), unfinished=True)) == 2


def test_days_follow_the_calendar_of_the_site() -> None:
    found = due("dwell.day.site", NOW - timedelta(days=2), tz="Pacific/Auckland")

    assert [each.start.hour for each in found] == [12, 12, 12][: len(found)]
    assert found[-1].end <= NOW


def test_what_nobody_takes_any_more_is_not_due() -> None:
    found = due("footfall.day.site", NOW - timedelta(days=90))

    assert found[0].end > NOW - WINDOW
    assert len(found) == 35


@pytest.mark.parametrize("task", ["footfall.hour.site", "dwell.day.site", "heatmap.week.site"])
def test_no_epoch_is_due_twice(task: str) -> None:
    found = [each.epoch for each in due(task, NOW - timedelta(days=40), unfinished=True)]

    assert len(found) == len(set(found))


def test_nothing_is_due_before_anything_began() -> None:
    assert due("footfall.hour.site", NOW) == []
