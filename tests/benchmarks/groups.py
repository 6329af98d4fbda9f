"""How well time at the door alone tells who came together: against watched people and the simulator.

Run: python -m tests.benchmarks.groups [FOLDER]; FOLDER holds ``eth_seq_*`` (OpenTraj) and defaults to the
development data. Truth: groups as the data's authors saw them, of those who crossed a line across the way.
"""

import csv
import gzip
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from edge_node.features.groups import TOGETHER_S, sizes
from edge_node.simulation.plans import PLANS
from edge_node.simulation.shoppers import people_of_day
from edge_node.zones.line import Line, crossing_of
from shared.metrics import GROUP_SIZES

ACROSS = {"eth": Line("mid", (5.4, -20.0), (5.4, 30.0)), "hotel": Line("mid", (-20.0, -2.8), (20.0, -2.8))}
"""A line through the middle of each scene, across the way most people go."""
DATA = Path(os.environ.get("SHOAL_DATA", "../shared/data"))
Floats = NDArray[np.float64]

VISITORS = (100, 300, 1000, 3000)
"""Visitors a day of the simulated shop."""


def main() -> None:
    """Print, per source, how many groups of each size there were and how many the rule finds."""
    print(f"people at most {TOGETHER_S:g} s apart at the line are one group")
    print(f"{'source':24} {'an hour':>8} {'true 1 · 2 · 3 · 4+':>24} {'found':>24} {'mean size':>14}")
    for name, per_hour, true, found in (*watched(), *simulated()):
        means = " / ".join(f"{np.mean(each):.2f}" for each in (true, found))
        print(f"{name:24} {per_hour:8.0f} {_table(true):>24} {_table(found):>24} {means:>14}")


def watched() -> Iterator[tuple[str, float, list[int], list[int]]]:
    """Yield name, arrivals an hour, true and found sizes for each watched scene; either way across counts."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA / "trajectories"
    for name, line in ACROSS.items():
        walks = _walks(folder / f"eth_seq_{name}.csv.gz")
        together = [
            {int(word) for word in row.split()}
            for row in (folder / f"eth_seq_{name}_groups.txt").read_text().splitlines()
            if row.strip()
        ]
        for way in ("in", "out"):
            at_s = _crossings(walks, line, way)
            yield (
                f"{name} {way}",
                _per_hour(list(at_s.values())),
                _true(at_s, together),
                sizes(sorted(at_s.values())),
            )


def simulated() -> Iterator[tuple[str, float, list[int], list[int]]]:
    """Yield the same for a simulated day at several loads."""
    for visitors in VISITORS:
        rng = np.random.default_rng(7)
        movements, _ = people_of_day(PLANS["boutique"](), date(2026, 6, 16), ZoneInfo("UTC"), visitors, rng)
        came = [m for m in movements if m.kind == "visitor" and m.entered_s is not None]
        at_s = sorted(float(m.entered_s or 0.0) for m in came)
        true = list(Counter(m.group for m in came).values())
        yield f"simulated, {visitors} a day", _per_hour(at_s), true, sizes(at_s)


def _walks(path: Path) -> Mapping[int, Floats]:
    """Return time and place (T, 3) of everybody, by the number the groups know them by."""
    walks: dict[int, list[tuple[float, float, float]]] = defaultdict(list)
    with gzip.open(path, "rt") as table:
        for row in csv.DictReader(table):
            walks[int(row["person_id"])].append((float(row["t_s"]), float(row["x_m"]), float(row["y_m"])))
    return {number: np.array(sorted(walk)) for number, walk in walks.items() if len(walk) > 1}


def _crossings(walks: Mapping[int, Floats], line: Line, way: str) -> dict[int, float]:
    found = {number: crossing_of(walk[:, 0], walk[:, 1:], line) for number, walk in walks.items()}
    return {number: each.at_s for number, each in found.items() if each and each.direction == way}


def _true(at_s: Mapping[int, float], together: Sequence[set[int]]) -> list[int]:
    groups = [size for group in together if (size := len(group & at_s.keys()))]
    return groups + [1] * (len(at_s) - sum(groups))


def _per_hour(at_s: Sequence[float]) -> float:
    return len(at_s) / (max(at_s) - min(at_s)) * 3600


def _table(found: Sequence[int]) -> str:
    counts = Counter(min(size, len(GROUP_SIZES)) for size in found)
    return " · ".join(str(counts[size]) for size in range(1, len(GROUP_SIZES) + 1))


if __name__ == "__main__":
    main()
