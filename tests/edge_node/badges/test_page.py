"""What comes out of the printer is the badge, in its size, with a line to check it by and an honest range."""

import re

import numpy as np
import pytest
from numpy.typing import NDArray

from edge_node.badges.page import RULER_MM, Page, pdf_of, texts_of
from edge_node.badges.reader import BadgeReader
from edge_node.badges.size import MARGIN_MM, PAPER_MM, Paper, most_module_mm
from edge_node.badges.words import LANGUAGES, WORDS, Language
from edge_node.observations import BADGE_KINDS, BadgeKind
from tests.support.badges import filled

MM_PER_POINT = 25.4 / 72
RECTANGLE = re.compile(r"([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re f\*?")
LINE = re.compile(r"([\d.]+) ([\d.]+) m ([\d.]+) ([\d.]+) l S")


def _page(
    kind: BadgeKind = "optout", *, module_mm: float = 15.0, language: Language = "en", paper: Paper = "A4"
) -> Page:
    return Page(kind, module_mm, 4.5, "camera “door”", language, paper)


def _squares_mm(pdf: bytes) -> NDArray[np.float64]:
    """Return every filled rectangle: left, low, width, height, the black one first."""
    found = [[float(n) for n in match] for match in RECTANGLE.findall(pdf.decode("latin-1"))]
    return np.array(found) * MM_PER_POINT


def _drawn(squares_mm: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Return the page as the printer paints it, 1 mm a pixel, A4."""
    pixels = np.full((297, 210, 3), 255, np.uint8)
    for number, (left, low, width, height) in enumerate(squares_mm.tolist()):
        rows = slice(round(297 - low - height), round(297 - low))
        pixels[rows, round(left) : round(left + width)] = 0 if number == 0 else 255
    return pixels


@pytest.mark.parametrize("kind", BADGE_KINDS)
def test_the_printed_badge_is_read_as_what_it_is(kind: BadgeKind) -> None:
    pixels = _drawn(_squares_mm(pdf_of(_page(kind))))

    (badge,) = BadgeReader().read(filled(pixels, (0.0, -40.0, 210.0, 260.0)), 0)

    assert badge.kind == kind


def test_the_black_square_has_the_size_that_was_asked_for() -> None:
    black, *white = _squares_mm(pdf_of(_page(module_mm=12.5)))

    assert black[2:] == pytest.approx([87.5, 87.5], abs=0.01)
    assert np.array(white)[:, 2:] == pytest.approx(12.5, abs=0.01)


def test_the_line_to_check_the_printer_is_as_long_as_it_says() -> None:
    lines = [[float(n) for n in match] for match in LINE.findall(pdf_of(_page()).decode("latin-1"))]

    lengths_mm = [abs(x1 - x0) * MM_PER_POINT for x0, _, x1, _ in lines]
    assert max(lengths_mm) == pytest.approx(RULER_MM, abs=0.01)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper", PAPER_MM)
@pytest.mark.parametrize("kind", BADGE_KINDS)
def test_the_largest_badge_leaves_room_for_all_that_is_said(
    kind: BadgeKind, paper: Paper, language: Language
) -> None:
    page = _page(kind, module_mm=most_module_mm(paper), language=language, paper=paper)
    written = pdf_of(page).decode("latin-1")

    lowest_pt = min(float(y) for match in LINE.findall(written) for y in (match[1], match[3]))
    assert lowest_pt * MM_PER_POINT >= MARGIN_MM
    assert _squares_mm(pdf_of(page))[:, 0].min() >= MARGIN_MM


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_range_is_said_and_what_happens_beyond_it(language: Language) -> None:
    said = " ".join(texts_of(_page(language=language)))

    assert "4.5 m" in said
    assert "30°" in said
    assert WORDS[language].beyond["optout"] in said
    assert "{" not in said


def test_the_same_page_gives_the_same_bytes() -> None:
    assert pdf_of(_page()) == pdf_of(_page())
