"""Prints how well hands and coarse movements are told: ``python -m tests.benchmarks.hands``.

The drawn shop's shelf cameras, with true boxes of everybody and true arms across the front, which asks
whose arm is whose and nothing else; ``--line`` sees the same clips through the whole line instead. ``--seed``
(may be repeated) takes other clips. Then MERL Shopping and UTKinect through the movement levels, every person
left out once: they lie in SHOAL_DATA (../shared/data by default), both are for research use, so nothing of
them is kept or shown.
"""

import argparse
import json
import os
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.drawn_line import Clip, Observed, each, observe
from tests.benchmarks.drawn_scores import Scores, score_reaches
from tests.benchmarks.drawn_truth import observed_from_truth, shown_in
from tests.benchmarks.public_hands import merl, utkinect
from tests.benchmarks.silhouettes import Shown

DATA = Path(os.environ.get("SHOAL_DATA", "../shared/data"))
SHELVES = ("boutique-shelf", "corridor-shelf")
"""The views hung for a shelf: in the others hands are not measured (edge_node/hand_sight.py)."""
LEVELS = ("calm", "everyday")
SEEDS = (21, 22)
"""Not those on which the rules were set."""


def main() -> None:
    """Print one JSON object."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.hands")
    parser.add_argument("--line", action="store_true", help="see the drawn clips through the whole line")
    parser.add_argument("--level", action="append", choices=LEVELS)
    parser.add_argument("--seconds", type=float, default=90.0)
    parser.add_argument("--seed", type=int, action="append")
    wanted = parser.parse_args()
    clips = [
        Clip(view, level, seed, wanted.seconds)
        for level in wanted.level or LEVELS
        for view in SHELVES
        for seed in wanted.seed or SEEDS
    ]
    answer: dict[str, object] = {"drawn": _drawn(clips, _through_the_line if wanted.line else _by_truth)}
    if not wanted.line:
        answer |= {"merl": merl(DATA), "utkinect": utkinect(DATA)}
    print(json.dumps(answer, indent=2))


def hand_figures(scores: Scores) -> dict[str, object]:
    """Return hand-in-shelf recall, precision and F1 of reaches, found and true."""
    found, true, hits = scores.reaches, scores.true_reaches, scores.found_reaches
    return {
        "true": true,
        "found": found,
        "right": hits,
        "recall": round(hits / true, 3) if true else None,
        "precision": round(hits / found, 3) if found else None,
        "f1": round(2 * hits / (true + found), 3) if true + found else None,
    }


def _drawn(clips: list[Clip], work: Callable[[Clip], Scores]) -> dict[str, object]:
    sums: dict[str, Scores] = {}
    for clip, scores in each(clips, work):
        sums.setdefault(clip.level, Scores()).add(scores)
    return {level: hand_figures(sums[level]) for level in LEVELS if level in sums}


def _by_truth(clip: Clip) -> Scores:
    made = clip.staged
    truth = shown_in(made)
    return _scores(observed_from_truth(clip, made, truth), truth)


def _through_the_line(clip: Clip) -> Scores:
    observed = observe(clip)
    return _scores(observed, shown_in(observed.staged))


def _scores(observed: Observed, truth: list[list[Shown]]) -> Scores:
    scores = Scores()
    score_reaches(observed, truth, scores)
    return scores


if __name__ == "__main__":
    main()
