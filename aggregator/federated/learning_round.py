"""One round from its number to the next model, or to the reason why the model stays as it is.

The order is the protocol's: sample, instruct, gather until the deadline, agree with the helper, let the sum
out by the gate, move the model. Whatever is refused on the way leaves the model alone.
Source: shared/wire/PROTOCOL.md §21.
"""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from sqlmodel import Session

from aggregator.adopted import in_force
from aggregator.database import reading, writing
from aggregator.decisions import remember
from aggregator.errors import PeerError
from aggregator.federated import lineage
from aggregator.federated.gathering import Gathering
from aggregator.federated.moving import RefusedRoundError, Sums, move
from aggregator.federated.tables import ModelRow, RoundRow
from aggregator.hub import Hub
from aggregator.ports import Nodes
from aggregator.ports import Sums as Helper
from aggregator.release.gate import Gate
from policies.decision_log import line_of
from policies.engine import Deny, Request
from policies.learning import learning_terms
from policies.schema import LearningTerms
from shared.ids import TaskId
from shared.schemas.learning import Instruction
from shared.wire.problems import Problem

HELPER_AGAIN_S: Final = 1.0
"""Between two questions to a helper that did not answer."""

_Answer = TypeVar("_Answer")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a round waits for whom."""

    sample_s: float = 60.0
    """For as many nodes as the policy demands to be there."""
    deadline_s: float = 300.0
    """For the nodes' replies; whoever is later is left out."""
    helper_s: float = 60.0
    """For a helper that does not answer."""
    look_every_s: float = 0.1


@dataclass(frozen=True, slots=True)
class LearningRound:
    """Runs rounds of one leader, one after the other."""

    hub: Hub
    nodes: Nodes
    helper: Helper
    gate: Gate
    patience: Patience = Patience()
    elapsed_s: Callable[[], float] = time.monotonic
    pause: Callable[[float], None] = time.sleep

    def run(self, task_id: str) -> RoundRow:
        """Run the next round of the task to its end and return how it ended."""
        began_s, denied = self.elapsed_s(), None
        with writing(self.hub.engine) as session:
            number = lineage.begin(session, task_id, self.hub.clock.now()).round
        try:
            outcome = self._learn(task_id, number)
        except RefusedRoundError as refused:
            _log.warning("round refused", extra={"problem": str(refused)})
            outcome, denied = {"state": "refused", "reason": str(refused)}, refused.denied
        with writing(self.hub.engine) as session:
            if denied is not None:  # the transaction that it stopped is not committed
                self._count(session, task_id, denied)
            row = session.get_one(RoundRow, (task_id, number))
            row.sqlmodel_update(outcome | {"seconds": round(self.elapsed_s() - began_s, 2)})
            session.add(row)
        return row

    def _count(self, session: Session, task_id: str, denied: Deny) -> None:
        now = self.hub.clock.now()
        remember(session, line_of(Request("release", TaskId(task_id), now), denied, now))

    def _learn(self, task_id: str, number: int) -> dict[str, object]:
        model, policy_hash, terms = self._foundations(task_id)
        told = Instruction(task=task_id, round=number, plan_hash=model.plan, model_hash=model.model_hash)
        nodes = self._sample(terms)
        body = _body(told, model, policy_hash)
        self.nodes.send(body, nodes)
        gathered = self._gather(told, terms)
        sums = self._agreed(gathered, terms)
        with writing(self.hub.engine) as session:
            learnt = move(session, sums, self.hub, self.gate)
        sent_bytes = sum(len(part) for part in body.values())
        heard_bytes = gathered.received_bytes + sums.answer.helper_bytes
        return {
            "state": "completed",
            "participants": sums.nodes,
            "groups": learnt.groups,
            "node_bytes": sent_bytes + heard_bytes // len(gathered.shares),
            "loss": learnt.loss,
            "hits": learnt.hits,
            "loss_half_width": learnt.loss_half_width,
            "hits_half_width": learnt.hits_half_width,
            "rho": lineage.exact(terms.rho_per_round),
        }

    def _foundations(self, task_id: str) -> tuple[ModelRow, bytes, LearningTerms]:
        """Return what the round stands on: the model in use, the policy in force, and its terms."""
        now = self.hub.clock.now()
        with reading(self.hub.engine) as session:
            adopted = in_force(self.hub.policies.refresh(session).values(), now)
            model = lineage.current(session, task_id)
        terms = learning_terms(adopted.bundle if adopted else None, now)
        if isinstance(terms, Deny):
            raise RefusedRoundError(terms.rule, terms)
        if adopted is None:
            raise RefusedRoundError("no_policy")
        if model is None:
            raise RefusedRoundError("no_model")
        if terms.task_id != task_id or terms.plan.hash != model.plan:
            raise RefusedRoundError("other_plan")
        return model, adopted.policy_hash, terms

    def _sample(self, terms: LearningTerms) -> list[int]:
        until_s = self.elapsed_s() + self.patience.sample_s
        while len(found := list(self.nodes.available())) < terms.minimum_nodes:
            if self.elapsed_s() > until_s:
                raise RefusedRoundError("too_few_nodes")
            self.pause(self.patience.look_every_s)
        return found

    def _gather(self, told: Instruction, terms: LearningTerms) -> Gathering:
        gathering = Gathering(self.hub, told)
        until_s = self.elapsed_s() + self.patience.deadline_s
        while self.elapsed_s() <= until_s:
            heard = self.nodes.hear()
            for envelope in heard.envelopes:
                gathering.take(envelope)
            if heard.outstanding == 0:
                break
            self.pause(self.patience.look_every_s)
        if len(gathering.shares) < terms.minimum_nodes:
            raise RefusedRoundError("below_minimum_batch")
        return gathering

    def _agreed(self, gathered: Gathering, terms: LearningTerms) -> Sums:
        """Return the sums over the reports that both parties hold."""
        told, shares = gathered.told, gathered.shares
        both = self._asking(lambda: self.helper.held(told, shares))
        if len(both) < terms.minimum_nodes:
            raise RefusedRoundError("below_minimum_batch")
        answer = self._asking(lambda: self.helper.sums(told, both))
        if isinstance(answer, Problem):
            raise RefusedRoundError(answer.name)
        return Sums(told, answer, shares)

    def _asking(self, question: Callable[[], _Answer]) -> _Answer:
        """Ask until the helper answers or patience is over; a question repeated has the same answer."""
        until_s = self.elapsed_s() + self.patience.helper_s
        while True:
            try:
                return question()
            except PeerError as error:
                _log.warning("%s", error)
                if self.elapsed_s() > until_s:
                    raise RefusedRoundError("helper_away") from error
                self.pause(HELPER_AGAIN_S)


def _body(told: Instruction, model: ModelRow, policy_hash: bytes) -> Mapping[str, bytes]:
    return {
        "instruction": told.model_dump_json().encode(),
        "weights": model.weights,
        "policy": policy_hash,
    }
