"""Do drawn people pass each other as far apart as filmed ones? ``python -m tests.benchmarks.passings``.

Prints the distances at which two pass, filmed (UCY and ETH, from the development data) and in staged clips of
every purpose, whose ways are read off the truth: nothing is drawn or detected.
"""

import sys
from pathlib import Path

import numpy as np

from edge_node.simulation.movement import positions
from tests.benchmarks.drawn_line import Clip
from tests.benchmarks.ground_simulation import PASSING_S, STANDING, Floats, passing, people
from tests.support.development_data import development_data

VIEWS = ("boutique-door", "grocery-door", "corridor-aisle", "boutique-till", "grocery-till")
SEEDS = (51, 52)
SECONDS = 150.0


def drawn(level: str) -> dict[str, object]:
    """Return how far apart people pass in the level's clips."""
    return passing([_ways(Clip(view, level, seed, SECONDS)) for view in VIEWS for seed in SEEDS])


def filmed(data: Path) -> dict[str, object]:
    """Return how far apart filmed people pass."""
    return passing([list(people([data / "trajectories" / name])) for name in STANDING])


def _ways(clip: Clip) -> list[tuple[Floats, Floats]]:
    made = clip.staged
    begins_s = made.take.starts_at.timestamp()
    t_s = np.arange(0.0, clip.seconds, PASSING_S)
    return [
        (t_s[there], positions(movement, begins_s + t_s[there]))
        for movement in made.movements
        if np.any(there := (begins_s + t_s >= movement.t_s[0]) & (begins_s + t_s <= movement.t_s[-1]))
    ]


def main() -> int:
    """Print the table and return the exit status."""
    data = development_data()
    rows = {} if data is None else {"filmed": filmed(data)}
    rows |= {f"drawn, `{level}`": drawn(level) for level in ("calm", "everyday", "busy", "crowded")}
    print("| | passings | m apart: 5 · 25 · 50 · 75 · 95 % | under 0.3 m |", "|---|---|---|---|", sep="\n")
    for name, row in rows.items():
        apart_m = row["apart_m"]
        told = " · ".join(f"{value:.2f}" for value in apart_m.values()) if isinstance(apart_m, dict) else ""
        print(f"| {name} | {row['passings']} | {told} | {row['under_0.3_m']:.1%} |")
    if data is None:
        print("No development data: set SHOAL_DATA to see filmed people beside.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
