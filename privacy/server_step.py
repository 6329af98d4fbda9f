"""How the shared model moves by the stores' mean update: plainly, or scaled entry by entry (FedAdam).

Everything here comes after the noise, so it costs no track anything.
Source: McMahan 2017 (FedAvg); Reddi 2021, "Adaptive Federated Optimization", Algorithm 2 (FedAdam).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from shared.schemas.training_plan import TrainingPlan

MOMENTUM: Final = 0.9
SPREAD_MEMORY: Final = 0.99
"""β₁ and β₂ as in the source, §5."""

FLOOR: Final = 1e-3
"""τ, the source's usual choice: what keeps an entry that hardly moves from being blown up."""


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class ServerState:
    """The shared model and what the server remembers from round to round."""

    weights: NDArray[np.float32]
    """float32 (P,): what the stores are given next."""
    momentum: NDArray[np.float64]
    """float64 (P,): the mean update of late, first moment."""
    spread: NDArray[np.float64]
    """float64 (P,): the same of its squares."""
    moves: int = 0
    """How often the model has been moved."""

    @override
    def __repr__(self) -> str:
        return f"ServerState({len(self.weights)} weights, {self.moves} moves)"


def begun(weights: NDArray[np.float32]) -> ServerState:
    """Return the state before the first round."""
    return ServerState(weights, np.zeros(len(weights)), np.zeros(len(weights)))


def moved(plan: TrainingPlan, state: ServerState, update: NDArray[np.float64]) -> ServerState:
    """Return the state after a round whose mean update it was.  Shape: float64 (P,).

    FedAdam corrects both moments for having begun at zero (Kingma and Ba 2015, §3).
    """
    if update.shape != state.weights.shape or not np.isfinite(update).all():
        raise ValueError(f"expected a finite update {state.weights.shape}, got {update.shape}")
    moves = state.moves + 1
    if plan.algorithm != "fedadam":
        step = plan.server_learning_rate * update
        return ServerState((state.weights + step).astype(np.float32), state.momentum, state.spread, moves)
    momentum = MOMENTUM * state.momentum + (1 - MOMENTUM) * update
    spread = SPREAD_MEMORY * state.spread + (1 - SPREAD_MEMORY) * update**2
    mean = momentum / (1 - MOMENTUM**moves)
    root = np.sqrt(spread / (1 - SPREAD_MEMORY**moves))
    step = plan.server_learning_rate * mean / (root + FLOOR)
    return ServerState((state.weights + step).astype(np.float32), momentum, spread, moves)
