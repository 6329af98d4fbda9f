"""From the helper's sums to the next model: through the gate, in one transaction, or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from sqlmodel import Session

from aggregator.adopted import Adopted, in_force
from aggregator.federated import lineage
from aggregator.federated.combining import GroupTotal, Impossible, Learnt, learn_from
from aggregator.federated.optimiser import recalled, remembered
from aggregator.federated.tables import ModelRow
from aggregator.hub import Hub
from aggregator.release.gate import Gate
from aggregator.release.round_wish import RoundWish
from policies.engine import Deny
from policies.schema import LearningTerms
from privacy.payload import decode_leader_share
from privacy.server_step import moved
from privacy.shares import aggregate, combine
from shared.ids import TaskId
from shared.schemas.learning import GroupSum, Instruction, RoundSumAnswer
from shared.wire.problems import Problem


class RefusedRoundError(Exception):
    """The round ends here and the model stays as it is; the message is the reason's name."""

    def __init__(self, reason: str, denied: Deny | None = None) -> None:
        super().__init__(reason)
        self.denied = denied
        """What the policy answered; None where it was not the policy."""


@dataclass(frozen=True, slots=True)
class Sums:
    """What both parties hold of one round."""

    told: Instruction
    answer: RoundSumAnswer
    """The helper's."""
    shares: Mapping[bytes, bytes]
    """The leader's, opened, by report id."""

    @property
    def nodes(self) -> int:
        """Nodes in the sums."""
        return sum(len(one.report_ids) for one in self.answer.sums)


def move(session: Session, sums: Sums, hub: Hub, gate: Gate) -> Learnt:
    """Let the sums out by the gate and add the model they make; a refusal takes back the ledger entry too.

    Raises: RefusedRoundError; then the transaction must not be committed.
    """
    now, told = hub.clock.now(), sums.told
    adopted = in_force(hub.policies.refresh(session).values(), now)
    wish = RoundWish(TaskId(told.task), told.round, sums.nodes, told.plan_hash)
    terms = gate.admit_round(session, wish, adopted, now)
    if isinstance(terms, Deny):
        raise RefusedRoundError(terms.rule, terms)
    if isinstance(terms, Problem) or adopted is None:
        raise RefusedRoundError(terms.name if isinstance(terms, Problem) else "no_policy")
    before = lineage.current(session, told.task)
    if before is None or before.model_hash != told.model_hash:
        raise RefusedRoundError("stale_model")
    learnt = _learnt(sums, terms)
    held = recalled(lineage.from_bytes(before.weights), before.moments)
    after = moved(terms.plan, held, learnt.update)
    origin = _origin(sums, terms, adopted, before)
    lineage.descend(session, before, after.weights, remembered(after), origin, now)
    return learnt


def _learnt(sums: Sums, terms: LearningTerms) -> Learnt:
    totals = [_total(one, sums.shares, terms.plan.length) for one in sums.answer.sums]
    learnt = learn_from(totals, terms.plan)
    if isinstance(learnt, Impossible):
        raise RefusedRoundError("impossible_sum")
    return learnt


def _total(group: GroupSum, shares: Mapping[bytes, bytes], length: int) -> GroupTotal:
    """Return a group's exact sum: the leader's shares of the very reports that the helper summed."""
    helper = np.frombuffer(bytes.fromhex(group.share), dtype=">u8").astype(np.uint64)
    if len(helper) != length:
        raise RefusedRoundError("wrong_length")
    ids = [bytes.fromhex(one) for one in group.report_ids]
    own = aggregate((decode_leader_share(shares[one], length).values for one in ids), length)
    return GroupTotal(len(ids), combine(own, helper))


def _origin(sums: Sums, terms: LearningTerms, adopted: Adopted, before: ModelRow) -> lineage.Origin:
    return lineage.Origin(
        number=sums.told.round,
        participants=sums.nodes,
        rho=Fraction(before.rho) + terms.rho_per_round,
        policy_hash=adopted.policy_hash.hex(),
    )
