"""Prints how well each stage does as the drawn shop gets harder: ``python -m tests.benchmarks.drawn_shop``.

Every level and variant, seen from a door, an aisle and a till in three plans, through the wall, tracker and
zones. ``--level NAME`` (may be repeated) takes some; ``--seconds S`` is the length of a clip; ``--alone``
takes the detector weights away; ``--by-view`` prints a row for each view; ``--json`` is for machines.
"""

import argparse
import json

import numpy as np

from tests.benchmarks.drawn_line import ALL_LEVELS, Clip, each, observe
from tests.benchmarks.drawn_scores import Scores, score

VIEWS = ("boutique-door", "grocery-door", "boutique-aisle", "corridor-aisle", "grocery-aisle", "grocery-till")
SECONDS = 20.0
COLUMNS = (
    "recall", "precision", "pck", "idf1", "tracks_per_person", "position_m", "position_p90_m",
    "entries", "visits_recall", "visits_precision", "dwell_error_s", "dwell_error",
    "reaches_recall", "reaches_precision",
)  # fmt: skip


def main() -> None:
    """Run the clips two at a time and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.drawn_shop")
    parser.add_argument("--level", action="append", choices=sorted(ALL_LEVELS))
    parser.add_argument("--view", action="append", choices=VIEWS)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--alone", action="store_true")
    parser.add_argument("--by-view", action="store_true")
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    clips = [
        Clip(view, level, wanted.seed, wanted.seconds)
        for level in wanted.level or ALL_LEVELS
        for view in wanted.view or VIEWS
    ]
    sums: dict[str, Scores] = {}
    for clip, scores in each(clips, scored_alone if wanted.alone else scored):
        name = f"{clip.level} {clip.view}" if wanted.by_view else clip.level
        sums.setdefault(name, Scores()).add(scores)
    rows = {name: figures(sums[name]) for name in sorted(sums, key=_order)}
    print(json.dumps(rows) if wanted.json else _table(rows))


def scored(clip: Clip) -> Scores:
    """Return the scores of one clip with YOLOX."""
    return score(observe(clip))


def scored_alone(clip: Clip) -> Scores:
    """Return the scores of one clip with MediaPipe alone."""
    return score(observe(clip, alone=True))


def figures(scores: Scores) -> dict[str, object]:
    """Return what the table shows."""
    return {
        "recall": _share(scores.found, scores.people),
        "precision": _share(scores.right, scores.reported),
        "pck": _share(scores.joints_right, scores.joints),
        "idf1": _share(2 * scores.same_points, scores.true_points + scores.track_points),
        "tracks_per_person": _share(scores.tracks, scores.true_tracks),
        "position_m": _quantile(scores.position_m, 0.5),
        "position_p90_m": _quantile(scores.position_m, 0.9),
        "entries": f"{scores.entries}/{scores.true_entries}",
        "visits_recall": _share(scores.found_visits, scores.true_visits),
        "visits_precision": _share(scores.found_visits, scores.visits),
        "dwell_error_s": _quantile(scores.dwell_error_s, 0.5),
        "dwell_error": _quantile(scores.dwell_error_share, 0.5),
        "reaches_recall": _share(scores.found_reaches, scores.true_reaches),
        "reaches_precision": _share(scores.found_reaches, scores.reaches),
    }


def _share(part: float, whole: float) -> float | None:
    return round(part / whole, 3) if whole else None


def _quantile(values: list[float], level: float) -> float | None:
    return round(float(np.quantile(values, level)), 2) if values else None


def _order(name: str) -> tuple[int, str]:
    return list(ALL_LEVELS).index(name.split(maxsplit=1)[0]), name


def _table(rows: dict[str, dict[str, object]]) -> str:
    lines = ["| level | " + " | ".join(COLUMNS) + " |", "|---" * (len(COLUMNS) + 1) + "|"]
    for name, row in rows.items():
        cells = ("–" if row[column] is None else str(row[column]) for column in COLUMNS)
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
