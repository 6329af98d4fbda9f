"""How large a badge must be printed to be read at a distance, and how far away a printed one is read."""

import math
from typing import Literal

from edge_node.badges.code import CARD_MODULES, MODULES

PX_PER_MODULE = 4.0
"""From here on nine of ten looks read it, facing the camera within 30°: in good light, on the move, out of
focus, in little light, compressed. Source: `python -m tests.benchmarks.badges`."""

FACING_DEG = 30
"""What is promised holds for somebody turned away from the camera by at most this."""

Paper = Literal["A4", "A3"]
PAPER_MM: dict[Paper, tuple[float, float]] = {"A4": (210.0, 297.0), "A3": (297.0, 420.0)}
"""Width and height."""
MARGIN_MM = 12.0
"""What printers leave white."""
LEAST_MODULE_MM = 4.0
"""Smaller ones do not survive being worn."""
_STEP_MM = 0.5
_STEP_M = 0.1


def most_module_mm(paper: Paper) -> float:
    """Return the largest module whose badge, with the white round it, fits the paper's width."""
    return math.floor((PAPER_MM[paper][0] - 2 * MARGIN_MM) / CARD_MODULES / _STEP_MM) * _STEP_MM


def module_mm_for(range_m: float, focal_px: float) -> float:
    """Return the module that is read at that distance, rounded up; perhaps too large to print."""
    module_mm = 1000 * PX_PER_MODULE * range_m / focal_px
    return max(math.ceil(module_mm / _STEP_MM - 1e-9) * _STEP_MM, LEAST_MODULE_MM)


def range_m_of(module_mm: float, focal_px: float) -> float:
    """Return how far from the camera a badge is read, in a straight line, rounded down."""
    return math.floor(module_mm / 1000 * focal_px / PX_PER_MODULE / _STEP_M + 1e-9) * _STEP_M


def side_mm_of(module_mm: float) -> float:
    """Return the side of the black square."""
    return MODULES * module_mm


def focal_px_of(width_px: int, lens_deg: float) -> float:
    """Return the focal length of a camera whose picture is so wide through a lens of that horizontal view."""
    return width_px / 2 / math.tan(math.radians(lens_deg) / 2)
