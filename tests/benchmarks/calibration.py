"""How far a model's sureness is from how often it is right: of the models of TABLES.md, by what tempers them.

    python -m tests.benchmarks.calibration [--sites N] [--seeds K] [--json]

The shared model with the warm start's temperature (what a store asks), with none, with one fitted on invented
shops of the law that the warm start met, with the best there is, and with the store's own head.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import replace
from statistics import mean

import numpy as np
import torch
from numpy.typing import NDArray

from edge_node.federated.simulation.law import other_law
from edge_node.federated.simulation.pooled import pooled
from edge_node.federated.simulation.shops import Chain
from edge_node.federated.simulation.warm_start import SEED, SHOPS
from edge_node.federated.training import Examples
from edge_node.intent.calibrating import calibration_error, temperature_for
from edge_node.intent.home_head import fit
from edge_node.intent.predict import Predictor
from edge_node.intent.trained import SHIPPED, Trained, read
from tests.benchmarks.learn_cells import JUDGED_SHOPS, JUDGED_WINDOWS, Cell, Method, Price, weights_of

WAYS: tuple[tuple[str, Method, Price], ...] = (
    ("warm start", "warm start", "none"),
    ("together, no noise", "federated", "none"),
    ("together, ε = 4", "federated", "4"),
    ("together, the default", "federated", "default"),
)
ANOTHER_CHAIN = 31
"""Seed of the invented shops that a temperature is fitted on: others than the warm start was made of."""

Figures = dict[str, float]


def figures(trained: Trained, chain: Chain, invented: Examples) -> Figures:
    """Return the calibration error by what tempers the model, and the share of windows called unlike."""
    shops = min(chain.sites, JUDGED_SHOPS)
    tests = [chain.tested_on(site, JUDGED_WINDOWS // shops) for site in range(shops)]
    test = pooled(tests)
    raw = Predictor(replace(trained, temperature=1.0))
    temperatures = {
        "warm start's": trained.temperature,
        "none": 1.0,
        "of invented shops": temperature_for(raw.scores(invented.windows), invented.labels),
        "the best": temperature_for(raw.scores(test.windows), test.labels),
    }
    found = {
        name: calibration_error(Predictor(replace(trained, temperature=t)).chances(test.windows), test.labels)
        for name, t in temperatures.items()
    }
    found["head at home"] = calibration_error(_at_home(Predictor(trained), chain, tests), test.labels)
    found["unlike"] = float(raw.is_unlike(test.windows).mean())
    return found


def _at_home(predictor: Predictor, chain: Chain, tests: list[Examples]) -> NDArray[np.floating]:
    """Return the chances that each shop's own head gives."""
    own = [chain.trained_on(site) for site in range(len(tests))]
    heads = [fit(predictor, known.windows, known.labels) for known in own]
    return np.concatenate(
        [head.chances(predictor, test.windows) for head, test in zip(heads, tests, strict=True)]
    )


def measured(sites: int, seeds: int) -> Iterator[tuple[str, Figures]]:
    """Yield each way of learning, in which shops, and its figures: means over the seeds."""
    shipped = read(SHIPPED)
    known = Chain(ANOTHER_CHAIN, SHOPS, skew=2.0, law=other_law(SEED))
    invented = pooled([known.tested_on(site, 100) for site in range(SHOPS)])
    for is_skewed in (False, True):
        for name, method, price in WAYS:
            cells = [Cell(method, sites, is_skewed, price, seed) for seed in range(seeds)]
            rows = [
                figures(replace(shipped, weights=weights_of(cell)), cell.chain, invented) for cell in cells
            ]
            shops = "skewed" if is_skewed else "alike"
            yield f"{name}, {shops}", {key: round(mean(row[key] for row in rows), 4) for key in rows[0]}


def main() -> None:
    """Print the figures, one line a way of learning."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.calibration")
    parser.add_argument("--sites", type=int, default=50)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    torch.set_num_threads(1)
    found = dict(measured(asked.sites, asked.seeds))
    if asked.json:
        print(json.dumps(found))
        return
    for way, row in found.items():
        print(f"{way:30}", *(f"{name} {value:.3f}" for name, value in row.items()), sep="  ")


if __name__ == "__main__":
    main()
