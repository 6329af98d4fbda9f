"""The question that both programs ask before they record, keep, send or release.

A decision is a value. No bundle, an expired bundle or an unknown metric is a Deny: nothing is permitted by
silence.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from policies.schema import PolicyBundle, PolicyDocument
from policies.tasks import tasks
from shared.ids import TaskId
from shared.schemas.task import Task

Action = Literal["record", "keep", "send", "release"]
"""Where on the line the question is asked."""


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody wants to do, under which task, for data of which moment."""

    action: Action
    task_id: TaskId
    data_from: datetime
    """When the data came into being (an epoch's start), UTC: the policy in force then decides."""


@dataclass(frozen=True, slots=True)
class Permit:
    """The request may go ahead under the task."""

    task: Task


@dataclass(frozen=True, slots=True)
class Deny:
    """The request may not go ahead."""

    rule: str
    """A stable name: ``no_policy``, ``not_in_force``, ``no_such_task`` or ``review_overdue``."""
    reason: str
    """The same in words: what was expected and what came."""


Decision = Permit | Deny


def decide(request: Request, bundle: PolicyBundle | None, now: datetime) -> Decision:
    """Return whether the request is permitted; total over every input, and silence is a Deny."""
    if bundle is None:
        return Deny("no_policy", "no signed policy is held here, so nothing may be measured")
    chain = bundle.chain
    if not chain.not_before <= request.data_from <= chain.not_after:
        return Deny(
            "not_in_force",
            f"the policy is in force {chain.not_before:%Y-%m-%d} to {chain.not_after:%Y-%m-%d}, "
            f"the data is of {request.data_from:%Y-%m-%d}",
        )
    task = tasks(bundle).get(request.task_id)
    if task is None:
        return Deny("no_such_task", f"no document permits {request.task_id}")
    return _document_permits(task, bundle, now)


def _document_permits(task: Task, bundle: PolicyBundle, now: datetime) -> Decision:
    document = purpose_of(task, bundle)
    if now.date() > document.review_by:
        return Deny(
            "review_overdue",
            f"purpose {document.purpose} had to be reviewed by {document.review_by}, today is {now.date()}",
        )
    return Permit(task)


def purpose_of(task: Task, bundle: PolicyBundle) -> PolicyDocument:
    """Return the document that permits the task.

    Raises: StopIteration never for a task derived from the same bundle.
    """
    return next(d for d in bundle.documents if any(rule.name == task.metric for rule in d.metrics))
