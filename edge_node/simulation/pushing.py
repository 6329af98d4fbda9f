"""Where a trolley is: ahead of who pushes it, turned aside where it would go through furniture."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter1d, uniform_filter1d

from edge_node.scene import TROLLEY_M
from edge_node.simulation.movement import Act
from edge_node.simulation.shop import Box, is_in

Floats = NDArray[np.float64]

AHEAD_M = 0.75
"""From the middle of the hips to the middle of the trolley."""
HEADINGS_RAD = np.radians(np.arange(0.0, 360.0, 7.5))
"""Where it may point; what comes between two of them comes of turning it slowly."""
_AT_SHELF_RAD = -np.pi / 2
"""Who does something at a shelf has it beside them."""
_USUAL_SAMPLES = 9
"""Over so many moments it is turned to there and back."""
_SPAN_S = 1.0
"""So long it takes to be turned aside for furniture; a choice."""
_IN_FURNITURE = 100.0
"""What it costs, beside a radian off where it is usually, that all of it is in furniture for one second."""
_TURNING = 0.3
"""What it costs to turn it by a radian, in radians that it is off for one second; a choice."""
_SAMPLES = (7, 5)
"""Points along it and across it by which that is told."""


def pushed(
    acts: tuple[Act, ...], t_s: Floats, xy_m: Floats, facing_rad: Floats, furniture: Sequence[Box] = ()
) -> Floats:
    """Return where the trolley is, float64 (T, 3): x, y of its middle in metres and its heading.

    Ahead of who walks and beside who is at a shelf; about the times at which furniture is there, turned as
    little as clears it. t_s: evenly spaced; xy_m: float64 (T, 2).
    """
    usual = _usual_rad(acts, t_s, facing_rad)
    step_s = float(t_s[1] - t_s[0]) if len(t_s) > 1 else 1.0
    width = 2 * max(round(_SPAN_S / 2 / step_s), 1) + 1
    is_hit = is_in(furniture, corners_m(_at(xy_m, usual), *_SAMPLES)).any(axis=-1)
    way = uniform_filter1d(_clear_rad(usual, xy_m, step_s, width, furniture), width, mode="nearest")
    aside = uniform_filter1d(maximum_filter1d(is_hit.astype(np.float64), 3 * width), width)
    blended = np.angle((1 - aside) * np.exp(1j * usual) + aside * np.exp(1j * way))
    return _at(xy_m, np.where(aside > 0, blended, usual))


def _usual_rad(acts: tuple[Act, ...], t_s: Floats, facing_rad: Floats) -> Floats:
    """Return where it points if nothing is in the way."""
    aside = np.zeros(len(t_s))
    for act in acts:
        if act.shelf:
            aside[(t_s >= act.from_s) & (t_s < act.until_s)] = _AT_SHELF_RAD
    width = min(_USUAL_SAMPLES, len(t_s)) | 1
    padded = np.pad(aside, width // 2, mode="edge")
    return facing_rad + np.convolve(padded, np.full(width, 1 / width), mode="valid")


def _clear_rad(usual: Floats, xy_m: Floats, step_s: float, width: int, furniture: Sequence[Box]) -> Floats:
    """Return where it points if it is always turned as little as clears the furniture, unwrapped."""
    hit = maximum_filter1d(_shares_in(furniture, xy_m), width, axis=0)
    off = np.abs(np.angle(np.exp(1j * (HEADINGS_RAD[None] - usual[:, None]))))
    return np.unwrap(HEADINGS_RAD[_cheapest((off + _IN_FURNITURE * hit) * step_s)])


def corners_m(trolley: Floats, along: int = 2, across: int = 2) -> Floats:
    """Return points spread over the trolleys (…, 3), float64 (…, along · across, 2)."""
    ahead, aside = (
        np.linspace(-0.5, 0.5, n) * size for n, size in zip((along, across), TROLLEY_M, strict=True)
    )
    own = np.stack(np.meshgrid(ahead, aside), axis=-1).reshape(-1, 2)
    forward = _unit(trolley[..., 2])
    left = np.stack([-forward[..., 1], forward[..., 0]], axis=-1)
    points: Floats = (
        trolley[..., None, :2] + own[:, :1] * forward[..., None, :] + own[:, 1:] * left[..., None, :]
    )
    return points


def _shares_in(furniture: Sequence[Box], xy_m: Floats) -> Floats:
    """Return how much of the trolley is in furniture at each moment, by heading, float64 (T, headings)."""
    headings = np.tile(HEADINGS_RAD, (len(xy_m), 1))
    points = corners_m(_at(xy_m[:, None], headings), *_SAMPLES)
    shares: Floats = is_in(furniture, points).mean(axis=-1)
    return shares


def _cheapest(cost: Floats) -> NDArray[np.intp]:
    """Return which heading to take at each moment (T, headings), turning at _TURNING a radian.

    Source: Viterbi 1967.
    """
    turning = _TURNING * np.abs(np.angle(np.exp(1j * (HEADINGS_RAD[:, None] - HEADINGS_RAD[None]))))
    before = np.zeros(cost.shape, dtype=np.intp)
    total = cost[0]
    for step in range(1, len(cost)):
        ways = total[:, None] + turning
        before[step] = ways.argmin(axis=0)
        total = ways.min(axis=0) + cost[step]
    chosen = np.zeros(len(cost), dtype=np.intp)
    chosen[-1] = total.argmin()
    for step in range(len(cost) - 1, 0, -1):
        chosen[step - 1] = before[step, chosen[step]]
    return chosen


def _at(xy_m: Floats, heading_rad: Floats) -> Floats:
    """Return the trolleys that point that way, pushed by who is there."""
    middle = xy_m + AHEAD_M * _unit(heading_rad)
    return np.concatenate([middle, heading_rad[..., None]], axis=-1)


def _unit(angle_rad: Floats) -> Floats:
    return np.stack([np.cos(angle_rad), np.sin(angle_rad)], axis=-1)
