"""The demo's stores learn together: a few rounds over the windows that their simulated days left.

The demo's chain is signed with terms for learning from the start; the engine stands as long as rounds take.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter

from edge_node.demo.hubs import Hubs
from edge_node.demo.story import Learnt
from edge_node.federated.learning_chain import Progress, learning_engine
from edge_node.federated.run_policy import run_policies
from edge_node.federated.run_story import Wanted, plan_of, taught

FEWEST_STORES = 5
"""Stores without which no sum of a round exists. Source: policies/schema.py, minimum_nodes."""

ROUNDS = 2
"""Rounds of the demo where nobody says more: two points are a line."""

MOST_ROUNDS = 6
"""What the budget for learning pays for. Source: run_story.plan_of."""

_LEARNT = TypeAdapter(Learnt)
_WANTED = Wanted(rounds=ROUNDS, sites=FEWEST_STORES)


def lesson_policies(folder: Path) -> Path:
    """Write the demo's documents with terms for learning; return where they lie."""
    return run_policies(folder, plan_of(_WANTED), datetime.now(UTC))


def lesson(pair: Hubs, homes: Mapping[str, Path], progress: Progress, *, rounds: int = ROUNDS) -> Learnt:
    """Start a SuperLink, and a SuperNode with TLS and a key of its own for every store; train; end them.

    Raises: LearnError, ChildError as soon as one process fails.
    """
    progress("starting the engine", 0, 1)
    with learning_engine(pair) as chain:
        chain.seat(homes)
        progress("starting the engine", 1, 1)
        return learnt(taught(chain, rounds, progress))


def learnt(figures: Mapping[str, object]) -> Learnt:
    """Return what the demo tells of the figures of a run."""
    refused = figures["rounds_refused"]
    return _LEARNT.validate_python(
        {**figures, "rounds_refused": len(refused) if isinstance(refused, list) else 0}
    )
