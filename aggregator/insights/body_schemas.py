"""What the insights API answers about movement, openness and next actions."""

from aggregator.insights.numbers import About, Number
from aggregator.insights.visit_schemas import Held
from shared.schemas.layout import Wire


class BodyLine(Wire):
    """One level or one action in one type of zone."""

    zone: str
    part: str
    visitors: Number | None
    suppressed: str
    """Why there is no number; empty when there is one."""
    sites: int


class BodiesAnswer(Wire):
    """Every cell; each visitor of the sum counts once in a row of levels."""

    about: About
    held: Held
    least_count: int
    """Noisy values below this are withheld."""
    lines: tuple[BodyLine, ...]
