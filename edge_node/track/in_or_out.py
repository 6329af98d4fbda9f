"""When a hand is in a shelf, from how each look compares with what is usual: the likeliest way in and out.

Two states, in and out, that change as seldom as hands do; each look speaks for one of them. Looks that follow
each other at once err alike, so what one says counts by the time since the last, and none says all.
Source: Viterbi 1967, with the rates of a Markov jump process.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

GOES_IN_HZ, COMES_OUT_HZ = 0.02, 0.4
"""How often a hand goes into a shelf that its person stands at, and out again.
Source: `python -m tests.benchmarks.reach_rates`, rounded."""
TELLS_HZ = 15.0
"""How much looks of a second count together. Source: drawn clips, seeds 41 to 44; 14 to 16 tell the same."""
APART_S = 0.25
"""Looks so far apart err independently."""
MOST = 1.5
"""Log odds beyond which a look says no more."""
BEGINS_IN = GOES_IN_HZ / (GOES_IN_HZ + COMES_OUT_HZ)
"""How likely a hand is in a shelf at the first look: as at any moment."""
LONGEST_GAP_S = 1.0
"""After a longer gap nothing more has changed than after this one."""


def is_in(t_s: Floats, above: Floats) -> NDArray[np.bool_]:
    """Return at which looks the hand is in the shelf.  Shape: (T,) increasing, (T,) → (T,).

    above: log odds of each look above those from which on it speaks for a hand in the shelf.
    """
    if not len(t_s):
        return np.zeros(0, np.bool_)
    gap_s = np.diff(t_s, prepend=t_s[0] - APART_S)
    says = TELLS_HZ * np.minimum(gap_s, APART_S) * np.clip(above, -MOST, MOST)
    gap_s = np.minimum(gap_s, LONGEST_GAP_S)
    goes_in, comes_out = (np.log(-np.expm1(-rate_hz * gap_s)) for rate_hz in (GOES_IN_HZ, COMES_OUT_HZ))
    out, in_ = float(np.log(1 - BEGINS_IN)), float(np.log(BEGINS_IN) + says[0])
    came_from = np.zeros((len(t_s), 2), np.bool_)
    for row in range(1, len(t_s)):
        stays_out, came_out = out - GOES_IN_HZ * gap_s[row], in_ + comes_out[row]
        went_in, stays_in = out + goes_in[row], in_ - COMES_OUT_HZ * gap_s[row]
        came_from[row] = came_out > stays_out, stays_in > went_in
        out, in_ = max(stays_out, came_out), max(went_in, stays_in) + float(says[row])
    found = np.zeros(len(t_s), np.bool_)
    state = in_ > out
    for row in range(len(t_s) - 1, -1, -1):
        found[row] = state
        state = bool(came_from[row, int(state)])
    return found
