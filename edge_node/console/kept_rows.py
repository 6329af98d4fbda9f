"""The page of what is kept as HTML: one row for each kind that a person may ask about."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from edge_node.console.keeping import Keeping, KeptKind
from edge_node.console.rendering import amount, moment, render
from edge_node.console.wording import Catalogue, catalogue

KINDS: Final = {
    "frames": "frames",
    "poses": "poses",
    "tracks": "tracks",
    "windows": "windows",
    "ended windows": "ended",
    "head at home": "head",
    "open sums": "sums",
    "outbox": "outbox",
    "outcomes": "outcomes",
    "previews": "previews",
    "attestations": "attestations",
    "pauses": "pauses",
    "learning stops": "stops",
    "objections": "objections",
    "consents": "consents",
    "receipts": "receipts",
}
"""Kinds of the retention table that are shown, and their words; the twin has every kind."""


@dataclass(frozen=True, slots=True)
class KeptRow:
    """One kind in one language."""

    what: str
    held: str
    oldest: str
    life: str
    because: str


def kept_page(kept: Keeping, language: str) -> str:
    """Return the page in the language."""
    words = catalogue(language)
    rows = [_row(one, kept, words) for one in kept.kinds if one.kind in KINDS]
    return render("kept.html", language, kept=kept, rows=rows, moment=lambda at: moment(at, kept.at))


def _row(one: KeptKind, kept: Keeping, words: Catalogue) -> KeptRow:
    return KeptRow(
        what=words.words(f"kinds.{KINDS[one.kind]}"),
        held=amount(one.count) if one.count else "–",
        oldest="–" if one.oldest_at is None else moment(one.oldest_at, kept.at),
        life=_life(one.keep_for, words),
        because=one.because,
    )


def _life(keep_for: timedelta | None, words: Catalogue) -> str:
    if keep_for is None:
        return words.words("kept.open")
    hours = keep_for.total_seconds() / 3600
    if hours == 0:
        return words.words("kept.nothing")
    if hours < 2:
        return words.words("kept.minutes", count=amount(hours * 60))
    if hours < 24 * 7:
        return words.words("kept.hours", count=amount(hours))
    days = hours / 24
    return (
        words.words("kept.days", count=amount(days))
        if days < 730
        else words.words("kept.years", count=amount(days / 365.25))
    )
