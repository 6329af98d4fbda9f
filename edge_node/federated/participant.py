"""A store's part in one round: asked, permitted, paid for, trained, split, sealed, and sent both ways.

Refuse first, then spend, then train. The answer is written before any of it leaves, and a repeated
instruction gets the same bytes. Source: shared/wire/PROTOCOL.md §21.2.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from edge_node.consent.grounds import standing_of
from edge_node.consent.kept import read_kept, site_of
from edge_node.consent.standing import Standing
from edge_node.errors import UplinkError
from edge_node.federated.errors import LearnError, RefusedLearningError
from edge_node.federated.permission import Store, permitted
from edge_node.intent.kept import examples_in
from edge_node.intent.window import Example
from edge_node.node import Node, load_node
from edge_node.refresh import refresh
from edge_node.storage.contributions import Contribution
from edge_node.storage.journal import Journal
from edge_node.storage.learn_ledger import Answer, PaidRound
from edge_node.uplink.report import seal_contribution
from policies.engine import Deny
from policies.errors import PolicyError
from policies.learning import charged_for, purpose_of
from policies.schema import LearningTerms, PolicyBundle
from policies.training import ground_of
from privacy.accountant import Refused
from privacy.randomness import Random
from shared.clock import Clock
from shared.config import describe
from shared.ids import ReportId, TaskId
from shared.schemas.learning import Instruction
from shared.schemas.training_plan import TrainingPlan

Windows = Callable[[], Sequence[Example]]
"""Returns the windows that may be learnt from in the round, out of the vault."""

Train = Callable[[TrainingPlan, NDArray[np.float32], Windows], NDArray[np.int64]]
"""Returns the store's vector, int64 (P + 3,), trained from float32 (P,) on the windows, which it asks for."""

Deliver = Callable[[Node, bytes], str]
"""Posts an envelope to the helper; returns ``accepted`` or the name of the problem.  Raises: UplinkError."""


@dataclass(frozen=True, slots=True)
class Participant:
    """One paired store that may be asked to learn."""

    root: Path
    """Its home."""
    clock: Clock
    train: Train
    deliver: Deliver
    random: Random
    """Makes report ids."""

    def answer(self, told: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return the leader's sealed share, once the helper holds its own.

        Raises: RefusedLearningError when the store may or will not take part; LearnError for an instruction
        that makes no sense; UplinkError when the helper does not answer: nothing has reached the leader then.
        """
        instruction, weights = _read(told)
        node = self._node(told.get("policy", b""))
        with closing(node.open_journal()) as journal:
            node.check_clock(journal)
            answer = self._answer(instruction, weights, node, journal)
        outcome = self.deliver(node, answer.helper)
        if outcome != "accepted":
            raise RefusedLearningError(outcome, "the helper did not take its share")
        return {"envelope": answer.leader}

    def _node(self, policy_hash: bytes) -> Node:
        """Return the node under the policy of the instruction, fetched if it is newer than the one held."""
        node = load_node(self.root, self.clock)
        if _hash(node.in_force(self.clock.now())) != policy_hash:
            try:
                node = refresh(node)
            except (UplinkError, PolicyError) as error:
                raise RefusedLearningError("unknown_policy", str(error)) from error
        if _hash(node.in_force(self.clock.now())) != policy_hash:
            raise RefusedLearningError("unknown_policy", "the instruction is under another policy")
        return node

    def _answer(
        self, told: Instruction, weights: NDArray[np.float32], node: Node, journal: Journal
    ) -> Answer:
        now = self.clock.now()
        bundle = node.in_force(now)
        stands = standing_of(node.home, bundle, now)
        terms = permitted(told, Store(site_of(self.root), read_kept(node.home), stands), bundle, now)
        if isinstance(terms, Deny) or bundle is None:
            raise RefusedLearningError(terms.rule if isinstance(terms, Deny) else "no_policy", "")
        if weights.shape != (terms.plan.parameters,):
            raise LearnError(f"expected {terms.plan.parameters} weights, got {len(weights)}")
        before = self._pay(told, terms, bundle, journal)
        if before is not None:
            return before
        vector = self.train(terms.plan, weights, _windows(terms, bundle, stands, journal))
        answer = self._sealed(vector, told, bundle, node)
        with journal.unit():
            journal.rounds.keep_answer(terms.task_id, told.round, answer)
        return answer

    def _pay(
        self, told: Instruction, terms: LearningTerms, bundle: PolicyBundle, journal: Journal
    ) -> Answer | None:
        """Charge the round, or return what the store has answered to the very same instruction before."""
        now = self.clock.now()
        since_s, at_s = (now - charged_for(terms, bundle)).timestamp(), now.timestamp()
        budget, rho = bundle.chain.budget, terms.rho_per_round
        asked = PaidRound(terms.task_id, told.round, told.hash, rho, since_s, at_s, budget.exact_total)
        with journal.unit():
            paid = journal.rounds.find(terms.task_id, told.round)
            if paid is not None and (paid.answer is None or paid.instruction != told.hash):
                raise RefusedLearningError("second_report", "the round was trained here before")
            if paid is not None:
                return paid.answer
            outcome = journal.charge_round(asked, share=budget.exact_learn)
        if isinstance(outcome, Refused):
            raise RefusedLearningError(outcome.problem.name, outcome.problem.detail)
        return None

    def _sealed(
        self, vector: NDArray[np.int64], told: Instruction, bundle: PolicyBundle, node: Node
    ) -> Answer:
        contribution = Contribution(
            report_id=ReportId(self.random(16)),
            task_id=TaskId(told.task),
            epoch=told.round,
            lane="cohort",
            policy_hash=bundle.hash,
            layout_hash=told.hash,
            vector=vector,
        )
        envelopes = {one.role: one.envelope for one in seal_contribution(contribution, node.sealer())}
        return Answer(envelopes["leader"], envelopes["helper"])


def _windows(terms: LearningTerms, bundle: PolicyBundle, stands: Standing, journal: Journal) -> Windows:
    """Return what reads the windows that were kept for the round's own purpose, and stand now."""
    purpose = purpose_of(terms, bundle)
    grounds = frozenset() if purpose is None else frozenset({ground_of(purpose.document)})
    return lambda: examples_in(journal.vault, partial(stands.may_learn, grounds)).examples


def _read(told: Mapping[str, bytes]) -> tuple[Instruction, NDArray[np.float32]]:
    try:
        instruction = Instruction.model_validate_json(told["instruction"])
        data = told["weights"]
    except ValidationError as error:
        raise LearnError(f"expected an instruction: {describe(error)}") from error
    except KeyError as error:
        raise LearnError(f"expected an instruction with {error}, got one without") from error
    if len(data) % 4 or hashlib.sha256(data).hexdigest() != instruction.model_hash:
        raise LearnError("expected the weights that the instruction names, got others")
    weights = np.frombuffer(data, dtype="<f4").astype(np.float32)
    if not np.all(np.isfinite(weights)):
        raise LearnError("expected finite weights")
    return instruction, weights


def _hash(bundle: PolicyBundle | None) -> bytes:
    return b"" if bundle is None else bundle.hash
