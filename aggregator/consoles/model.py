"""What a page is made of, before it is HTML: the page's JSON twin is exactly this."""

from typing import Annotated, Any, Literal

from pydantic import Field

from aggregator.insights.reading import is_withheld
from shared.schemas.layout import Wire

CellKind = Literal["text", "number", "noise", "suppressed", "gap"]
"""How a table cell looks: a number inside its noise is grey, a withheld one hatched and says why."""


class TableCell(Wire):
    """One cell of a table."""

    text: str
    kind: CellKind = "text"


class Table(Wire):
    """The real table beside a chart."""

    header: tuple[str, ...]
    rows: tuple[tuple[TableCell, ...], ...]


class Chart(Wire):
    """One question, its picture and its table."""

    key: str
    title: str
    """The question it answers."""
    lead: str
    """The answer in one sentence, with its interval."""
    figure: dict[str, Any]  # Any: Plotly's own JSON, drawn by its script and read by nothing here
    """``data`` and ``layout``; colours are names of CSS custom properties. Empty when nothing is drawn."""
    summary: str
    """What the picture shows, for those who hear the page."""
    table: Table
    notes: tuple[str, ...] = ()
    csv: str = ""
    """Address of the table as CSV."""
    empty: str = ""
    """Why nothing is drawn; empty when something is."""
    simulated: bool = False
    provisional: bool = False

    @property
    def withheld(self) -> bool:
        """Whether nothing is drawn because a policy says so, and not for want of measurement."""
        return is_withheld(self.empty)


class Card(Wire):
    """One number at the top."""

    key: str
    title: str
    value: str
    """The number, or ``–`` when there is none."""
    interval: str
    """The interval in words; empty only for what carries no noise."""
    detail: str
    """Against what, over what, or why there is no number."""
    change: str = ""
    change_inside_noise: bool = False
    plot: str = ""
    """Address that draws this number over time; empty where there is no such picture."""
    plotted: bool = False
    noise: bool = False
    """Whether it may be zero for all that the noise tells: the number is grey."""
    missing: bool = False
    simulated: bool = False
    provisional: bool = False


class Choice(Wire):
    """One link or option of the filter bar."""

    value: str
    label: str
    address: str
    chosen: bool
    key: str = ""
    """The letter or digit that chooses it."""


class Filters(Wire):
    """What can be chosen, and what is."""

    sites: tuple[Choice, ...]
    periods: tuple[Choice, ...]
    comparisons: tuple[Choice, ...]
    matches: tuple[Choice, ...]
    steps: tuple[Choice, ...]
    first: str
    last: str
    days: str
    against: str
    """The days compared with, in words; empty when nothing is."""
    earlier: str
    later: str
    toggle_compare: str
    toggle_step: str
    everything: str
    """Address of the page with no filter at all."""
    plot: str


class Term(Wire):
    """One entry of the glossary."""

    key: str
    name: str
    formula: str
    text: str


class Page(Wire):
    """The HQ page."""

    title: str
    at: str
    simulated: bool
    provisional: bool
    filters: Filters
    cards: tuple[Card, ...]
    charts: tuple[Chart, ...]
    empty: Annotated[str, Field(description="Which empty state the page is in, or nothing.")]
    empty_link: str
    footnotes: tuple[str, ...]
    glossary: tuple[Term, ...]
