"""No sum of a round leaves by silence, and what a round cost counts as long as its windows live."""

from datetime import UTC, date, datetime, timedelta

import pytest

from policies.engine import Deny
from policies.learning import LATE, TASKS, charged_for, learning_terms, task_terms
from policies.schema import LearningTerms, PolicyBundle
from shared.ids import TaskId
from shared.schemas.training_plan import TrainingPlan
from tests.support.packs import SHIPPED, with_documents

NOW = datetime(2026, 11, 26, tzinfo=UTC)
TERMS = LearningTerms(
    task="intent",
    purpose="zones",
    plan=TrainingPlan(model_version=1, parameters=4),
    code_hash="0" * 64,
)


def learning(bundle: PolicyBundle = SHIPPED, terms: LearningTerms = TERMS) -> PolicyBundle:
    return bundle.model_copy(update={"chain": bundle.chain.model_copy(update={"learning": terms})})


def test_terms_are_what_the_policy_says() -> None:
    assert learning_terms(learning(), NOW) == TERMS


@pytest.mark.parametrize(
    ("bundle", "now", "rule"),
    [
        (None, NOW, "no_policy"),
        (learning(), datetime(2025, 1, 1, tzinfo=UTC), "not_in_force"),
        (SHIPPED, NOW, "no_such_task"),
        (learning(terms=TERMS.model_copy(update={"purpose": "faces"})), NOW, "no_such_purpose"),
        (learning(with_documents(review_by=date(2026, 11, 25))), NOW, "review_overdue"),
    ],
    ids=["no policy", "not in force", "no terms", "no such purpose", "review overdue"],
)
def test_without_terms_nothing_leaves(bundle: PolicyBundle | None, now: datetime, rule: str) -> None:
    denied = learning_terms(bundle, now)

    assert isinstance(denied, Deny)
    assert denied.rule == rule


def test_a_round_counts_as_long_as_a_window_may_live() -> None:
    assert charged_for(TERMS, learning()) == timedelta(hours=72) + LATE


def test_windows_of_a_purpose_that_nobody_wrote_down_do_not_live() -> None:
    assert charged_for(TERMS.model_copy(update={"purpose": "faces"}), learning()) == LATE


def test_every_task_of_learning_is_known_by_its_name() -> None:
    assert TERMS.task_id.startswith(TASKS)


def test_terms_of_another_task_permit_nothing() -> None:
    denied = task_terms(TaskId("learn.faces"), learning(), NOW)

    assert task_terms(TERMS.task_id, learning(), NOW) == TERMS
    assert isinstance(denied, Deny)
    assert denied.rule == "no_such_task"
