"""A store's worker with a trivial step in place of training, and the faults that a test writes into its home.

The home's file `behaviour` is read in every round: honest, huge, twice, stale, hang or clock. Where coins
were tossed (`coins.py`), a store that had a day takes its time over the step.
"""

import argparse
import secrets
import signal
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edge_node.federated.participant import Participant, Windows
from edge_node.federated.worker import Answer, SuperNode, to_helper, work
from edge_node.node import Node
from shared.clock import SystemClock
from shared.schemas.learning import Instruction
from shared.schemas.training_plan import TAIL_GRID, TrainingPlan
from tests.support.coins import coins_in

WEIGHT = 10
DAY_S = 2.0
"""How long a store seems to train that had a day."""


class Store:
    """One store that behaves as its home says."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._last: dict[str, bytes] = {}

    def now(self) -> datetime:
        """Return the time, two days late where the clock is wrong."""
        late = timedelta(days=2) if self._behaviour == "clock" else timedelta()
        return SystemClock().now() - late

    def answer(self, told: Mapping[str, bytes]) -> dict[str, bytes]:
        """Answer an instruction; a stale store sends what it sent to the last one."""
        if self._behaviour == "stale" and self._last:
            return self._last
        train, coins = self._train, coins_in(self._home)
        if coins is not None:
            number = Instruction.model_validate_json(told["instruction"]).round
            train = coins.turned(self._home.name, number, busy=self._train_long, empty=train)
        self._last = Participant(self._home, self, train, self._deliver, secrets.token_bytes).answer(told)
        return self._last

    @property
    def _behaviour(self) -> str:
        file = self._home / "behaviour"
        return file.read_text() if file.exists() else "honest"

    def _train(self, plan: TrainingPlan, _: NDArray[np.float32], __: Windows) -> NDArray[np.int64]:
        if self._behaviour == "hang":
            (self._home / "hangs").touch()
            threading.Event().wait(60)
        vector = np.full(plan.length, plan.update_grid // 100 * WEIGHT, dtype=np.int64)
        vector[-3:] = (WEIGHT, WEIGHT * TAIL_GRID, WEIGHT * TAIL_GRID // 2)
        return vector * 10**7 if self._behaviour == "huge" else vector

    def _train_long(
        self, plan: TrainingPlan, weights: NDArray[np.float32], windows: Windows
    ) -> NDArray[np.int64]:
        threading.Event().wait(DAY_S)
        return self._train(plan, weights, windows)

    def _deliver(self, node: Node, envelope: bytes) -> str:
        if self._behaviour == "twice":
            to_helper(node, envelope)
        return to_helper(node, envelope)


def serve(make: Callable[[Path], Answer]) -> None:
    """Take the product worker's command line and answer as the store made of its home does."""
    parser = argparse.ArgumentParser()
    for name in ("--home", "--supernode", "--secret"):
        parser.add_argument(name, required=True)
    parser.add_argument("--pace-s", type=float)  # it does not train for long, and does not wait
    asked, stop = parser.parse_args(), threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    work(SuperNode(asked.supernode, Path(asked.secret).read_bytes()), make(Path(asked.home)), stop)


if __name__ == "__main__":
    serve(lambda home: Store(home).answer)
