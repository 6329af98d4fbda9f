"""``shoal learn simulate``: a chain of invented shops learns together, and what came of it is judged."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

import numpy as np
import torch

from edge_node.federated.simulation.rounds import RoundReport, Scenario, Simulation
from edge_node.federated.simulation.saved import Saved, load, save
from edge_node.federated.simulation.scores import Score, score_of
from edge_node.federated.simulation.shops import Chain, best_chances
from edge_node.intent.predict import Predictor
from edge_node.intent.trained import SHIPPED, Trained, read
from privacy.budget import DELTA, UNIT, epsilon
from privacy.server_step import ServerState, begun
from shared.schemas.training_plan import TrainingPlan

Progress = Callable[[str, int, int], None]

JUDGED_SHOPS = 200
JUDGED_WINDOWS = 6_000
"""At most so many shops and about so many windows that nobody trained on."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A model beside the best possible answer, on the same windows."""

    model: Score
    best: Score
    """Of the likeliest label by each shop's own law, which no model knows."""


def rho_for(target_epsilon: float, delta: Fraction = DELTA) -> Fraction:
    """Return the largest ρ, to a millionth, whose ε at δ is no more than the target."""
    low, high = 0, 10_000_000
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (
            (middle, high) if epsilon(Fraction(middle, 10**6), delta) <= target_epsilon else (low, middle)
        )
    return Fraction(low, 10**6)


def played(
    scenario: Scenario, rounds: int, *, progress: Progress = lambda *_: None, file: Path | None = None
) -> Saved:
    """Return the state after that many rounds from the shipped warm start.

    file: where each round is written down; what it holds already is not played again.
    """
    torch.set_num_threads(1)
    saved = (load(file, scenario) if file else None) or Saved(begun(read(SHIPPED).weights), ())
    simulation, sites = Simulation(scenario), scenario.chain.sites
    for number in range(len(saved.reports), rounds):
        done = number * sites

        def on_site() -> None:
            nonlocal done
            done += 1
            progress("stores", done, rounds * sites)

        state, report = simulation.play(saved.state, number, on_site)
        saved = Saved(state, (*saved.reports, report))
        if file:
            save(file, scenario, saved)
    return saved


def judged(chain: Chain, state: ServerState) -> Judged:
    """Return how right the model is on windows of the chain's shops that nobody trained on."""
    shipped = read(SHIPPED)
    predictor = Predictor(Trained(shipped.form, state.weights, shipped.temperature, shipped.known))
    truth, guesses, best = [], [], []
    shops = min(chain.sites, JUDGED_SHOPS)
    for site in range(shops):
        examples = chain.tested_on(site, JUDGED_WINDOWS // shops)
        truth.append(examples.labels)
        guesses.append(predictor.scores(examples.windows).argmax(axis=1))
        best.append(best_chances(chain.shop(site), examples.windows).argmax(axis=1))
    told = np.concatenate(truth)
    return Judged(score_of(told, np.concatenate(guesses)), score_of(told, np.concatenate(best)))


def answer_of(scenario: Scenario, saved: Saved, seconds: float) -> dict[str, object]:
    """Return what is printed."""
    found = judged(scenario.chain, saved.state)
    price = len(saved.reports) * scenario.plan.steps * scenario.plan.rho_per_step
    last: RoundReport = saved.reports[-1]
    plan: TrainingPlan = scenario.plan
    return {
        "simulated": True,
        "noise": "none" if scenario.is_silent else "from a seed",
        "sites": scenario.chain.sites,
        "rounds": len(saved.reports),
        "algorithm": plan.algorithm,
        "rho": None if scenario.is_silent else float(price),
        "epsilon": None if scenario.is_silent else round(epsilon(price), 3),
        "delta": float(DELTA),
        "unit": UNIT,
        "loss": [round(report.loss, 3) for report in saved.reports],
        "accuracy": round(found.model.accuracy, 4),
        "macro_f1": round(found.model.macro_f1, 4),
        "f1": {name: round(value, 3) for name, value in asdict(found.model)["f1"].items()},
        "best_macro_f1": round(found.best.macro_f1, 4),
        "share_of_best": round(found.model.macro_f1 / found.best.macro_f1, 4),
        "bytes_per_site_and_round": last.bytes_per_site,
        "seconds": round(seconds, 1),
        "peak_rss_mb": round(getrusage(RUSAGE_SELF).ru_maxrss / 1024),
    }
