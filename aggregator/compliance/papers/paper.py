"""A paper as data: sections of sentences and tables. What was signed is compared with what is so now."""

import hashlib
from collections.abc import Iterator
from typing import Literal

from shared.schemas.layout import Wire, canonical_json

Key = Literal["record", "assessment", "transparency", "data-map", "retention", "budget"]
"""Which paper; also its address."""


class PaperTable(Wire):
    """A table of a section."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Section(Wire):
    """One numbered part of a paper."""

    title: str
    sentences: tuple[str, ...] = ()
    table: PaperTable | None = None
    is_for_people: bool = False
    """True where a person must write: what no configuration knows."""


class Paper(Wire):
    """One paper, without a date: two of the same content are the same paper."""

    key: Key
    title: str
    article: str
    """The provision that asks for it, as a lawyer cites it."""
    sections: tuple[Section, ...]

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the canonical JSON, in hex: what a signature on it is about."""
        return hashlib.sha256(canonical_json(self)).hexdigest()


class Change(Wire):
    """One line that was not in the signed paper, or is no longer in this one."""

    section: str
    before: str
    """Empty for what is new."""
    after: str
    """Empty for what is gone."""


def changes(signed: Paper, now: Paper) -> tuple[Change, ...]:
    """Return every line by which the paper differs from the signed one, section by section."""
    before, after = _lines(signed), _lines(now)
    titles = dict.fromkeys((*before, *after))
    return tuple(
        change for title in titles for change in _between(title, before.get(title, ()), after.get(title, ()))
    )


def _between(title: str, before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[Change]:
    yield from (Change(section=title, before=line, after="") for line in before if line not in after)
    yield from (Change(section=title, before="", after=line) for line in after if line not in before)


def _lines(paper: Paper) -> dict[str, tuple[str, ...]]:
    return {section.title: tuple(_of(section)) for section in paper.sections}


def _of(section: Section) -> Iterator[str]:
    yield from section.sentences
    if section.table is not None:
        yield from (" · ".join(row) for row in section.table.rows)
