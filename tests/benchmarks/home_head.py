"""What a head that stays home adds: the shared model in skewed shops, without it and with it.

``python -m tests.benchmarks.home_head --json``: 50 invented shops learn together without noise, at ε = 4, and
not at all; the head is then fitted on each shop's own windows, and both are asked about others of that shop.
"""

import argparse
import json
from collections.abc import Iterator
from statistics import mean, stdev

import numpy as np
import torch
from numpy.typing import NDArray

from edge_node.federated.simulation.plans import plan_for
from edge_node.federated.simulation.rounds import Scenario
from edge_node.federated.simulation.run import played, rho_for
from edge_node.federated.simulation.scores import score_of
from edge_node.federated.simulation.shops import Chain
from edge_node.intent.calibrating import calibration_error
from edge_node.intent.home_head import fit
from edge_node.intent.predict import Predictor
from edge_node.intent.trained import SHIPPED, Trained, read

SITES, SEEDS, ASKED = 50, 5, 120
SKEW = 1.0
"""As in the tables of learning."""
ROUNDS = {"warm start alone": 0, "together": 8, "together at epsilon 4": 8}

Figures = dict[str, float]


def main() -> None:
    """Print one JSON object: for each way of learning, the mean over seeds and its standard error."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.home_head")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--sites", type=int, default=SITES)
    asked = parser.parse_args()
    torch.set_num_threads(1)
    rows = [row for seed in range(asked.seeds) for row in measured(seed, asked.sites)]
    print(json.dumps(summed(rows), indent=None if asked.json else 2))


def measured(seed: int, sites: int) -> Iterator[tuple[str, Figures]]:
    """Yield each way of learning and how right it is, without the head and with it."""
    chain = Chain(1_000 + seed, sites, SKEW)
    for way in ROUNDS:
        predictor = predictor_after(chain, way)
        yield way, figures(chain, predictor, has_head=False)
        yield f"{way} + head at home", figures(chain, predictor, has_head=True)


def predictor_after(chain: Chain, way: str) -> Predictor:
    """Return the shared model that the chain has after learning in that way."""
    shipped = read(SHIPPED)
    if not ROUNDS[way]:
        return Predictor(shipped)
    is_silent = way == "together"
    rho, algorithm = (None, "fedavg") if is_silent else (rho_for(4.0), "fedadam")
    plan = plan_for("fedavg" if algorithm == "fedavg" else "fedadam", ROUNDS[way], rho)
    weights = played(Scenario(chain, plan, is_silent), ROUNDS[way]).state.weights
    return Predictor(Trained(shipped.form, weights, shipped.temperature, shipped.known))


def figures(chain: Chain, predictor: Predictor, *, has_head: bool) -> Figures:
    """Return how right the answers are about windows that nobody learnt from, over all the shops."""
    truth: list[NDArray[np.int64]] = []
    chances: list[NDArray[np.floating]] = []
    for site in range(chain.sites):
        asked, known = chain.tested_on(site, ASKED), chain.trained_on(site)
        truth.append(asked.labels)
        head = fit(predictor, known.windows, known.labels) if has_head else None
        chances.append(head.chances(predictor, asked.windows) if head else predictor.chances(asked.windows))
    told, said = np.concatenate(truth), np.concatenate(chances)
    score = score_of(told, said.argmax(axis=1))
    return {
        "accuracy": score.accuracy,
        "macro_f1": score.macro_f1,
        "calibration_error": calibration_error(said, told),
    }


def summed(rows: list[tuple[str, Figures]]) -> dict[str, Figures]:
    """Return the mean of every figure by way of learning, and the standard error of macro-F1 over seeds."""
    found = {}
    for way in dict(rows):
        seeds = [figures for name, figures in rows if name == way]
        found[way] = {name: round(mean(one[name] for one in seeds), 4) for name in seeds[0]}
        if len(seeds) > 1:
            spread = stdev(one["macro_f1"] for one in seeds) / len(seeds) ** 0.5
            found[way]["standard_error"] = round(spread, 4)
    return found


if __name__ == "__main__":
    main()
