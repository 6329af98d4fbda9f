"""Who watches a store's line in a round of learning: is its vault full, or was the store closed for days?

Two paired stores are asked the same rounds; by the toss of a coin one of them holds windows and the other
none. Each trains for real, seals and sends. Seen are the share for the helper and the reply that Flower
carries: how long each is, and when it leaves, counted from the question. A forest tells the two apart on
rounds that it has not seen.

Time is the processor's, of one thread, and a wait adds to it without being waited for: what else the machine
does neither hides the store nor gives it away. (Threads that wait for each other spin, and longer the busier
the machine is.)

Flower's own messages are captured in `flower_traffic.py`, from real SuperNodes and on a real clock.
Source: DESIGN §2 ("fixed schedule") and §8 (network).
"""

import hashlib
import secrets
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from numpy.typing import NDArray

from edge_node.federated.invented import keep_invented
from edge_node.federated.pacing import paced
from edge_node.federated.participant import Participant, Train
from edge_node.federated.trainer import LocalTrainer
from edge_node.intent.form import VERSION, Form
from edge_node.node import Node
from edge_node.storage.files import write_private
from policies.schema import PolicyBundle
from shared.schemas.training_plan import TrainingPlan
from tests.adversary.row import Row, Scale
from tests.adversary.telling_apart import Guesses, told_apart
from tests.support.edge_world import signed_policy
from tests.support.learning_policy import GROUND
from tests.support.learning_store import LearningStore, instruction, learning_store, night_bundle

ROUNDS: dict[Scale, int] = {"small": 20, "full": 100}
"""Rounds watched, each at both stores."""
WINDOWS = 1000
"""So many that an undefended store works twice as long as an empty one."""
PACE_S = 0.5
"""Several times what a step over so many windows takes here; the product's is longer, as its steps are."""
FALSE_ALARM: dict[Scale, float] = {"small": 1e-4, "full": 1e-6}
"""How often an attacker who guesses would reach the bound; few rounds cannot be as strict."""
PARAMETERS = Form().parameters
PLAN = TrainingPlan(
    model_version=VERSION, parameters=PARAMETERS, noise_multiplier="100", batch_size=1, max_weight=100
)
"""So cheap that a window could be in every round watched."""
WEIGHTS = np.zeros(PARAMETERS, dtype="<f4")


def rows(*, scale: Scale, seed: int) -> list[Row]:
    """Return the row of whoever watches the line of rounds."""
    alarm = FALSE_ALARM[scale]
    paced = guesses(ROUNDS[scale], seed, PACE_S)
    at_once = guesses(ROUNDS["small"], seed, 0.0)
    return [
        Row(
            promise="a round of learning does not tell a busy store from a closed one",
            attack="somebody on the line trains a classifier on when share and reply leave, and how long",
            measured=paced.share,
            bound=paced.bound(alarm),
            holds=paced.are_chance(alarm),
            control=at_once.share,
            control_fails=not at_once.are_chance(FALSE_ALARM["small"]),
            detail=f"rounds told rightly of {paced.of}, chance 0.5, false alarm {alarm:g}; "
            f"defence off ({at_once.of}): a store answers as soon as it is done",
        )
    ]


def guesses(rounds: int, seed: int, pace_s: float) -> Guesses:
    """Return how many of both stores' rounds a classifier tells rightly."""
    torch.set_num_threads(1)
    rng = np.random.default_rng(seed)
    clock = ProcessorClock()
    train = paced(LocalTrainer(), pace_s, now_s=clock.now_s, wait=clock.wait)
    seen, busy = [], []
    with TemporaryDirectory() as folder:
        stores = [_store(Path(folder) / name, clock) for name in ("one", "two")]
        for store in stores:
            store.asked(1, train, is_busy=True)  # what is loaded once is loaded now
        for number in range(2, rounds + 2):
            turns = list(zip(stores, rng.permutation([True, False]), strict=True))
            rng.shuffle(turns)
            for store, is_busy in turns:
                seen.append(store.asked(number, train, is_busy=bool(is_busy)))
                busy.append(is_busy)
    return told_apart(np.array(seen), np.array(busy), np.repeat(np.arange(rounds), 2), seed)


@dataclass
class ProcessorClock:
    """What this process has worked, and what it has said that it waits."""

    waited_s: float = 0.0

    def now_s(self) -> float:
        """Return seconds since some moment."""
        return time.process_time() + self.waited_s

    def wait(self, pause_s: float) -> None:
        """Let the pause have passed."""
        self.waited_s += pause_s


@dataclass
class Watched:
    """A store that takes part, and what is seen of it."""

    store: LearningStore
    bundle: PolicyBundle
    clock: ProcessorClock
    sent: list[tuple[float, int]] = field(default_factory=list)

    def asked(self, number: int, train: Train, *, is_busy: bool) -> NDArray[np.float64]:
        """Ask for the round; return (moment in s, bytes) of share and reply: float64 (4,)."""
        self.sent.clear()
        with _windows(self.store, WINDOWS if is_busy else 0, number):
            begun = self.clock.now_s()
            participant = Participant(
                self.store.root, self.store.clock, train, self._post, secrets.token_bytes
            )
            reply = participant.answer(self._told(number))
            self.sent.append((self.clock.now_s(), len(reply["envelope"])))
        return np.array([value for at, size in self.sent for value in (at - begun, size)])

    def _told(self, number: int) -> dict[str, bytes]:
        told = instruction(
            number, plan_hash=PLAN.hash, model_hash=hashlib.sha256(WEIGHTS.tobytes()).hexdigest()
        )
        return {
            "instruction": told.model_dump_json().encode(),
            "weights": WEIGHTS.tobytes(),
            "policy": self.bundle.hash,
        }

    def _post(self, _node: Node, envelope: bytes) -> str:
        self.sent.append((self.clock.now_s(), len(envelope)))
        return "accepted"


def _store(root: Path, clock: ProcessorClock) -> Watched:
    """Make a paired store under a policy that lets the model be trained."""
    store, bundle = learning_store(root), night_bundle()
    learning = bundle.chain.learning
    assert learning is not None
    terms = learning.model_copy(update={"plan": PLAN})
    bundle = bundle.model_copy(update={"chain": bundle.chain.model_copy(update={"learning": terms})})
    write_private(store.node.home.policy, signed_policy(bundle, store.parties["helper"].root))
    return Watched(store, bundle, clock)


@contextmanager
def _windows(store: LearningStore, count: int, seed: int) -> Iterator[None]:
    """Hold so many windows in the store's vault until the block ends."""
    with closing(store.node.open_journal()) as journal:
        if count:
            keep_invented(journal, count, seed, store.clock.now(), [GROUND])
        yield
        with journal.vault.unit():
            for held in journal.vault.held():
                journal.vault.shred(held.key_id)
