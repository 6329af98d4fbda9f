"""What a page of the compliance console is made of, before it is HTML: its JSON twin is exactly this."""

from typing import Literal

from shared.schemas.layout import Wire

Kind = Literal["text", "number", "quiet", "alarm", "code"]
"""How a cell looks; ``alarm`` is for what needs a person and nothing else."""


class Cell(Wire):
    """One cell of a sheet."""

    text: str
    kind: Kind = "text"
    address: str = ""
    """Where it leads; empty: nowhere."""


class Fact(Wire):
    """One thing at the top of a page that can be read at a glance."""

    title: str
    value: str
    detail: str
    needs_person: bool = False
    address: str = ""
    """The page that says more; empty: none."""


class Sheet(Wire):
    """One table, and what it answers."""

    key: str
    """Part of the address of its CSV: ``/compliance/{page}/{key}.csv``."""
    title: str
    lead: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = ""
    """What stands there while it has no rows: what will appear, and when."""


class Choice(Wire):
    """One link of a filter."""

    label: str
    address: str
    chosen: bool


class Filter(Wire):
    """One way to narrow the page."""

    title: str
    choices: tuple[Choice, ...]


class Desk(Wire):
    """One page of the console."""

    key: str
    """The last part of its address."""
    title: str
    lead: str
    at: str
    """When it was made, UTC."""
    facts: tuple[Fact, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    filters: tuple[Filter, ...] = ()
    notes: tuple[str, ...] = ()
    above: str = ""
    """The page it belongs to, where it is not in the menu itself."""


def texts(*values: object) -> tuple[Cell, ...]:
    """Return a row of plain cells; numbers are set as numbers."""
    return tuple(Cell(text=str(value), kind="number" if _is_number(value) else "text") for value in values)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
