"""Under which terms sums of a round of learning may leave, and for how long what a round cost counts."""

from datetime import datetime, timedelta
from typing import Final

from policies.engine import Deny, deny
from policies.rules import PurposeTerms, terms_of_purposes
from policies.schema import LearningTerms, PolicyBundle
from shared.ids import TaskId

TASKS: Final = "learn."
"""What the id of every task of learning begins with. Source: policies.schema.LearningTerms.task_id."""

LATE: Final = timedelta(hours=1)
"""Longer than any sweep is late: so long may a window outlive its hours."""


def learning_terms(bundle: PolicyBundle | None, now: datetime) -> LearningTerms | Deny:
    """Return the terms under which sums of a round may leave now, or why none may; silence is a Deny."""
    if bundle is None:
        return deny("no_policy", "no signed policy is held here, so nothing may be learnt")
    chain = bundle.chain
    if not chain.not_before <= now <= chain.not_after:
        return deny("not_in_force", f"the policy is in force {chain.not_before} to {chain.not_after}")
    if chain.learning is None:
        return deny("no_such_task", "the policy has no terms for learning")
    purpose = purpose_of(chain.learning, bundle)
    if purpose is None:
        return deny("no_such_purpose", f"no document is about purpose {chain.learning.purpose!r}")
    if now.date() > purpose.document.review_by:
        return deny("review_overdue", f"purpose {chain.learning.purpose} had to be reviewed before")
    return chain.learning


def task_terms(task_id: TaskId, bundle: PolicyBundle | None, now: datetime) -> LearningTerms | Deny:
    """Return the terms of that very task, or why no sum of it may leave now."""
    terms = learning_terms(bundle, now)
    if isinstance(terms, LearningTerms) and terms.task_id != task_id:
        return deny("no_such_task", f"expected {terms.task_id}, got {task_id}")
    return terms


def charged_for(terms: LearningTerms, bundle: PolicyBundle) -> timedelta:
    """Return how long what a round cost counts against the next one: as long as a window may live.

    Terms of a purpose that nobody wrote down let no window live, and nothing out.
    """
    purpose = purpose_of(terms, bundle)
    return LATE + timedelta(hours=0 if purpose is None else purpose.retention.window_hours)


def purpose_of(terms: LearningTerms, bundle: PolicyBundle) -> PurposeTerms | None:
    """Return the terms of the purpose that rounds are for, None when nobody wrote it down."""
    return next((one for one in terms_of_purposes(bundle) if one.document.purpose == terms.purpose), None)
