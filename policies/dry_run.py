"""What a draft would have changed: the last days' decisions, asked again under it.

The log knows hours, not moments, and no age of what was asked for: decisions that hung on a moment are left
as they were, and quiet hours are judged at the beginning of the hour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import get_args

from policies.circumstances import Circumstances
from policies.decision_log import PERMIT, DecisionLine
from policies.engine import Action, Decision, Deny, Request, decide
from policies.learning import TASKS, task_terms
from policies.pack import Kept
from policies.rules import apply, terms_of_purposes
from policies.schema import LearningTerms, PolicyBundle
from policies.tasks import tasks
from shared.ids import TaskId

OF_THE_MOMENT = frozenset({"no_policy", "not_in_force", "kept_too_long"})
"""Refusals that say when something was asked, not what the documents say."""


@dataclass(frozen=True, slots=True)
class Turned:
    """Decisions that would have been others."""

    action: Action
    task_id: TaskId
    before: str
    """``permit``, or the rule that stood against it."""
    after: str
    article: str
    """What the new rule serves; empty where it is permitted now."""
    reason: str
    count: int
    """How often it was asked."""
    scopes: tuple[str, ...]
    """Sites and cohorts concerned, as far as the log names them."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """One kind of data that would be kept longer or shorter."""

    purpose: str
    kept: Kept
    before: int
    after: int
    task_ids: tuple[TaskId, ...]
    scopes: tuple[str, ...]
    """Sites and cohorts that released a number of the purpose in these days."""

    @property
    def is_longer(self) -> bool:
        """True when the draft keeps it longer."""
        return self.after > self.before


@dataclass(frozen=True, slots=True)
class DryRun:
    """Everything the draft would have changed."""

    decisions: int
    """How many the log holds."""
    since: datetime | None
    """Its first hour; None when it is empty."""
    turned: tuple[Turned, ...]
    keeping: tuple[Keeping, ...]
    begun: tuple[TaskId, ...]
    """Tasks that the draft adds; no log can say how often they would be asked for."""
    ended: tuple[TaskId, ...]
    """Tasks that it takes away."""

    @property
    def changes_nothing(self) -> bool:
        """True when the log would read the same, nothing is kept otherwise, and the tasks are the same."""
        return not (self.turned or self.keeping or self.begun or self.ended)


def dry_run(
    lines: Sequence[DecisionLine], held: PolicyBundle, draft: PolicyBundle, zone: tzinfo = UTC
) -> DryRun:
    """Return what the draft would change of what happened under the bundle held; zone is the sites' calendar.

    Raises: DocumentError when either contradicts itself.
    """
    before, after = tasks(held), tasks(draft)
    return DryRun(
        decisions=sum(line.count for line in lines),
        since=min((line.hour for line in lines), default=None),
        turned=_turned(lines, draft, zone),
        keeping=_keeping(lines, held, draft),
        begun=tuple(task_id for task_id in after if task_id not in before),
        ended=tuple(task_id for task_id in before if task_id not in after),
    )


def _turned(lines: Sequence[DecisionLine], draft: PolicyBundle, zone: tzinfo) -> tuple[Turned, ...]:
    found: dict[tuple[str, ...], Turned] = {}
    then = _in_force_then(draft, lines)
    for line in lines:
        if line.outcome in OF_THE_MOMENT:
            continue
        answer = _ask_again(line, then, zone)
        outcome = answer.rule if isinstance(answer, Deny) else PERMIT
        if outcome == line.outcome:
            continue
        key = (line.action, line.task_id, line.outcome, outcome)
        known = found.get(key)
        found[key] = Turned(
            action=line.action,
            task_id=line.task_id,
            before=line.outcome,
            after=outcome,
            article=answer.article if isinstance(answer, Deny) else "",
            reason=answer.reason if isinstance(answer, Deny) else "permitted by the draft",
            count=line.count + (known.count if known else 0),
            scopes=_scopes(line, *(known.scopes if known else ())),
        )
    return tuple(found[key] for key in sorted(found))


def _in_force_then(draft: PolicyBundle, lines: Sequence[DecisionLine]) -> PolicyBundle:
    """Return the draft as if it had been in force in every hour of the log."""
    hours = [line.hour for line in lines] or [draft.chain.not_before]
    window = {"not_before": min(hours), "not_after": max(hours)}
    return draft.model_copy(update={"chain": draft.chain.model_copy(update=window)})


def _ask_again(line: DecisionLine, draft: PolicyBundle, zone: tzinfo) -> Decision | LearningTerms:
    if line.task_id.startswith(TASKS):
        return task_terms(line.task_id, draft, line.hour)
    there = Circumstances(
        is_attested=line.outcome != "not_attested",
        is_paused=line.outcome == "paused",
        local_time=line.hour.astimezone(zone).time(),
    )
    return decide(Request(line.action, line.task_id, line.hour), draft, line.hour, there)


def _keeping(lines: Sequence[DecisionLine], held: PolicyBundle, draft: PolicyBundle) -> tuple[Keeping, ...]:
    former = {terms.document.purpose: terms.retention for terms in terms_of_purposes(held)}
    found = []
    for terms in terms_of_purposes(draft):
        purpose = terms.document.purpose
        task_ids = _tasks_for(purpose, held)
        scopes = sorted({line.scope for line in lines if line.scope and line.task_id in task_ids})
        for kept in get_args(Kept) if purpose in former else ():
            before, after = getattr(former[purpose], kept), getattr(terms.retention, kept)
            if before != after:
                found.append(Keeping(purpose, kept, before, after, task_ids, tuple(scopes)))
    return tuple(found)


def _tasks_for(purpose: str, bundle: PolicyBundle) -> tuple[TaskId, ...]:
    purposes = apply(bundle).purposes
    return tuple(
        task_id
        for task_id, task in tasks(bundle).items()
        if purposes[task.metric].document.purpose == purpose
    )


def _scopes(line: DecisionLine, *known: str) -> tuple[str, ...]:
    return tuple(sorted({*known, line.scope} - {""}))
