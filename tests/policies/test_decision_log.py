"""A line of the log knows an hour, a task and an answer, and nobody."""

from datetime import UTC, datetime

import pytest

from policies.decision_log import DecisionLine, DecisionLog, line_of, read_log
from policies.engine import Permit, Request, decide
from policies.errors import DocumentError
from policies.schema import LearningTerms
from shared.ids import TaskId
from shared.schemas.training_plan import TrainingPlan
from tests.support.packs import SHIPPED

NOW = datetime(2026, 11, 26, 14, 35, 12, 7, tzinfo=UTC)
REQUEST = Request("release", TaskId("footfall.hour.site"), NOW)


def test_a_permit_is_remembered_by_the_hour() -> None:
    line = line_of(REQUEST, decide(REQUEST, SHIPPED, NOW), NOW, "north")

    assert line == DecisionLine(
        hour=datetime(2026, 11, 26, 14, tzinfo=UTC),
        action="release",
        task_id=TaskId("footfall.hour.site"),
        scope="north",
        outcome="permit",
        count=1,
    )


def test_a_refusal_is_remembered_by_its_rule() -> None:
    assert line_of(REQUEST, decide(REQUEST, None, NOW), NOW).outcome == "no_policy"


def test_terms_for_learning_are_a_permit() -> None:
    plan = TrainingPlan(model_version=1, parameters=4)
    terms = LearningTerms(task="intent", purpose="zones", plan=plan, code_hash="0" * 64)

    assert line_of(Request("release", terms.task_id, NOW), terms, NOW).outcome == "permit"


def test_a_line_has_no_room_for_anybody() -> None:
    assert set(DecisionLine.model_fields) == {"hour", "action", "task_id", "scope", "outcome", "count"}


def test_a_printed_log_reads_back() -> None:
    line = line_of(REQUEST, Permit(task=None), NOW)  # type: ignore[arg-type]  # what is permitted is not looked at

    assert read_log(DecisionLog(decisions=(line,)).model_dump_json()) == (line,)


@pytest.mark.parametrize(
    "text", ["{}", '{"decisions": [{}]}', "nonsense"], ids=["no list", "no line", "no JSON"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(DocumentError, match="expected a decision log"):
        read_log(text)
