"""The one door out of an aggregator: policy, minimum batch, budget, ledger, noise, then the number.

Every step happens in the caller's one transaction, so a number that was drawn has been paid for, and a number
that was not published was never drawn. Deny, too few and over budget are values; nothing is spent on them.
Source: shared/wire/PROTOCOL.md §15.3–4.
"""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session

from aggregator.adopted import Adopted
from aggregator.decisions import remember
from aggregator.release.ledger import spend, spend_round
from aggregator.release.round_wish import RoundWish
from aggregator.wish import Wish
from policies.decision_log import line_of
from policies.engine import Deny, Permit, Request, decide, deny
from policies.learning import charged_for, task_terms
from policies.schema import LearningTerms
from policies.tasks import shares
from privacy.accountant import Entry
from privacy.derived_noise import derived_noise
from privacy.randomness import Noise
from shared.schemas.task import Task
from shared.wire.problems import Problem


@dataclass(frozen=True, slots=True)
class Gate:
    """The door; its noise follows from each batch's secret everywhere but in tests."""

    noise: Noise | None = None
    """Draws instead; what it drew before, it does not know."""

    def admit(
        self, session: Session, wish: Wish, adopted: Adopted | None, now: datetime
    ) -> Task | Deny | Problem:
        """Write the ledger entry and return the task, or say why nothing may leave; the answer is counted."""
        request = Request("release", wish.task_id, wish.data_from)
        decision = decide(request, adopted.bundle if adopted else None, now)
        remember(session, line_of(request, decision, now, wish.scope))
        if not isinstance(decision, Permit) or adopted is None:
            return decision if isinstance(decision, Deny) else deny("no_policy", "no policy is held here")
        task = decision.task
        if wish.sites < task.minimum_batch:
            detail = f"expected at least {task.minimum_batch} sites, got {wish.sites}"
            return Problem("below_minimum_batch", detail)
        share = shares(adopted.bundle)[task.lane]
        entry = Entry(task.task_id, wish.epoch, task.exact_rho)
        return spend(session, entry, wish.scope, share=share, now=now) or task

    def admit_round(
        self, session: Session, wish: RoundWish, adopted: Adopted | None, now: datetime
    ) -> LearningTerms | Deny | Problem:
        """Write the ledger entry of a round and return its terms, or say why its sum may not leave.

        The noise is in the sum already: every node drew its own. What is charged is the most that a round may
        cost one window, and rounds add up for as long as a window lives. The answer is counted.
        """
        terms = task_terms(wish.task_id, adopted.bundle if adopted else None, now)
        if isinstance(terms, LearningTerms) and terms.plan.hash != wish.plan_hash:
            terms = deny("no_such_task", f"expected the plan of {terms.task_id} in the policy, got another")
        remember(session, line_of(Request("release", wish.task_id, now), terms, now))
        if not isinstance(terms, LearningTerms) or adopted is None:
            return terms if isinstance(terms, Deny) else deny("no_policy", "no policy is held here")
        if wish.nodes < terms.minimum_nodes:
            return Problem("below_minimum_batch", f"expected {terms.minimum_nodes} nodes, got {wish.nodes}")
        share = adopted.bundle.chain.budget.exact_learn
        entry = Entry(wish.task_id, wish.number, terms.rho_per_round)
        life = charged_for(terms, adopted.bundle)
        return spend_round(session, entry, share=share, since=now - life, now=now) or terms

    def add_noise(self, total: NDArray[np.uint64], task: Task, secret: bytes) -> NDArray[np.uint64]:
        """Return the share sum with one full noise in every cell; coverage, the last entry, carries none.

        Shape: uint64 (n,), residues mod 2**64. Secret: 32 bytes that stand for exactly these reports. Call
        once, after `admit`, in the same transaction; should it be called again, the noise is the same.
        """
        draw = self.noise or derived_noise(secret)
        noise = np.zeros(len(total), dtype=np.int64)
        noise[:-1] = draw(len(total) - 1, task.noise_variance)
        return total + noise.view(np.uint64)
