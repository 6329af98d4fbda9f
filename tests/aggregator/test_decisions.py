"""What is remembered of decisions: hours, tasks, answers and how many; it is enough to try a draft."""

from datetime import timedelta

from aggregator.database import reading, writing
from aggregator.decisions import forget, recall, remember
from aggregator.hub import Hub
from policies.decision_log import KEPT_FOR, DecisionLine, line_of
from policies.engine import Deny, Permit, Request, decide
from shared.ids import TaskId
from tests.support.vector_world import COHORT_TASK, NOW, make_world

BUNDLE = make_world().bundle
HOUR = timedelta(hours=1)


def asked(hub: Hub, task_id: str = COHORT_TASK, *, scope: str = "", ago: timedelta = timedelta()) -> None:
    """Remember one decision on a release, made some time ago."""
    request = Request("release", TaskId(task_id), NOW)
    with writing(hub.engine) as session:
        remember(session, line_of(request, decide(request, BUNDLE, NOW), NOW - ago, scope))


def lines(hub: Hub, *, ago: timedelta = KEPT_FOR) -> list[tuple[str, str, int]]:
    """Return scope, outcome and count of what is remembered."""
    with reading(hub.engine) as session:
        return [(line.scope, line.outcome, line.count) for line in recall(session, NOW - ago)]


def test_the_same_answer_in_the_same_hour_is_one_line(leader_hub: Hub) -> None:
    asked(leader_hub)
    asked(leader_hub)

    assert lines(leader_hub) == [("", "permit", 2)]


def test_scopes_hours_and_refusals_are_told_apart(leader_hub: Hub) -> None:
    asked(leader_hub, scope="north", ago=2 * HOUR)
    asked(leader_hub, scope="south")
    asked(leader_hub, "faces.day.site")

    assert lines(leader_hub) == [("north", "permit", 1), ("", "no_such_task", 1), ("south", "permit", 1)]


def test_only_what_is_asked_for_is_recalled(leader_hub: Hub) -> None:
    asked(leader_hub, ago=50 * HOUR)

    assert lines(leader_hub, ago=24 * HOUR) == []


def test_lines_are_forgotten_in_time(leader_hub: Hub) -> None:
    asked(leader_hub, ago=KEPT_FOR + HOUR)
    asked(leader_hub, ago=KEPT_FOR - HOUR)

    with writing(leader_hub.engine) as session:
        assert forget(session, NOW) == 1
    assert lines(leader_hub, ago=2 * KEPT_FOR) == [("", "permit", 1)]


def test_what_is_recalled_is_what_was_remembered(leader_hub: Hub) -> None:
    line = DecisionLine(
        hour=NOW.replace(minute=0, second=0, microsecond=0),
        action="keep",
        task_id=TaskId("dwell.day.site"),
        outcome="review_overdue",
        count=7,
    )
    with writing(leader_hub.engine) as session:
        remember(session, line)

    with reading(leader_hub.engine) as session:
        assert recall(session, NOW - HOUR) == (line,)


def test_a_decision_is_either_permitted_or_refused_in_the_log() -> None:
    request = Request("keep", COHORT_TASK, NOW)
    outcomes = {
        line_of(request, answer, NOW).outcome
        for answer in (decide(request, BUNDLE, NOW), decide(request, None, NOW))
        if isinstance(answer, Permit | Deny)
    }

    assert outcomes == {"permit", "no_policy"}
