"""Measures the accuracy goals on the drawn shop: ``python -m tests.benchmarks.accuracy``.

Drawn clips of the level `everyday` through the whole line with YOLOX; the MediaPipe-only
figures of a few of them beside, without a pass mark. Exits 1 when a goal is missed. ``--share 0.1`` takes a
tenth of the time and may have too few people to judge by; ``--clip VIEW:SEED:SECONDS`` (may be repeated)
takes other clips than the judged ones; ``--json`` is for machines.
"""

import argparse
import json
import sys
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from edge_node.simulation.views import VIEWS
from tests.benchmarks.drawn_counts import (
    Crossed,
    Events,
    Floats,
    Lengths,
    crossed,
    hands,
    heat,
    visits,
    waits,
)
from tests.benchmarks.drawn_line import ALL_LEVELS, Clip, Observed, each, observe

CLIPS = (
    Clip("grocery-till", "everyday", 31, 240.0),
    Clip("boutique-till", "everyday", 32, 240.0),
    Clip("boutique-aisle", "everyday", 21, 120.0),
    Clip("corridor-aisle", "everyday", 22, 120.0),
    *(
        Clip(view, "everyday", seed, 150.0)
        for seed in (11, 12, 13, 14)
        for view in ("boutique-door", "grocery-door")
    ),
)
"""At `everyday` more than 200 people come in or go out."""
SHELF_CLIPS = {
    level: tuple(
        Clip(view, level, seed, seconds) for seed in seeds for view in ("boutique-shelf", "corridor-shelf")
    )
    for level, seeds, seconds in (("everyday", (81, 82), 120.0), ("calm", (81, 82, 83), 150.0))
}
"""What hands are judged by besides: no shelf before the cameras above is seen well enough to be measured."""
MORE_SEEDS = {"calm": (100,)}
"""Half as many people are about: every clip is drawn once more, its seed so much higher."""
BESIDE = (
    Clip("boutique-door", "everyday", 11, 40.0),
    Clip("boutique-aisle", "everyday", 21, 40.0),
    Clip("grocery-till", "everyday", 31, 80.0),
)
"""What MediaPipe alone looks at as well."""
FEWEST_SHOPPERS = 200


@dataclass(frozen=True, slots=True)
class Told:
    """What one clip gave."""

    crossed: Crossed
    visits: Lengths
    hands: Events
    heat: tuple[tuple[Floats, Floats], ...]
    """True and measured squares, for the shop's own grid and then for the same grid laid elsewhere."""
    waits: Lengths


@dataclass(frozen=True, slots=True)
class Goal:
    """One line of the table."""

    name: str
    measured: str
    goal: str
    is_met: bool | None
    """None: there was nothing to judge by."""


def told(observed: Observed) -> Told:
    """Return what the shop would have been told of the clip, and the truth of it."""
    return Told(crossed(observed), visits(observed), hands(observed), heat(observed), waits(observed))


def goals(clips: list[Told], at_shelves: list[Told]) -> list[Goal]:
    """Return every goal with what was measured over all clips; those at shelves say of hands alone."""
    return [_entries(clips), _dwell(clips), _hands(clips + at_shelves), _heat(clips), _waits(clips)]


def _entries(clips: list[Told]) -> Goal:
    names = ("true_in", "counted_in", "true_out", "counted_out")
    all_ = Crossed(*(sum(getattr(clip.crossed, name) for clip in clips) for name in names))
    text = f"in {all_.counted_in} of {all_.true_in}, out {all_.counted_out} of {all_.true_out}"
    is_met = all_.error <= 0.02 if all_.shoppers >= FEWEST_SHOPPERS else None
    return Goal("entries and exits", f"{text} ({all_.error:.1%} off)", "≤ 2 % off, ≥ 200 shoppers", is_met)


def _dwell(clips: list[Told]) -> Goal:
    error_s, share, missed = _errors([clip.visits for clip in clips])
    spurious = sum(clip.visits.spurious for clip in clips)
    if not len(error_s):
        return Goal("dwell", "no visits", "≤ 1 s or 10 %", None)
    middle_s, middle = float(np.median(error_s)), float(np.median(share))
    text = f"{middle_s:.2f} s, {middle:.1%} ({len(share)} visits, {missed} missed, {spurious} spurious)"
    return Goal("dwell, median error", text, "≤ 1 s or 10 %", middle_s <= 1.0 or middle <= 0.1)


def _hands(clips: list[Told]) -> Goal:
    total = Events(*(sum(getattr(clip.hands, name) for clip in clips) for name in ("true", "told", "same")))
    text = f"{total.f1:.3f} ({total.same} of {total.true} told, {total.told - total.same} wrongly)"
    return Goal("hand in shelf, F1", text, "≥ 0.9", total.f1 >= 0.9 if total.true else None)


def _heat(clips: list[Told]) -> Goal:
    """Judge by the shop's own grid; what it would be on the grid laid elsewhere stands beside."""
    grids = [
        tuple(np.concatenate([squares[side] for squares in laid]) for side in (0, 1))
        for laid in zip(*(clip.heat for clip in clips), strict=True)
    ]
    if not all(squares.any() for grid in grids for squares in grid):
        return Goal("heatmap, correlation", "nobody", "≥ 0.95", None)
    found = [float(np.corrcoef(true, measured)[0, 1]) for true, measured in grids]
    laid = f"{min(found):.3f} to {max(found):.3f} on {len(found)} grids, {np.median(found):.3f} in the middle"
    text = f"{found[0]:.3f} ({len(grids[0][0])} squares; {laid})"
    return Goal("heatmap, correlation", text, "≥ 0.95", found[0] >= 0.95)


def _waits(clips: list[Told]) -> Goal:
    _, share, missed = _errors([clip.waits for clip in clips])
    if not len(share):
        return Goal("queue wait, median error", "no waits", "≤ 15 %", None)
    middle = float(np.median(share))
    text = f"{middle:.1%} ({len(share)} waits, {missed} missed)"
    return Goal("queue wait, median error", text, "≤ 15 %", middle <= 0.15)


def _errors(lengths: list[Lengths]) -> tuple[Floats, Floats, int]:
    error_s = np.concatenate([each.error_s for each in lengths])
    missed = sum(found == 0.0 for each in lengths for found in each.found_s)
    return error_s, np.concatenate([each.error_share for each in lengths]), missed


def clips_at(level: str | None) -> tuple[Clip, ...]:
    """Return the clips a level is judged by, as their own level draws them."""
    more = MORE_SEEDS.get(level or "", ())
    return CLIPS + tuple(replace(clip, seed=clip.seed + add) for add in more for clip in CLIPS)


def clip_named(text: str) -> Clip:
    """Return the clip that VIEW:SEED:SECONDS names.

    Raises: ValueError when it names none.
    """
    view, seed, seconds = text.split(":")
    if view not in VIEWS:
        raise ValueError(f"expected one of {', '.join(VIEWS)}, got {view}")
    return Clip(view, "everyday", int(seed), float(seconds))


def main() -> int:
    """Run the clips two at a time, print the table and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.accuracy")
    parser.add_argument("--level", choices=sorted(ALL_LEVELS), help="in place of each clip's own")
    parser.add_argument("--share", type=float, default=1.0, help="how much of each clip is drawn")
    parser.add_argument("--clip", action="append", type=clip_named, help="VIEW:SEED:SECONDS")
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    at_shelves = () if wanted.clip else SHELF_CLIPS.get(wanted.level or "", SHELF_CLIPS["everyday"])
    clips, shelves, beside = (
        [replace(c, level=wanted.level or c.level, seconds=c.seconds * wanted.share) for c in listed]
        for listed in (wanted.clip or clips_at(wanted.level), at_shelves, BESIDE)
    )
    found = dict(each([*clips, *shelves], partial(measured, alone=False)))
    judged = goals([found[clip] for clip in clips], [found[clip] for clip in shelves])
    alone = goals([answer for _, answer in each(beside, partial(measured, alone=True))], [])
    print(_json(judged, alone) if wanted.json else _table(judged, alone))
    return 1 if any(goal.is_met is not True for goal in judged) else 0


def measured(clip: Clip, *, alone: bool) -> Told:
    """Return what one clip gave; *alone* takes the detector weights away."""
    return told(observe(clip, alone=alone))


def _table(judged: list[Goal], alone: list[Goal]) -> str:
    lines = ["| goal | with YOLOX | asked for | met | MediaPipe alone |", "|---|---|---|---|---|"]
    words = {True: "yes", False: "**no**", None: "too few to judge"}
    for goal, other in zip(judged, alone, strict=True):
        cells = (goal.name, goal.measured, goal.goal, words[goal.is_met], other.measured)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _json(judged: list[Goal], alone: list[Goal]) -> str:
    rows = {
        name: {goal.name: {"measured": goal.measured, "met": goal.is_met} for goal in found}
        for name, found in (("yolox", judged), ("mediapipe", alone))
    }
    return json.dumps(rows, ensure_ascii=False)


if __name__ == "__main__":
    sys.exit(main())
