"""Prints how well hands and coarse movements are told: ``python -m tests.benchmarks.hands``.

The drawn shop's shelf cameras, with true keypoints of what shows, and with keypoints 3 % of a person's
height off, two people a frame; ``--line`` sees the same clips through the whole line instead. After F1 stands
how many of the reaches are left after each stage; ``--seed`` (may be repeated) takes other clips. Then MERL
Shopping and UTKinect through the movement levels, every person left out once: they lie in SHOAL_DATA
(../shared/data by default), both are for research use, so nothing of them is kept or shown.
"""

import argparse
import json
import os
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from edge_node.hand_sight import look_of
from tests.benchmarks.drawn_line import Clip, Observed, each, observe
from tests.benchmarks.drawn_scores import Scores, score_reaches
from tests.benchmarks.drawn_truth import Eyes, observed_from_truth, shown_in
from tests.benchmarks.public_hands import merl, utkinect
from tests.benchmarks.reach_loss import ReachLoss, reach_loss
from tests.benchmarks.silhouettes import Shown

DATA = Path(os.environ.get("SHOAL_DATA", "../shared/data"))
SHELVES = ("boutique-shelf", "corridor-shelf")
"""The views hung for a shelf: in the others hands are not measured (edge_node/hand_sight.py)."""
LEVELS = ("calm", "everyday")
SEEDS = (21, 22)
"""Not those on which the rules were set."""
EYES = {
    "true_keypoints": Eyes(),
    "keypoints_3_percent_off_two_people_a_frame": Eyes(miss=0.03, looked_at=2),
}
"""BlazePose misses by about so much what it is sure of, through the head fill, and reads so many people."""


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
    answer: dict[str, object] = {"drawn": _drawn(clips, _through_the_line if wanted.line else _with_eyes)}
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


Found = tuple[dict[str, tuple[Scores, ReachLoss]], float]
"""Scores and losses by who looked, and milliseconds a look."""


def _drawn(clips: list[Clip], work: Callable[[Clip], Found]) -> dict[str, object]:
    sums: dict[str, dict[str, tuple[Scores, ReachLoss]]] = {}
    looks: list[float] = []
    for clip, (counts, ms) in each(clips, work):
        for eyes, counted in counts.items():
            total = sums.setdefault(eyes, {}).setdefault(clip.level, (Scores(), ReachLoss()))
            total[0].add(counted[0])
            total[1].add(counted[1])
        looks.append(ms)
    rows: dict[str, object] = {
        eyes: {
            level: {**hand_figures(by_level[level][0]), "by_stage": asdict(by_level[level][1])}
            for level in LEVELS
            if level in by_level
        }
        for eyes, by_level in sums.items()
    }
    return {**rows, "ms_a_look": round(sum(looks) / len(looks), 2)}


def _with_eyes(clip: Clip) -> Found:
    made = clip.staged
    truth = shown_in(made)
    seen = {name: observed_from_truth(clip, made, truth, eyes) for name, eyes in EYES.items()}
    return _counts(seen, truth), _ms_a_look(next(iter(seen.values())))


def _through_the_line(clip: Clip) -> Found:
    observed = observe(clip)
    return _counts({"line": observed}, shown_in(observed.staged)), _ms_a_look(observed)


def _counts(seen: dict[str, Observed], truth: list[list[Shown]]) -> dict[str, tuple[Scores, ReachLoss]]:
    counted = {name: (Scores(), reach_loss(observed, truth)) for name, observed in seen.items()}
    for name, observed in seen.items():
        score_reaches(observed, truth, counted[name][0])
    return counted


def _ms_a_look(observed: Observed) -> float:
    """Return the mean time of a look at a measured pose, near a shelf or not, on one core."""
    look = look_of(observed.site)
    poses = [
        pose for seen in observed.observations[::4] for pose in seen.poses if pose.keypoints[5:, 2].any()
    ]
    if look is None or not poses:
        return 0.0
    began = time.process_time()
    for pose in poses:
        look(pose)
    return (time.process_time() - began) / len(poses) * 1000


if __name__ == "__main__":
    main()
