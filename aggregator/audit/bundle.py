"""A bundle: part of an audit log with all that is needed to check it, as lines of JSON in one spelling.

1. `Header`: whose log, and which entries.
2. `Signed`: the checkpoint of the whole log, by its own key.
3. `Cosigned`: the newest checkpoint the witness has cosigned, and the proof that the log only grew since.
4. `Above`: hashes of the perfect subtrees that make up the whole log, none above a page among the entries.
5. For each of those, its leaf hashes (`Page`), then its entries (`Line`).
6. `End`: how many there were, and a hash over every byte before.
"""

from collections.abc import Iterator
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from aggregator.audit.entry import canonical
from privacy.transparency.tree import Subtree, cover
from shared.schemas.keys import Hex64
from shared.wire.codec import Role

PAGE: Final = 256
"""Most leaves of one page."""

LINE_LEAST: Final = 150
"""Bytes that an entry takes at the very least: what a file can hold is known before it is read."""

Index = Annotated[int, Field(ge=0)]
Level = Annotated[int, Field(ge=0, le=62)]


class Part(BaseModel):
    """One line; anything unknown or of another type is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    @property
    def text(self) -> str:
        """The line in its one spelling, ended."""
        return canonical(self.model_dump(mode="json")) + "\n"


class Header(Part):
    """Whose log, and which entries of it."""

    shoal_audit: Literal[1] = 1
    role: Role
    first: Index
    """Index of the first entry here."""
    end: Index
    """Index of the first entry behind."""


class Signed(Part):
    """The whole log at the moment of the export."""

    checkpoint: str
    """Signed note."""


class Cosigned(Part):
    """How far the witness has seen this very log grow."""

    witnessed: str
    """Signed and cosigned note; empty when no witness has seen the log yet."""
    proof: tuple[Hex64, ...]
    """RFC 9162 §2.1.4, from there to the checkpoint."""


class Above(Part):
    """The hashes that the signed root is made of."""

    nodes: tuple[Hex64, ...]
    """One for each of `frame`, in order."""


class Page(Part):
    """The leaf hashes below one of these nodes."""

    start: Index
    leaves: tuple[Hex64, ...]


class Line(Part):
    """One entry; without salt and payload once it was erased."""

    index: Index
    at: str
    kind: str
    commitment: Hex64
    salt: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")] | None
    payload: str | None


class End(Part):
    """The last line."""

    entries: Index
    sha256: Hex64
    """Over every byte before this line."""


class OneEntry(Part):
    """A file of its own for one entry: *prove it*."""

    shoal_audit_entry: Literal[1] = 1
    role: Role
    entry: Line
    checkpoint: str
    """Signed note, cosigned when the entry has been witnessed."""
    inclusion: tuple[Hex64, ...]
    """RFC 9162 §2.1.3."""


def frame(first: int, end: int, size: int) -> list[Subtree]:
    """Return the subtrees that make up a log of this size, none larger than a page from first to end."""
    return [*cover(0, first), *pages(first, end), *cover(end, size)]


def pages(first: int, end: int) -> Iterator[Subtree]:
    """Yield the perfect subtrees of at most a page each that make up the entries from first to end."""
    while first < end:
        behind = min(end, first - first % PAGE + PAGE)
        yield from cover(first, behind)
        first = behind
