"""The question that both programs ask before they record, keep, send or release.

A decision is a value. No bundle, an expired bundle or an unknown metric is a Deny: nothing is permitted by
silence.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from policies.circumstances import USUAL, Circumstances
from policies.hours import contains, minutes_of
from policies.schema import PolicyBundle, PolicyDocument
from policies.tasks import tasks
from shared.ids import TaskId
from shared.schemas.task import Task

Action = Literal["record", "keep", "send", "release"]
"""Where on the line the question is asked."""

ARTICLES: Mapping[str, str] = {
    "no_policy": "GDPR Art. 6(1)",
    "not_in_force": "GDPR Art. 6(1)",
    "no_such_task": "GDPR Art. 5(1)(b)",
    "review_overdue": "GDPR Art. 24(1)",
    "not_attested": "GDPR Art. 13(1)",
    "paused": "GDPR Art. 25(1)",
    "quiet_hours": "GDPR Art. 5(1)(c)",
}
"""Every rule of the engine by its stable name, and what it serves."""


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
    """A stable name: one of ARTICLES."""
    article: str
    """The provision that the rule serves, as a lawyer cites it."""
    reason: str
    """The same in words: what was expected and what came."""


Decision = Permit | Deny


def decide(
    request: Request, bundle: PolicyBundle | None, now: datetime, circumstances: Circumstances = USUAL
) -> Decision:
    """Return whether the request is permitted; total over every input, and silence is a Deny."""
    if bundle is None:
        return deny("no_policy", "no signed policy is held here, so nothing may be measured")
    chain = bundle.chain
    if not chain.not_before <= request.data_from <= chain.not_after:
        return deny(
            "not_in_force",
            f"the policy is in force {chain.not_before:%Y-%m-%d} to {chain.not_after:%Y-%m-%d}, "
            f"the data is of {request.data_from:%Y-%m-%d}",
        )
    task = tasks(bundle).get(request.task_id)
    if task is None:
        return deny("no_such_task", f"no document permits {request.task_id}")
    document = purpose_of(task, bundle)
    if now.date() > document.review_by:
        return deny(
            "review_overdue",
            f"purpose {document.purpose} had to be reviewed by {document.review_by}, today is {now.date()}",
        )
    denied = _may_not_record(document, circumstances) if request.action == "record" else None
    return denied or Permit(task)


def _may_not_record(document: PolicyDocument, circumstances: Circumstances) -> Deny | None:
    """What was recorded before a pause was recorded rightly: it may still be kept, sent and released."""
    if circumstances.is_paused:
        return deny("paused", "measuring is paused here; expected it to be resumed first")
    if document.notice_required and not circumstances.is_attested:
        return deny(
            "not_attested", f"purpose {document.purpose} needs a sign, and nobody attests that one hangs"
        )
    at = circumstances.local_time
    if at is not None and contains(minutes_of(document.quiet_hours), at):
        return deny("quiet_hours", f"purpose {document.purpose} rests at this hour, got {at:%H:%M}")
    return None


def deny(rule: str, reason: str) -> Deny:
    """Return the refusal under one of ARTICLES, which says what the rule serves."""
    return Deny(rule, ARTICLES[rule], reason)


def purpose_of(task: Task, bundle: PolicyBundle) -> PolicyDocument:
    """Return the document that permits the task.

    Raises: StopIteration never for a task derived from the same bundle.
    """
    return next(d for d in bundle.documents if any(rule.name == task.metric for rule in d.metrics))
