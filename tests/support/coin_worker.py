"""A store's worker as the product's, but for the coin that says in every round whether its vault is empty.

Training, payment, sealing and sending are the product's own.
"""

import secrets
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edge_node.federated.participant import Participant, Windows
from edge_node.federated.trainer import LocalTrainer
from edge_node.federated.worker import Answer, to_helper
from shared.clock import SystemClock
from shared.schemas.learning import Instruction
from shared.schemas.training_plan import TrainingPlan
from tests.support.coins import coins_in
from tests.support.trivial_worker import serve


def store(home: Path) -> Answer:
    """Return what answers for the store: from its vault where the coin says so, else from an empty one."""
    trainer = LocalTrainer()

    def on_nothing(plan: TrainingPlan, weights: NDArray[np.float32], _: Windows) -> NDArray[np.int64]:
        return trainer(plan, weights, tuple)

    def answer(told: dict[str, bytes]) -> dict[str, bytes]:
        coins = coins_in(home)
        assert coins is not None, "no coins were tossed for this store"
        number = Instruction.model_validate_json(told["instruction"]).round
        train = coins.turned(home.name, number, busy=trainer, empty=on_nothing)
        return Participant(home, SystemClock(), train, to_helper, secrets.token_bytes).answer(told)

    return answer


if __name__ == "__main__":
    serve(store)
