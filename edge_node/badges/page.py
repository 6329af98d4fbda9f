"""The page that a badge is printed on: vector squares, the range in metres, a line to check the printer."""

from dataclasses import dataclass
from io import BytesIO

import numpy as np
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from edge_node.badges.code import CARD_MODULES, MODULES, QUIET, bits_of
from edge_node.badges.size import FACING_DEG, MARGIN_MM, PAPER_MM, Paper, side_mm_of
from edge_node.badges.words import WORDS, Language
from edge_node.observations import BadgeKind

RULER_MM = 100
_FONT, _BOLD = "Helvetica", "Helvetica-Bold"
_TITLE_PT, _TEXT_PT, _LEADING_PT = 16.0, 9.0, 11.5
_GREY = 0.6


@dataclass(frozen=True, slots=True)
class Page:
    """What is printed."""

    kind: BadgeKind
    module_mm: float
    range_m: float
    """Straight from the camera; nothing beyond it is promised."""
    sized_for: str
    """Which camera, in words of the language."""
    language: Language = "en"
    paper: Paper = "A4"


def pdf_of(page: Page) -> bytes:
    """Return the page as PDF; the same page gives the same bytes."""
    out = BytesIO()
    width_mm, height_mm = PAPER_MM[page.paper]
    canvas = Canvas(out, pagesize=(width_mm * mm, height_mm * mm), invariant=1, pageCompression=0)
    words = WORDS[page.language]
    canvas.setTitle(words.title[page.kind])
    canvas.setFont(_BOLD, _TITLE_PT)
    top = (height_mm - MARGIN_MM) * mm - _TITLE_PT
    canvas.drawString(MARGIN_MM * mm, top, words.title[page.kind])
    card_mm = CARD_MODULES * page.module_mm
    low = top / mm - 4 - card_mm
    _draw_badge(canvas, page, (width_mm - card_mm) / 2, low)
    below = _write(canvas, texts_of(page), (low - 6) * mm, (width_mm - 2 * MARGIN_MM) * mm)
    _draw_ruler(canvas, words.ruler, below - 5 * mm)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def texts_of(page: Page) -> list[str]:
    """Return the paragraphs under the badge, in order."""
    words = WORDS[page.language]
    sized_for = words.sized_for.format(
        camera=page.sized_for, module_mm=page.module_mm, side_mm=side_mm_of(page.module_mm)
    )
    read_within = words.read_within.format(range_m=page.range_m, facing_deg=FACING_DEG)
    return [
        words.effect[page.kind],
        f"{read_within} {words.beyond[page.kind]}",
        sized_for,
        *(f"{number}. {step}" for number, step in enumerate(words.steps, start=1)),
        words.same_for_all,
    ]


def _draw_badge(canvas: Canvas, page: Page, left_mm: float, low_mm: float) -> None:
    """Draw the black square, its white bits, and the line to cut along round the white edge."""
    module = page.module_mm * mm
    left, low = left_mm * mm, low_mm * mm
    canvas.setStrokeGray(_GREY)
    canvas.setLineWidth(0.3)
    canvas.setDash(2, 2)
    canvas.rect(left, low, CARD_MODULES * module, CARD_MODULES * module, stroke=1, fill=0)
    canvas.setDash()
    canvas.setFillGray(0)
    canvas.rect(
        left + QUIET * module, low + QUIET * module, MODULES * module, MODULES * module, stroke=0, fill=1
    )
    canvas.setFillGray(1)
    for row, column in zip(*np.nonzero(bits_of(page.kind)), strict=True):
        x = left + (QUIET + 1 + int(column)) * module
        y = low + (QUIET + MODULES - 2 - int(row)) * module
        canvas.rect(x, y, module, module, stroke=0, fill=1)
    canvas.setFillGray(0)


def _write(canvas: Canvas, texts: list[str], top: float, width: float) -> float:
    """Write the paragraphs from there down; return where the next would begin."""
    canvas.setFont(_FONT, _TEXT_PT)
    for text in texts:
        for line in simpleSplit(text, _FONT, _TEXT_PT, width):
            top -= _LEADING_PT
            canvas.drawString(MARGIN_MM * mm, top, line)
        top -= _LEADING_PT / 4
    return top


def _draw_ruler(canvas: Canvas, label: str, height: float) -> None:
    """Draw a line of RULER_MM with a tick every 10 mm."""
    left = MARGIN_MM * mm
    canvas.setStrokeGray(0)
    canvas.setLineWidth(0.5)
    canvas.line(left, height, left + RULER_MM * mm, height)
    for step_mm in range(0, RULER_MM + 1, 10):
        tall = 3 * mm if step_mm in (0, RULER_MM) else 1.5 * mm
        canvas.line(left + step_mm * mm, height, left + step_mm * mm, height - tall)
    canvas.drawString(left + (RULER_MM + 3) * mm, height - 2 * mm, label)
