"""Is this file what the log said? Answered offline, from public keys alone; the first thing broken is named.

An auditor trusts nobody: neither the aggregator that exported the file nor the database it came from. The
checkpoint is believed for its signature, its history for the witness's cosignature (`trust`), every hash for
the root, and every entry for its hash. What was added since the witness looked last is counted as the tail.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from aggregator.audit import trust
from aggregator.audit.bundle import (
    LINE_LEAST,
    Above,
    Cosigned,
    End,
    Header,
    Line,
    OneEntry,
    Page,
    Signed,
    frame,
)
from aggregator.audit.entry import Entry, commit, moment
from aggregator.audit.reading import BrokenError, Reader
from aggregator.audit.trust import Keys, Seen
from privacy.transparency.checkpoints import Checkpoint
from privacy.transparency.proofs import includes
from privacy.transparency.tree import Growing, Subtree, perfect_root


@dataclass(slots=True)
class Report:
    """What was found; grows with what holds."""

    role: str = ""
    size: int = 0
    """Entries of the whole log."""
    first: int = 0
    end: int = 0
    """The entries in the file: from first to before end."""
    checked: int = 0
    """Entries found whole."""
    erased: int = 0
    """Of these, how many have no payload any more."""
    witnessed_size: int = 0
    """How much of the whole log the witness has seen."""
    witnessed_at: datetime | None = None
    """When it looked, by its own clock; None when its signature was not asked for."""
    broken: str = ""
    """The first thing that does not hold, what was expected and what came; empty when all holds."""
    broken_index: int | None = None
    """The entry concerned, when it is one."""

    @property
    def witnessed(self) -> int:
        """Entries found whole that the witness has seen in their place."""
        return max(0, min(self.first + self.checked, self.witnessed_size) - self.first)

    @property
    def tail(self) -> int:
        """Entries found whole that no witness has seen yet."""
        return self.checked - self.witnessed


def verify_file(path: Path, keys: Keys) -> Report:
    """Return what a bundle, or the file of one entry, is worth.  Raises: OSError when it cannot be read."""
    report = Report()
    with path.open("rb") as file:
        is_single = file.readline(32).startswith(b'{"checkpoint":')
        check = _single if is_single else _bundle
        try:
            check(Reader(file), keys, report)
        except BrokenError as error:
            report.broken, report.broken_index = str(error), error.index
    return report


def _bundle(reader: Reader, keys: Keys, report: Report) -> None:
    header = reader.take(Header, "the header")
    document = reader.take(Signed, "the checkpoint").checkpoint
    checkpoint, _ = trust.signed(document, header.role, keys, "the checkpoint")
    if not header.first <= header.end <= checkpoint.size:
        came = f"{header.first} to {header.end}"
        raise BrokenError(f"the header: expected entries of a log of {checkpoint.size}, got {came}")
    entries = header.end - header.first
    if entries * LINE_LEAST > reader.size:
        raise BrokenError(f"the header: expected a file of {entries} entries, got {reader.size} bytes")
    _know(report, checkpoint, header.role, (header.first, header.end))
    seen = trust.history(reader.take(Cosigned, "the witnessed checkpoint"), checkpoint, header.role, keys)
    report.witnessed_size, report.witnessed_at = seen.size, seen.at
    for subtree, node in _above(reader, report, checkpoint):
        if header.first <= subtree.start < header.end:
            _page(reader, report, subtree, node)
    _end(reader, entries)


def _single(reader: Reader, keys: Keys, report: Report) -> None:
    found = reader.take(OneEntry, "the file")
    checkpoint, note = trust.signed(found.checkpoint, found.role, keys, "the checkpoint")
    index = found.entry.index
    _know(report, checkpoint, found.role, (index, index + 1))
    seen = trust.cosigned(note, checkpoint.size, keys) if keys.witness else Seen()
    report.witnessed_size, report.witnessed_at = seen.size, seen.at
    proof = [bytes.fromhex(one) for one in found.inclusion]
    if not includes(checkpoint.root, checkpoint.size, index, _leaf(found.entry), proof):
        raise BrokenError(f"entry {index}: expected it in the log of {checkpoint.size}, it is not", index)
    reader.expect_nothing()
    _passed(report, found.entry)


def _know(report: Report, checkpoint: Checkpoint, role: str, entries: tuple[int, int]) -> None:
    report.role, report.size = role, checkpoint.size
    report.first, report.end = entries


def _above(reader: Reader, report: Report, checkpoint: Checkpoint) -> list[tuple[Subtree, bytes]]:
    subtrees = frame(report.first, report.end, checkpoint.size)
    nodes = [bytes.fromhex(one) for one in reader.take(Above, "the hashes").nodes]
    if len(nodes) != len(subtrees):
        raise BrokenError(f"the hashes: expected {len(subtrees)} of them, got {len(nodes)}")
    tree, pairs = Growing(), list(zip(subtrees, nodes, strict=True))
    for subtree, node in pairs:
        tree.push(subtree.level, node)
    if tree.root() != checkpoint.root:
        raise BrokenError(f"the hashes: expected the signed {_differ(checkpoint.root, tree.root())}")
    return pairs


def _page(reader: Reader, report: Report, subtree: Subtree, node: bytes) -> None:
    """Check one page and its entries; entries that agree with a page that does not hold are not counted."""
    place = f"the hashes of entries {subtree.start} to {subtree.end - 1}"
    page = reader.take(Page, place, subtree.start)
    if (page.start, len(page.leaves)) != (subtree.start, subtree.leaves):
        came = f"{len(page.leaves)} from {page.start} on"
        raise BrokenError(f"{place}: expected {subtree.leaves} of them, got {came}", subtree.start)
    leaves = [bytes.fromhex(one) for one in page.leaves]
    above = perfect_root(leaves)
    for index, leaf in enumerate(leaves, start=subtree.start):
        line = _entry(reader, index, leaf)
        if above == node:
            _passed(report, line)
    if above != node:
        raise BrokenError(f"{place}: expected {_differ(node, above)}", subtree.start)


def _entry(reader: Reader, index: int, leaf: bytes) -> Line:
    line = reader.take(Line, f"entry {index}", index)
    if line.index != index:
        raise BrokenError(f"entry {index}: expected it here, got entry {line.index}", index)
    came = _leaf(line)
    if came != leaf:
        raise BrokenError(f"entry {index}: expected leaf {_differ(leaf, came)}", index)
    return line


def _end(reader: Reader, entries: int) -> None:
    digest = reader.digest
    end = reader.take(End, "the last line")
    if (end.entries, end.sha256) != (entries, digest):
        came = f"{end.entries} and {end.sha256[:16]}…"
        raise BrokenError(f"the last line: expected {entries} entries and hash {digest[:16]}…, got {came}")
    reader.expect_nothing()


def _passed(report: Report, line: Line) -> None:
    report.checked += 1
    report.erased += line.payload is None


def _leaf(line: Line) -> bytes:
    """Return the entry's leaf hash from what it says.  Raises: BrokenError when it contradicts itself."""
    commitment = bytes.fromhex(line.commitment)
    if line.salt is not None and line.payload is not None:
        came = commit(bytes.fromhex(line.salt), line.payload)
        if came != commitment:
            said = f"entry {line.index}: expected a payload of commitment {_differ(commitment, came)}"
            raise BrokenError(said, line.index)
    elif line.salt is not None or line.payload is not None:
        raise BrokenError(f"entry {line.index}: expected salt and payload, or neither", line.index)
    return Entry(_moment(line), line.kind, commitment).leaf


def _moment(line: Line) -> datetime:
    try:
        at = datetime.fromisoformat(line.at)
        is_written_so = at.tzinfo is not None and moment(at) == line.at
    except (ValueError, OverflowError):
        is_written_so = False
    if not is_written_so:
        raise BrokenError(f"entry {line.index}: expected a moment in UTC, got {line.at[:40]!r}", line.index)
    return at


def _differ(expected: bytes, came: bytes) -> str:
    return f"{expected.hex()[:16]}…, got {came.hex()[:16]}…"
