"""The API answers with an interval or a reason in every line, and names nothing that is not measured."""

from collections.abc import Callable

import pytest

from aggregator.insights.body_answers import bodies_csv, intent_answer, posture_answer
from aggregator.insights.body_schemas import BodiesAnswer
from aggregator.insights.index import Index
from aggregator.insights.query import Question
from policies.wording import forbidden_words
from shared.schemas.task import MetricName
from tests.aggregator.insights.test_bodies import index_over, released
from tests.support.hq_world import question

WEEK = {"from_": "2026-11-16", "to": "2026-11-22"}
BUILDERS: list[tuple[MetricName, Callable[[Index, Question], BodiesAnswer]]] = [
    ("posture", posture_answer),
    ("intent", intent_answer),
]


@pytest.mark.parametrize(("metric", "build"), BUILDERS, ids=["posture", "intent"])
def test_every_line_has_an_interval_or_a_reason(
    metric: MetricName, build: Callable[[Index, Question], BodiesAnswer]
) -> None:
    index = index_over(released(metric, {"grocery:reach": 20, "grocery:energy_1": 20}, others=300))

    found = build(index, question(index, **WEEK))

    assert (found.least_count, found.held.lane, found.held.sites) == (50, "cohort", 6)
    for line in found.lines:
        assert (line.visitors is None) == bool(line.suppressed)
        assert line.visitors is None or line.visitors.low < line.visitors.value < line.visitors.high
    assert [line.zone for line in found.lines if line.suppressed] == ["grocery"]


@pytest.mark.parametrize(("metric", "build"), BUILDERS, ids=["posture", "intent"])
def test_nothing_in_the_answer_names_what_is_not_measured(
    metric: MetricName, build: Callable[[Index, Question], BodiesAnswer]
) -> None:
    index = index_over(released(metric, {}, others=300))

    found = build(index, question(index, **WEEK))

    assert forbidden_words(found.model_dump_json() + bodies_csv(found)) == ()


def test_the_table_has_a_line_a_cell_and_says_what_is_withheld() -> None:
    index = index_over(released("intent", {"chilled:reach": 20}, others=300))

    header, *lines = bodies_csv(intent_answer(index, question(index, **WEEK))).splitlines()

    assert header == "zone,part,value,low,high,sites,suppressed,provisional,simulated"
    assert len(lines) == 8 * 5
    assert "chilled,reach,,,,6,fewer than 50,False,True" in lines


def test_without_a_release_the_reason_stands_alone() -> None:
    index = index_over()

    found = posture_answer(index, question(index))

    assert (found.lines, found.held.suppressed) == ((), "no report")
