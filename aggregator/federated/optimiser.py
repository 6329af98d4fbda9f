"""The server's step: from a model and a mean update to the next model.

FedAvg goes along the mean update (McMahan 2017); FedProx is FedAvg here, its proximal term is the stores';
FedAdam keeps moments of the update (Reddi 2021, Algorithm 2).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from shared.schemas.training_plan import TrainingPlan

_BETA_1: Final = 0.9
_BETA_2: Final = 0.99
_TAU: Final = 1e-3
"""The degree of adaptivity. Source: Reddi 2021, table 8 (the value that did well throughout)."""


@dataclass(frozen=True, slots=True)
class Moments:
    """FedAdam's memory: running means of the update and of its square; empty before the first step."""

    first: tuple[float, ...] = ()
    second: tuple[float, ...] = ()


_Moments = TypeAdapter(Moments)


def step(
    weights: NDArray[np.float32], update: NDArray[np.float64], moments: Moments, plan: TrainingPlan
) -> tuple[NDArray[np.float32], Moments]:
    """Return the next weights, float32 (P,), and what the optimiser remembers.

    Raises: ValueError when weights and update are not of one length.
    """
    if weights.shape != update.shape:
        raise ValueError(f"expected an update of shape {weights.shape}, got {update.shape}")
    if plan.algorithm != "fedadam":
        return _moved(weights, plan.server_learning_rate * update), moments
    zeros = np.zeros_like(update)
    first = _BETA_1 * (np.array(moments.first) if moments.first else zeros) + (1 - _BETA_1) * update
    second = _BETA_2 * (np.array(moments.second) if moments.second else zeros) + (1 - _BETA_2) * update**2
    move = plan.server_learning_rate * first / (np.sqrt(second) + _TAU)
    return _moved(weights, move), Moments(tuple(first.tolist()), tuple(second.tolist()))


def write_moments(moments: Moments) -> str:
    """Return the memory as JSON."""
    return _Moments.dump_json(moments).decode()


def read_moments(text: str) -> Moments:
    """Return the memory that was written."""
    return _Moments.validate_json(text)


def _moved(weights: NDArray[np.float32], by: NDArray[np.float64]) -> NDArray[np.float32]:
    return (weights.astype(np.float64) + by).astype(np.float32)
