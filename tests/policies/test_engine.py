"""Nothing is permitted by silence."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.engine import Deny, Permit, Request, decide, purpose_of
from policies.loader import load_bundle
from policies.schema import PolicyBundle
from policies.tasks import tasks
from shared.ids import TaskId

NOW = datetime(2026, 6, 15, tzinfo=UTC)
BUNDLE = load_bundle()


def ask(
    task_id: str, *, bundle: PolicyBundle | None = BUNDLE, at: datetime = NOW, now: datetime = NOW
) -> object:
    """Return the decision on releasing data of a moment."""
    return decide(Request("release", TaskId(task_id), at), bundle, now)


def test_a_task_of_the_policy_is_permitted() -> None:
    assert ask("footfall.hour.site") == Permit(tasks(BUNDLE)[TaskId("footfall.hour.site")])


@pytest.mark.parametrize(
    ("decision", "rule"),
    [
        (ask("footfall.hour.site", bundle=None), "no_policy"),
        (ask("faces.hour.site"), "no_such_task"),
        (ask("footfall.hour.site", at=datetime(2025, 12, 31, tzinfo=UTC)), "not_in_force"),
        (ask("footfall.hour.site", now=datetime(2027, 7, 1, tzinfo=UTC)), "review_overdue"),
    ],
    ids=["no policy", "unknown task", "before the policy", "review overdue"],
)
def test_silence_is_a_denial(decision: object, rule: str) -> None:
    assert isinstance(decision, Deny)
    assert decision.rule == rule


@given(task_id=st.text(max_size=40))
def test_only_tasks_of_the_policy_are_permitted(task_id: str) -> None:
    permitted = isinstance(ask(task_id), Permit)

    assert permitted == (task_id in tasks(BUNDLE))


def test_every_task_has_its_purpose() -> None:
    owners = {purpose_of(task, BUNDLE).purpose for task in tasks(BUNDLE).values()}

    assert owners == {document.purpose for document in BUNDLE.documents}
