"""What is remembered of decisions: how often each was made in an hour, and nothing about whom.

A line has no person, no value and no moment finer than an hour; a dry run replays lines under a draft.
"""

from datetime import datetime, timedelta
from typing import Annotated

from pydantic import AwareDatetime, Field, ValidationError

from policies.engine import Action, Decision, Deny, Request
from policies.errors import DocumentError
from policies.schema import LearningTerms
from shared.config import describe
from shared.ids import TaskId
from shared.schemas.layout import Wire

PERMIT = "permit"
"""The outcome that is no rule."""

KEPT_FOR = timedelta(days=35)
"""Lines older than this are forgotten: a month of days to replay, and the reports that come late."""


class DecisionLine(Wire):
    """The same question, answered alike, some times in one hour."""

    hour: AwareDatetime
    """When it was asked, UTC, rounded down to the hour."""
    action: Action
    task_id: TaskId
    scope: Annotated[str, Field(max_length=80)] = ""
    """The site or cohort whose number was asked for; empty where the line speaks of all of them."""
    outcome: Annotated[str, Field(min_length=1, max_length=40)]
    """``permit``, or the rule that stood against it."""
    count: Annotated[int, Field(ge=1)]


class DecisionLog(Wire):
    """What ``shoal hub decisions`` prints."""

    decisions: tuple[DecisionLine, ...]


def line_of(
    request: Request, decision: Decision | LearningTerms, now: datetime, scope: str = ""
) -> DecisionLine:
    """Return the line that remembers one decision; terms for learning are a permit."""
    return DecisionLine(
        hour=now.replace(minute=0, second=0, microsecond=0),
        action=request.action,
        task_id=request.task_id,
        scope=scope,
        outcome=decision.rule if isinstance(decision, Deny) else PERMIT,
        count=1,
    )


def read_log(text: bytes | str) -> tuple[DecisionLine, ...]:
    """Return the lines of a log's JSON.

    Raises: DocumentError for anything else.
    """
    try:
        return DecisionLog.model_validate_json(text).decisions
    except ValidationError as error:
        raise DocumentError(f"expected a decision log: {describe(error)}") from error
