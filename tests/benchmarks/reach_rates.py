"""Prints how often hands go into shelves and out again: ``python -m tests.benchmarks.reach_rates``.

By the truth of the shelf views' development clips, no pixel drawn: what `edge_node/track/in_or_out.py` takes
for usual. ``--level`` and ``--seed`` (may be repeated) take others. Who stands before a measured front, as
near as an arm reaches, is at the shelf.
"""

import argparse
import json
from dataclasses import dataclass

import numpy as np

from edge_node.hand_sight import as_measured
from edge_node.simulation.difficulty import LEVELS
from edge_node.simulation.floor_in_view import as_seen
from edge_node.simulation.movement import Movement, positions
from edge_node.site import Site
from edge_node.track.hands import NEAR_M
from tests.benchmarks.drawn_counts import stands_before
from tests.benchmarks.drawn_line import Clip, site_of

VIEWS = ("boutique-shelf", "corridor-shelf")
SEEDS = (41, 42, 43, 44)
"""On which the rules were set."""
SECONDS = 120.0
STEP_S = 0.25
"""How far apart it is looked who stands where."""


@dataclass(slots=True)
class Rates:
    """Sums over people; everything can be added."""

    holds: int = 0
    in_s: float = 0.0
    out_s: float = 0.0
    """Standing at the shelf without a hand in it."""

    def add(self, other: "Rates") -> None:
        """Add the other's sums to these."""
        self.holds += other.holds
        self.in_s += other.in_s
        self.out_s += other.out_s

    def as_rows(self) -> dict[str, float]:
        """Return the rates, a second, and what they come from."""
        return {
            "holds": self.holds,
            "goes_in_hz": round(float(self.holds / max(self.out_s, 1e-9)), 3),
            "comes_out_hz": round(float(self.holds / max(self.in_s, 1e-9)), 3),
        }


def rates_of(movement: Movement, site: Site, span_s: tuple[float, float]) -> Rates:
    """Return how often and for how long one person's hand was in a measured shelf within the span."""
    shelves = as_measured(site).shelf_names
    first_s, last_s = max(span_s[0], movement.t_s[0]), min(span_s[1], movement.t_s[-1])
    t_s = np.arange(first_s, last_s, STEP_S)
    at_m = positions(movement, t_s) if len(t_s) else np.empty((0, 2))
    holds = [act for act in movement.acts if act.kind == "hold" and act.shelf in shelves]
    rates = Rates(holds=len([act for act in holds if first_s <= act.from_s < last_s]))
    for moment, at in zip(t_s.tolist(), at_m, strict=True):
        if any(act.from_s <= moment < act.until_s for act in holds):
            rates.in_s += STEP_S
        elif any(is_at(site, shelf, at) for shelf in shelves):
            rates.out_s += STEP_S
    return rates


def is_at(site: Site, shelf: str, at_m: np.ndarray) -> bool:
    """Return whether somebody there stands before the shelf's front, as near as an arm reaches."""
    start, end = np.array(next(each.front_xy for each in site.shelves if each.name == shelf))
    along = (end - start) / max(float(np.hypot(*(end - start))), 1e-9)
    away_m = abs(float((at_m - start) @ np.array([-along[1], along[0]])))
    return away_m <= NEAR_M and stands_before(site, shelf, at_m)


def main() -> None:
    """Print one JSON object by level."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.reach_rates")
    parser.add_argument("--level", action="append", choices=LEVELS)
    parser.add_argument("--seed", type=int, action="append")
    wanted = parser.parse_args()
    answer = {}
    for level in wanted.level or ("calm", "everyday"):
        total = Rates()
        for clip in (Clip(view, level, seed, SECONDS) for view in VIEWS for seed in wanted.seed or SEEDS):
            made = clip.staged
            site = site_of(made, as_seen(made.view.shop, made.scene.camera))
            first_s, last_s = made.take.t_s[[0, -1]].tolist()
            for movement in made.movements:
                total.add(rates_of(movement, site, (first_s, last_s)))
        answer[level] = total.as_rows()
    print(json.dumps(answer, indent=2))


if __name__ == "__main__":
    main()
