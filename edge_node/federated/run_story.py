"""``shoal learn run`` from nothing to its figures."""

from dataclasses import dataclass
from pathlib import Path

from edge_node.federated.learning_chain import LearningChain, Progress, learning_chain
from edge_node.intent.form import VERSION, Form
from edge_node.intent.model import fresh
from shared.schemas.training_plan import Algorithm, TrainingPlan

SEED = 1
"""Of the weights that learning starts from where there is no model yet."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for."""

    rounds: int
    sites: int
    algorithm: Algorithm = "fedavg"


def plan_of(wanted: Wanted) -> TrainingPlan:
    """Return a plan of which a run fits the shipped budget for learning, rho = 3/100, up to 6 rounds.

    One noisy step of z = 10 costs rho = 1/200.
    """
    return TrainingPlan(
        model_version=VERSION,
        parameters=Form().parameters,
        algorithm=wanted.algorithm,
        noise_multiplier="10",
        proximal=0.1 if wanted.algorithm == "fedprox" else 0.0,
        server_learning_rate=0.05 if wanted.algorithm == "fedadam" else 1.0,
    )


def run(wanted: Wanted, folder: Path, progress: Progress) -> dict[str, object]:
    """Train on the real engine and return rounds, participants, seconds, bytes, loss and epsilon.

    Raises: LearnError, ChildError as soon as one process fails.
    """
    with learning_chain(folder, wanted.sites, plan_of(wanted), progress=progress) as chain:
        return taught(chain, wanted.rounds, progress)


def taught(chain: LearningChain, rounds: int, progress: Progress) -> dict[str, object]:
    """Begin with a fresh model, run that many rounds and return the figures; raises like `run`."""
    weights = chain.hubs.folder / "first-weights.bin"
    weights.write_bytes(fresh(Form(), SEED).astype("<f4").tobytes())
    chain.begin(weights)
    progress("training", 0, 1)
    ended = chain.train(rounds)
    progress("training", 1, 1)
    return figures(chain.standing(), str(ended["outcome"]))


def figures(standing: dict[str, object], outcome: str) -> dict[str, object]:
    """Return what is told of a run: one number a completed round, and why others were refused."""
    rounds = standing["rounds"]
    every = rounds if isinstance(rounds, list) else []
    done = [one for one in every if one["state"] == "completed"]
    return {
        "rounds_completed": len(done),
        "rounds_refused": [{"round": r["round"], "reason": r["reason"]} for r in every if r not in done],
        "participants": [one["participants"] for one in done],
        "seconds_per_round": [one["seconds"] for one in done],
        "bytes_per_node_per_round": [one["node_bytes"] for one in done],
        "loss_per_round": [one["loss"] for one in done],
        "hits_per_round": [one["hits"] for one in done],
        "rho": standing["rho"],
        "epsilon": standing["epsilon"],
        "unit": standing["unit"],
        "defence": standing["defence"],
        "run": outcome,
        "simulated": True,
    }
