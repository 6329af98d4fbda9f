"""What a page of the compliance console is made of, before it is HTML: its JSON twin is exactly this."""

from dataclasses import dataclass
from typing import Literal

from aggregator.accounts.matrix import Right
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


class Link(Wire):
    """A way on from a page, shown to those who may go it."""

    label: str
    address: str
    right: Right
    is_office_only: bool = False
    """True for what only the helper has."""


class Filter(Wire):
    """One way to narrow the page."""

    title: str
    choices: tuple[Choice, ...]


class Entry(Wire):
    """One field of a form."""

    name: str
    label: str
    text: str
    choices: tuple[str, ...] = ()
    """The only answers; empty where it is typed."""
    is_long: bool = False


class Deed(Wire):
    """Something that can be done from the page; what it does is said before it is asked for."""

    key: str
    title: str
    explains: str
    """What happens, and what does not."""
    address: str
    """Where its form is sent."""
    button: str
    words_address: str = ""
    """Where the words to sign are had; empty for what takes no signature."""
    makes_key: bool = False
    """True when the browser makes a key first and sends its public half."""
    entries: tuple[Entry, ...] = ()
    """What must be said with it."""
    cannot: str = ""
    """Why it cannot be done now; then there is no button."""


class Group(Wire):
    """Fields that belong together."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Attention:
    """One thing that needs a person, as the overview lists it."""

    what: str
    why: str
    until: str
    """By when, in words; empty when now."""
    address: str


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
    links: tuple[Link, ...] = ()
    """Where one goes on from here."""
    deeds: tuple[Deed, ...] = ()
    form: tuple[Group, ...] = ()
    """Fields to fill in; empty where the page has no form."""
    notes: tuple[str, ...] = ()
    above: str = ""
    """The page it belongs to, where it is not in the menu itself."""


def texts(*values: object) -> tuple[Cell, ...]:
    """Return a row of plain cells; numbers are set as numbers."""
    return tuple(Cell(text=str(value), kind="number" if _is_number(value) else "text") for value in values)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
