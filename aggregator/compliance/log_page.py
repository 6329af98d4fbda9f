"""What happened here, newest first: every entry with its place in the tree."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from aggregator.audit.entry import KINDS, Kind
from aggregator.compliance.model import Cell, Choice, Desk, Fact, Filter, Link, Sheet
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


@dataclass(frozen=True, slots=True)
class Whole:
    """The log as a whole."""

    size: int
    """Entries."""
    witnessed: int
    """Of these, how many the other party has cosigned."""
    command: str
    """Verifies a file of the log with public keys alone."""


def log_page(entries: Sequence[Logged], whole: Whole, shown: Shown, now: datetime) -> Desk:
    """Return the page of these entries of the log."""
    return Desk(
        key=KEY,
        title="Audit log",
        lead="Whatever was read, released, refused, signed or deleted. Nothing can be taken out.",
        at=moment(now),
        facts=_facts(whole),
        links=(
            Link(
                label="Take all of it away", address=f"/compliance/{KEY}/audit.bundle", right="export_audit"
            ),
        ),
        filters=(_kinds(shown), *_older(entries, shown)),
        sheets=(
            Sheet(
                key="entries",
                title="Newest first",
                lead="What a law asks for can be erased; its hash stays, so the rest can still be proved.",
                header=("Entry", "When", "Kind", "About", "Details", "Proof"),
                rows=tuple(_row(entry) for entry in entries),
                empty="No entry of this kind yet.",
            ),
        ),
        notes=(f"What is taken away is checked offline, on any machine: {whole.command}",),
    )


def _facts(whole: Whole) -> tuple[Fact, ...]:
    tail = whole.size - whole.witnessed
    return (
        Fact(title="Entries", value=f"{whole.size:,}", detail="since this aggregator was made"),
        Fact(
            title="Not yet witnessed", value=f"{tail:,}", detail="the newest, signed by this aggregator alone"
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
        Cell(text="prove it", address=f"/compliance/{KEY}/{entry.index}/proof.json"),
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
