"""What the seeds of a cell say together: a mean and half of its 95 % interval."""

import statistics
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from tests.benchmarks.learn_cells import Cell

MOST_SEEDS: Final = 5
T_95: Final = {3: 4.30, 4: 3.18, 5: 2.78}
"""Student's t for 95 %, by how many seeds."""

Results = Mapping[str, Mapping[str, float]]
"""What was measured, by the cell's key."""


@dataclass(frozen=True, slots=True)
class Summary:
    """One cell over its seeds."""

    seeds: int
    macro_f1: float
    half_width: float
    """Over seeds; of one or two seeds, by bootstrap over windows."""
    accuracy: float
    bytes: float
    seconds: float


def summary_of(cell: Cell, results: Results, *, minus: Cell | None = None) -> Summary | None:
    """Return what the cell's seeds say, None where none has been run.

    minus: a cell whose macro-F1 is taken off, seed by seed, over the seeds that have both.
    """
    found, f1 = [], []
    for seed in range(MOST_SEEDS):
        one = results.get(replace(cell, seed=seed).key)
        other = results.get(replace(minus, seed=seed).key) if minus else {"macro_f1": 0.0, "spread": 0.0}
        if one is not None and other is not None:
            found.append(one)
            f1.append(one["macro_f1"] - other["macro_f1"])
    if not found:
        return None
    if len(f1) in T_95:
        half = T_95[len(f1)] * statistics.stdev(f1) / len(f1) ** 0.5
    else:
        variance = sum(one["spread"] ** 2 for one in found) * (2 if minus else 1)
        half = 1.96 * variance**0.5 / len(f1)
    return Summary(
        seeds=len(f1),
        macro_f1=statistics.mean(f1),
        half_width=half,
        accuracy=statistics.mean(one["accuracy"] for one in found),
        bytes=found[0]["bytes"],
        seconds=statistics.mean(one["seconds"] for one in found),
    )
