"""The accuracy goals of the drawn shop: what clips gave, how sure that is, and whether it is met."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.stats import bootstrap

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
from tests.benchmarks.drawn_line import Observed

FEWEST_SHOPPERS = 200
FEWEST_CLIPS = 4
"""Of fewer clips nothing is said of how far the figure would move with others."""
DRAWS = 1000


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
    between: tuple[float, float] | None = None
    """Where the figure lies in 95 of 100 sets of as many clips, drawn from these with putting back."""


Figure = Callable[[list[Told]], float]
"""What is compared with the goal; nan where there is nothing to judge by."""


def told(observed: Observed) -> Told:
    """Return what the shop would have been told of the clip, and the truth of it."""
    return Told(crossed(observed), visits(observed), hands(observed), heat(observed), waits(observed))


def goals(clips: list[Told], at_shelves: list[Told]) -> list[Goal]:
    """Return every goal with what was measured over all clips; those at shelves say of hands alone."""
    return [_entries(clips), _dwell(clips), _hands(clips + at_shelves), _heat(clips), _waits(clips)]


def between(figure: Figure, clips: list[Told]) -> tuple[float, float] | None:
    """Return where the figure lies in 95 of 100 sets of as many clips, drawn from these with putting back.

    Clips of which the figure says nothing are left out; None where fewer than FEWEST_CLIPS are left. Whole
    clips are drawn because what happens in one is not independent. Source: Efron 1979, the bootstrap.
    """
    telling = [clip for clip in clips if not np.isnan(figure([clip]))]
    if len(telling) < FEWEST_CLIPS:
        return None

    def of(rows: Floats) -> float:
        return figure([telling[int(row)] for row in rows])

    drawn = bootstrap(
        (np.arange(len(telling)),), of, n_resamples=DRAWS, vectorized=False, method="percentile", rng=0
    )
    low, high = drawn.confidence_interval
    return float(low), float(high)


def _entries(clips: list[Told]) -> Goal:
    every = _crossed(clips)
    text = f"in {every.counted_in} of {every.true_in}, out {every.counted_out} of {every.true_out}"
    is_met = every.error <= 0.02 if every.shoppers >= FEWEST_SHOPPERS else None
    return Goal(
        "entries and exits",
        f"{text} ({every.error:.1%} off)",
        "≤ 2 % off, ≥ 200 shoppers",
        is_met,
        between(_crossed_off, clips),
    )


def _crossed(clips: list[Told]) -> Crossed:
    names = ("true_in", "counted_in", "true_out", "counted_out")
    return Crossed(*(sum(getattr(clip.crossed, name) for clip in clips) for name in names))


def _crossed_off(clips: list[Told]) -> float:
    every = _crossed(clips)
    return every.error if every.shoppers else np.nan


def _dwell(clips: list[Told]) -> Goal:
    error_s, share, missed = _errors([clip.visits for clip in clips])
    spurious = sum(clip.visits.spurious for clip in clips)
    if not len(error_s):
        return Goal("dwell", "no visits", "≤ 1 s or 10 %", None)
    middle_s, middle = float(np.median(error_s)), float(np.median(share))
    text = f"{middle_s:.2f} s, {middle:.1%} ({len(share)} visits, {missed} missed, {spurious} spurious)"
    is_met = middle_s <= 1.0 or middle <= 0.1
    return Goal("dwell, median error", text, "≤ 1 s or 10 %", is_met, between(_dwell_off, clips))


def _dwell_off(clips: list[Told]) -> float:
    return _middle([clip.visits for clip in clips])


def _hands(clips: list[Told]) -> Goal:
    every = _reached(clips)
    text = f"{every.f1:.3f} ({every.same} of {every.true} told, {every.told - every.same} wrongly)"
    is_met = every.f1 >= 0.9 if every.true else None
    return Goal("hand in shelf, F1", text, "≥ 0.9", is_met, between(_f1, clips))


def _reached(clips: list[Told]) -> Events:
    return Events(*(sum(getattr(clip.hands, name) for clip in clips) for name in ("true", "told", "same")))


def _f1(clips: list[Told]) -> float:
    every = _reached(clips)
    return every.f1 if every.true or every.told else np.nan


def _heat(clips: list[Told]) -> Goal:
    """Judge by the shop's own grid; what it would be on the grid laid elsewhere stands beside."""
    grids = [_squares(clips, number) for number in range(len(clips[0].heat))]
    found = [_likeness(grid) for grid in grids]
    if np.isnan(found).any():
        return Goal("heatmap, correlation", "nobody", "≥ 0.95", None)
    laid = f"{min(found):.3f} to {max(found):.3f} on {len(found)} grids, {np.median(found):.3f} in the middle"
    text = f"{found[0]:.3f} ({len(grids[0][0])} squares; {laid})"
    return Goal("heatmap, correlation", text, "≥ 0.95", found[0] >= 0.95, between(_heat_likeness, clips))


def _squares(clips: list[Told], grid: int) -> tuple[Floats, Floats]:
    true, measured = (np.concatenate([clip.heat[grid][side] for clip in clips]) for side in (0, 1))
    return true, measured


def _likeness(squares: tuple[Floats, Floats]) -> float:
    """Return the correlation of true and measured squares.

    0 where what was measured is the same everywhere; nan where the truth is: nobody, or a single square.
    """
    true, measured = squares
    if not true.size or np.ptp(true) == 0.0:
        return np.nan
    return float(np.corrcoef(true, measured)[0, 1]) if np.ptp(measured) > 0.0 else 0.0


def _heat_likeness(clips: list[Told]) -> float:
    return _likeness(_squares(clips, 0))


def _waits(clips: list[Told]) -> Goal:
    _, share, missed = _errors([clip.waits for clip in clips])
    if not len(share):
        return Goal("queue wait, median error", "no waits", "≤ 15 %", None)
    middle = float(np.median(share))
    text = f"{middle:.1%} ({len(share)} waits, {missed} missed)"
    return Goal("queue wait, median error", text, "≤ 15 %", middle <= 0.15, between(_waits_off, clips))


def _waits_off(clips: list[Told]) -> float:
    return _middle([clip.waits for clip in clips])


def _middle(lengths: list[Lengths]) -> float:
    """Return by which share of its length the middle one is off."""
    _, share, _ = _errors(lengths)
    return float(np.median(share)) if len(share) else np.nan


def _errors(lengths: list[Lengths]) -> tuple[Floats, Floats, int]:
    error_s = np.concatenate([each.error_s for each in lengths])
    missed = sum(found == 0.0 for each in lengths for found in each.found_s)
    return error_s, np.concatenate([each.error_share for each in lengths]), missed
