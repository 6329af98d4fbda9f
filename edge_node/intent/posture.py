"""How much somebody's arms move and how far they are held from the body, in four coarse levels each.

A description of joints and nothing behind them: what anybody feels is neither read nor named. Both are ratios
to the trunk's own length, so that size is not in them, and the same for the mirrored body. Only shoulders,
elbows, wrists and hips are read, because shelves hide legs.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge_node.intent.levels import TRUNK_BREADTHS, UNREAD, Level

Floats = NDArray[np.float64]

POSTURE: Final = (
    Level("movement energy, trunks swept in a second", (0.2, 0.5, 1.0)),
    Level("openness, trunks from the middle", (0.6, 0.75, 0.95)),
)
"""What each column says and where it is cut; a choice: round numbers, the same everywhere."""

SWEPT_S: Final = 1.0
"""Movement is what the last second swept."""

LEAST_SWEPT_S: Final = 0.4
"""Moments that span less than this say nothing of movement."""

_SHOULDERS, _ARMS, _HIPS = slice(0, 2), slice(2, 6), slice(6, 8)


def posture_levels(t_s: Floats, joints: Floats) -> NDArray[np.int8]:
    """Return int8 (T, 2): movement energy and openness, each from 0 to 3, or UNREAD.

    t_s: float64 (T,), ascending. joints: float64 (T, 12, 2 or 3) as edge_node.intent.levels orders them, in
    any one unit; NaN is a joint that was not measured. A moment without all of shoulders, elbows, wrists and
    hips is not read; movement is not either until the last second holds two moments LEAST_SWEPT_S apart.
    Source: Camurri, Lagerlöf and Volpe 2003 (Quantity of Motion: what the last moments' silhouettes swept, by
    the body's own; Contraction Index: how far the body reaches around its middle), here from joints.
    """
    arms = _arms_from_middle(joints)
    is_read = np.asarray(np.isfinite(arms).all(axis=(1, 2)))
    columns = (_swept(t_s, arms, is_read), np.linalg.norm(arms, axis=2).mean(axis=1))
    levels = [
        np.where(np.isfinite(found), np.digitize(found, level.edges), UNREAD)
        for found, level in zip(columns, POSTURE, strict=True)
    ]
    return np.column_stack(levels).astype(np.int8)


def _arms_from_middle(joints: Floats) -> Floats:
    """Return float64 (T, 4, 2 or 3): elbows and wrists from the middle of the trunk, in trunks."""
    shoulders, arms, hips = (joints[:, part] for part in (_SHOULDERS, _ARMS, _HIPS))
    neck, root = shoulders.mean(axis=1), hips.mean(axis=1)
    breadth = np.linalg.norm(shoulders[:, 0] - shoulders[:, 1], axis=1)
    trunk = np.maximum(np.linalg.norm(neck - root, axis=1), TRUNK_BREADTHS * breadth)
    trunk = np.where(trunk > 0, trunk, np.nan)
    from_middle: Floats = (arms - (neck + root)[:, None] / 2) / trunk[:, None, None]
    return from_middle


def _swept(t_s: Floats, arms: Floats, is_read: NDArray[np.bool_]) -> Floats:
    """Return float64 (T,): the diagonal that each arm joint swept in the last second, on average, or NaN.

    A range and no path length: what trembles in the keypoints counts once, however many frames a second.
    """
    swept = np.full(len(t_s), np.nan)
    read_s, read = t_s[is_read], arms[is_read]
    first = np.searchsorted(read_s, read_s - SWEPT_S)
    is_long = read_s - read_s[first] >= LEAST_SWEPT_S
    lately = np.column_stack((first, np.arange(len(read)) + 1)).ravel()  # every other span is between two
    ended = np.concatenate((read, read[-1:]))
    most, least = (side.reduceat(ended, lately, axis=0)[::2] for side in (np.maximum, np.minimum))
    swept[is_read] = np.where(is_long, np.linalg.norm(most - least, axis=2).mean(axis=1), np.nan)
    return swept
