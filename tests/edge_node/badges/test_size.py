"""Printed sizes are rounded up, promised ranges down: no page promises more than its modules give."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_node.badges.code import CARD_MODULES
from edge_node.badges.size import (
    LEAST_MODULE_MM,
    MARGIN_MM,
    PAPER_MM,
    PX_PER_MODULE,
    Paper,
    focal_px_of,
    module_mm_for,
    most_module_mm,
    range_m_of,
    side_mm_of,
)

FOCAL_PX = st.floats(200, 8000)


@given(st.floats(0.5, 50), FOCAL_PX)
def test_a_module_printed_for_a_distance_is_wide_enough_there(range_m: float, focal_px: float) -> None:
    module_mm = module_mm_for(range_m, focal_px)

    assert module_mm / 1000 * focal_px / range_m >= PX_PER_MODULE * (1 - 1e-9)


@given(st.floats(LEAST_MODULE_MM, 40), FOCAL_PX)
def test_a_promised_range_is_never_beyond_what_the_module_gives(module_mm: float, focal_px: float) -> None:
    range_m = range_m_of(module_mm, focal_px)

    assert range_m <= module_mm / 1000 * focal_px / PX_PER_MODULE + 1e-6


@given(st.floats(0.5, 50), FOCAL_PX)
def test_what_was_asked_for_is_promised_to_a_tenth_of_a_metre(range_m: float, focal_px: float) -> None:
    assert range_m_of(module_mm_for(range_m, focal_px), focal_px) > range_m - 0.1 - 1e-9


@pytest.mark.parametrize("paper", PAPER_MM)
def test_the_largest_badge_fits_the_paper_with_its_white_edge(paper: Paper) -> None:
    wide_mm = PAPER_MM[paper][0] - 2 * MARGIN_MM

    assert wide_mm - 0.5 * CARD_MODULES < most_module_mm(paper) * CARD_MODULES <= wide_mm


def test_no_badge_is_too_small_to_be_worn() -> None:
    assert module_mm_for(0.5, 8000) == LEAST_MODULE_MM


def test_a_square_is_seven_modules() -> None:
    assert side_mm_of(20.0) == 140.0


def test_a_lens_of_ninety_degrees_is_half_a_picture_long() -> None:
    assert focal_px_of(1280, 90.0) == pytest.approx(640.0)
