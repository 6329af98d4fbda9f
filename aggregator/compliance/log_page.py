"""What happened here, newest first: every entry with its place in the tree."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from aggregator.audit.entry import KINDS, Kind
from aggregator.compliance.model import Cell, Choice, Desk, Fact, Filter, Sheet
from aggregator.compliance.words import moment, spoken

KEY: Final = "log"
ON_A_PAGE: Final = 50
"""Entries shown at a time."""

Shown = Kind | Literal["all"]
SHOWN: Final[tuple[Shown, ...]] = ("all", *KINDS)
"""What the page can be narrowed to."""


@dataclass(frozen=True, slots=True)
class Logged:
    """One entry as a person reads it."""

    index: int
    at: datetime
    kind: str
    subject: str
    """What it is about; empty once the payload is erased."""
    detail: str
    """The rest in words; empty where there is none."""
    is_erased: bool


def log_page(entries: Sequence[Logged], size: int, shown: Shown, now: datetime) -> Desk:
    """Return the page of these entries, of a log that holds ``size``."""
    return Desk(
        key=KEY,
        title="Audit log",
        lead="Whatever was read, released, refused, signed or deleted. Nothing can be taken out.",
        at=moment(now),
        facts=(Fact(title="Entries", value=f"{size:,}", detail="since this aggregator was made"),),
        filters=(_kinds(shown), *_older(entries, shown)),
        sheets=(
            Sheet(
                key="entries",
                title="Newest first",
                lead="What a law asks for can be erased; its hash stays, so the rest can still be proved.",
                header=("Entry", "When", "Kind", "About", "Details"),
                rows=tuple(_row(entry) for entry in entries),
                empty="No entry of this kind yet.",
            ),
        ),
    )


def _row(entry: Logged) -> tuple[Cell, ...]:
    about = "erased; its hash is left" if entry.is_erased else entry.subject
    return (
        Cell(text=str(entry.index), kind="number"),
        Cell(text=moment(entry.at)),
        Cell(text=spoken(entry.kind)),
        Cell(text=about, kind="quiet" if entry.is_erased else "text"),
        Cell(text=entry.detail),
    )


def _kinds(shown: Shown) -> Filter:
    return Filter(
        title="Kind",
        choices=tuple(
            Choice(label=spoken(kind), address=f"/compliance/{KEY}?kind={kind}", chosen=kind == shown)
            for kind in SHOWN
        ),
    )


def _older(entries: Sequence[Logged], shown: Shown) -> tuple[Filter, ...]:
    if len(entries) < ON_A_PAGE:
        return ()
    before = f"/compliance/{KEY}?kind={shown}&before={entries[-1].index}"
    newest = Choice(label="newest", address=f"/compliance/{KEY}?kind={shown}", chosen=False)
    return (Filter(title="Pages", choices=(newest, Choice(label="older", address=before, chosen=False))),)
