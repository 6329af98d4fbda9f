"""What the server's optimiser remembers between rounds, as it is kept beside the model it belongs to.

The step itself is `privacy/server_step.py`; the simulation takes the very same.
"""

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from aggregator.federated.errors import LearnError
from privacy.server_step import ServerState, begun
from shared.schemas.layout import Wire


class _Memory(Wire):
    """Both moments, empty while they are zero, and how often the model has been moved."""

    moves: int = Field(default=0, ge=0)
    momentum: tuple[float, ...] = ()
    spread: tuple[float, ...] = ()


def recalled(weights: NDArray[np.float32], text: str) -> ServerState:
    """Return the state to go on from.  Raises: LearnError when the memory is of another model."""
    memory, blank = _Memory.model_validate_json(text), begun(weights)
    if not memory.momentum:
        return ServerState(weights, blank.momentum, blank.spread, memory.moves)
    if {len(memory.momentum), len(memory.spread)} != {len(weights)}:
        raise LearnError(f"expected moments of {len(weights)} weights, got {len(memory.momentum)}")
    return ServerState(weights, np.array(memory.momentum), np.array(memory.spread), memory.moves)


def remembered(state: ServerState) -> str:
    """Return what is kept of the state besides its weights, as JSON."""
    if not state.spread.any():
        return _Memory(moves=state.moves).model_dump_json()
    moments = {"momentum": tuple(state.momentum.tolist()), "spread": tuple(state.spread.tolist())}
    return _Memory(moves=state.moves, **moments).model_dump_json()
