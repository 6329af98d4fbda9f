"""The question that both programs ask before they record, keep, send or release.

A decision is a value. No bundle, an expired bundle or an unknown metric is a Deny: nothing is permitted by
silence.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Literal

from policies.circumstances import USUAL, Circumstances
from policies.errors import DocumentError
from policies.gated import GATED
from policies.hours import contains
from policies.rules import BUNDLES_AT_HAND, PurposeTerms, apply
from policies.schema import PolicyBundle, PolicyDocument
from policies.tasks import tasks
from shared.epoch import Level
from shared.ids import TaskId
from shared.schemas.task import Task

Action = Literal["record", "keep", "send", "release"]
"""Where on the line the question is asked."""

ARTICLES: Mapping[str, str] = {
    "no_policy": "GDPR Art. 6(1)",
    "inconsistent": "GDPR Art. 6(1)",
    "not_in_force": "GDPR Art. 6(1)",
    "no_such_task": "GDPR Art. 5(1)(b)",
    "review_overdue": "GDPR Art. 24(1)",
    "not_attested": "GDPR Art. 13(1)",
    "paused": "GDPR Art. 25(1)",
    "quiet_hours": "GDPR Art. 5(1)(c)",
    "masked_place": "GDPR Art. 5(1)(a)",
    "objected": "GDPR Art. 21(1)",
    "staff": "GDPR Art. 88(1)",
    "staff_inferred": "EU AI Act Art. 5(1)(f)",
    "not_consented": "GDPR Art. 6(1)(a)",
    "kept_too_long": "GDPR Art. 5(1)(e)",
    "no_such_purpose": "GDPR Art. 5(1)(b)",
    "training_hours": "GDPR Art. 25(1)",
}
"""The engine's own rules by their stable names, and what each serves; a pack's rules bring their article."""

_EPOCH: Mapping[Level, timedelta] = {
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(days=7),
}


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
    """A stable name: one of ARTICLES, or what a pack put in the way (policies.rules.Obstacle)."""
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
    try:
        permitted = _permitted(bundle).get(request.task_id)
    except DocumentError as error:
        return deny("inconsistent", f"{error}; expected documents that agree")
    if permitted is None:
        return _not_permitted(request, bundle)
    denied = _objection(permitted, request, now)
    if denied is None and request.action == "record":
        denied = masked_place_objection(bundle, circumstances)
        denied = denied or recording_objection(permitted.terms, circumstances)
        denied = denied or _personal_objection(permitted, circumstances)
    return denied or permitted.permit


@dataclass(frozen=True, slots=True)
class _Permitted:
    permit: Permit
    terms: PurposeTerms


@lru_cache(maxsize=BUNDLES_AT_HAND)
def _permitted(bundle: PolicyBundle) -> Mapping[TaskId, _Permitted]:
    """Everything that a decision looks up, in one look: decisions are made by the hundred thousand."""
    terms = apply(bundle).purposes
    return {task_id: _Permitted(Permit(task), terms[task.metric]) for task_id, task in tasks(bundle).items()}


def _not_permitted(request: Request, bundle: PolicyBundle) -> Deny:
    metric, _, rest = request.task_id.partition(".")
    terms = next((one for name, one in apply(bundle).metrics.items() if name == metric), None)
    causes = () if terms is None else terms.off or (terms.moved if rest.endswith(".site") else ())
    if not causes:
        return deny("no_such_task", f"no document permits {request.task_id}")
    return Deny(causes[0].rule, causes[0].article, causes[0].reason)


def _objection(permitted: _Permitted, request: Request, now: datetime) -> Deny | None:
    """Return what stands against the task besides the circumstances."""
    task, terms = permitted.permit.task, permitted.terms
    purpose, review_by = terms.document.purpose, terms.document.review_by
    if now.date() > review_by:
        return deny(
            "review_overdue", f"purpose {purpose} had to be reviewed by {review_by}, today is {now.date()}"
        )
    if request.action == "send" and now > request.data_from + sent_within(task, terms):
        return deny(
            "kept_too_long",
            f"reports of purpose {purpose} are sent within {terms.retention.outbox_days} days, "
            f"this one is of {request.data_from:%Y-%m-%d}",
        )
    return None


def recording_objection(terms: PurposeTerms, circumstances: Circumstances) -> Deny | None:
    """Return why the purpose may not look now, None when it may.

    What was recorded before a pause was recorded rightly: it may still be kept, sent and released."""
    purpose, at = terms.document.purpose, circumstances.local_time
    if circumstances.is_paused:
        return deny("paused", "measuring is paused here; expected it to be resumed first")
    if terms.needs_notice and not circumstances.is_attested:
        return deny("not_attested", f"purpose {purpose} needs a sign, and nobody attests that one hangs")
    if at is not None and contains(terms.quiet, at):
        return deny("quiet_hours", f"purpose {purpose} rests at this hour, got {at:%H:%M}")
    return None


def _personal_objection(permitted: _Permitted, circumstances: Circumstances) -> Deny | None:
    """Return why this person is not counted, whatever anybody else is."""
    metric, terms, worn = permitted.permit.task.metric, permitted.terms, circumstances.worn
    if worn == "optout":
        return deny("objected", "somebody who wears the opt-out badge is counted nowhere")
    if worn == "staff" and metric in GATED:
        return deny("staff_inferred", f"{metric} is never read of people at work, who wear the staff badge")
    if worn == "staff":
        return deny("staff", "people at work are counted nowhere; the staff badge says who they are")
    if worn == "no_badge" and terms.document.lawful_basis == "consent":
        words = f"purpose {terms.document.purpose} counts its panel alone; expected the panel's badge"
        return deny("not_consented", words)
    return None


def masked_place_objection(bundle: PolicyBundle, circumstances: Circumstances) -> Deny | None:
    """Return which zone of the site is one that no camera may see, None when none is."""
    found = sorted(circumstances.zone_types.intersection(bundle.chain.masked_zone_types))
    if not found:
        return None
    return deny("masked_place", f"a zone is a {found[0]}, which no camera may see; remove it and draw a mask")


def sent_within(task: Task, terms: PurposeTerms) -> timedelta:
    """Return how long after an epoch's start in UTC its report may still be sent.

    The epoch itself, the outbox's days after it, and a day because a site's midnight is not UTC's.
    """
    return _EPOCH[task.level] + timedelta(days=terms.retention.outbox_days + 1)


def deny(rule: str, reason: str) -> Deny:
    """Return the refusal under one of ARTICLES, which says what the rule serves."""
    return Deny(rule, ARTICLES[rule], reason)


def purpose_of(task: Task, bundle: PolicyBundle) -> PolicyDocument:
    """Return the document that permits the task.

    Raises: StopIteration never for a task derived from the same bundle.
    """
    return next(d for d in bundle.documents if any(rule.name == task.metric for rule in d.metrics))
