"""One paired store at night, under a policy that lets a tiny model be trained then."""

import hashlib
import secrets
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from edge_node.demo.chain import chain
from edge_node.demo.floor import simulated_floor
from edge_node.federated.code_hash import code_hash
from edge_node.federated.participant import Participant, Windows
from edge_node.intent.window import Example
from edge_node.node import Node, load_node
from edge_node.storage.files import write_private
from edge_node.storage.learn_ledger import PaidRound
from policies.schema import LearningTerms, PolicyBundle
from shared.schemas.learning import Instruction
from shared.schemas.training_plan import TrainingPlan
from shared.wire.codec import Role
from tests.support.clock import FakeClock
from tests.support.consent_world import attest_home
from tests.support.edge_world import Party, paired_node, signed_policy
from tests.support.learning_policy import learning

AT_NIGHT = datetime(2026, 6, 15, 23, 30, tzinfo=UTC)
PLAN = TrainingPlan(model_version=1, parameters=4, noise_multiplier="10")
"""A round costs rho = 1/200."""
WEIGHTS = np.arange(4, dtype="<f4").tobytes()
VECTOR = np.arange(PLAN.length, dtype=np.int64)


@dataclass
class LearningStore:
    """The store, and everything that it trained and sent."""

    root: Path
    clock: FakeClock
    bundle: PolicyBundle
    parties: dict[Role, Party]
    trained: int = 0
    learnt: Sequence[Example] = ()
    """What the last training was given."""
    sent: list[bytes] = field(default_factory=list)
    outcomes: list[str] = field(default_factory=list)
    """What the helper answers, one after the other; accepted once there are no more."""

    @property
    def participant(self) -> Participant:
        """The store as its worker asks it."""
        return Participant(self.root, self.clock, self._train, self._deliver, secrets.token_bytes)

    @property
    def node(self) -> Node:
        """The store's node, read anew."""
        return load_node(self.root, self.clock)

    def told(self, number: int = 1, **changes: Any) -> dict[str, bytes]:
        """Return a good message of the round, with changes to its instruction."""
        return {
            "instruction": instruction(number, **changes).model_dump_json().encode(),
            "weights": WEIGHTS,
            "policy": self.bundle.hash,
        }

    def paid(self) -> list[PaidRound]:
        """Return every round that was charged."""
        with closing(self.node.open_journal()) as journal:
            return journal.rounds.all()

    def _train(
        self, _plan: TrainingPlan, _weights: NDArray[np.float32], windows: Windows
    ) -> NDArray[np.int64]:
        self.trained += 1
        self.learnt = windows()
        return VECTOR

    def _deliver(self, _node: Node, envelope: bytes) -> str:
        self.sent.append(envelope)
        return self.outcomes.pop(0) if self.outcomes else "accepted"


def instruction(number: int = 1, **changes: Any) -> Instruction:
    """Return a round's instruction, with changes."""
    model_hash = hashlib.sha256(WEIGHTS).hexdigest()
    good = Instruction(task="learn.intent", round=number, plan_hash=PLAN.hash, model_hash=model_hash)
    return good.model_copy(update=changes)


def night_bundle(code: str = "", **document: Any) -> PolicyBundle:
    """Return the policy: zones are learnt from at night, by this plan and the code that is installed."""
    terms = LearningTerms(task="intent", purpose="zones", plan=PLAN, code_hash=code or code_hash())
    bundle = learning(**document)
    return bundle.model_copy(update={"chain": bundle.chain.model_copy(update={"learning": terms})})


def learning_store(
    root: Path, *, attested: bool = True, code: str = "", bundle: PolicyBundle | None = None
) -> LearningStore:
    """Make the store in the folder."""
    clock = FakeClock(AT_NIGHT)
    node, parties = paired_node(root, clock)
    bundle = bundle or night_bundle(code)
    write_private(node.home.policy, signed_policy(bundle, parties["helper"].root))
    floor = simulated_floor(chain(1)[0], 1, root)
    if floor.site_file != node.home.site:
        write_private(node.home.site, floor.site_file.read_bytes())
    if attested:
        attest_home(root, AT_NIGHT)
    return LearningStore(root, clock, bundle, parties)
