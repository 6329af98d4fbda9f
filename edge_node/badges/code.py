"""What the three badges look like: squares of 5×5 bits that differ in 12 of 25 whichever way they are turned.

They are numbers 133 and 170 of ArUco's DICT_5X5_250, the two that are furthest apart among its 250 and from
their own quarter turns, and 236, which is furthest from both. There are no others: everybody who opts out
wears the same one, all staff another, all of a panel the third, so no badge says who somebody is.
"""

import numpy as np
from numpy.typing import NDArray

from edge_node.observations import BADGE_KINDS, BadgeKind

BITS = 5
"""Bits a side."""
MODULES = BITS + 2
"""Modules a side, the black border included."""
QUIET = 1
"""White modules round the border, without which it is not found."""
CARD_MODULES = MODULES + 2 * QUIET
"""Modules a side with the white round it."""
LEAST_DISTANCE = 12
"""Bits in which any two differ from each other, and each from itself turned, at least."""
_WHITE: dict[BadgeKind, tuple[str, ...]] = {
    "optout": ("01100", "11100", "00110", "01100", "01011"),
    "staff": ("11001", "11110", "10011", "10001", "00101"),
    "panel": ("00000", "00111", "00001", "00001", "01011"),
}
"""Rows from the top; 1 is white."""

Bits = NDArray[np.uint8]
"""uint8 (5, 5): 1 is white."""


def bits_of(kind: BadgeKind) -> Bits:
    """Return the bits of the badge as it is printed, upright."""
    return np.array([[int(bit) for bit in row] for row in _WHITE[kind]], np.uint8)


def card_of(kind: BadgeKind) -> NDArray[np.uint8]:
    """Return every module of the badge with border and quiet zone, uint8 (9, 9): 1 is white."""
    card = np.ones((CARD_MODULES, CARD_MODULES), np.uint8)
    card[QUIET:-QUIET, QUIET:-QUIET] = 0
    inner = QUIET + 1
    card[inner:-inner, inner:-inner] = bits_of(kind)
    return card


def all_bits() -> dict[BadgeKind, Bits]:
    """Return the bits of every badge there is."""
    return {kind: bits_of(kind) for kind in BADGE_KINDS}
