"""From the log to a bundle: one file, written whole or not at all.

The export is noted first, and signed over: the bundle of everything holds its own entry.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, col, func, select

from aggregator.audit.bundle import Above, Cosigned, End, Header, Page, Signed, frame, pages
from aggregator.audit.checkpoints import current, newest_witnessed
from aggregator.audit.lines import lines
from aggregator.audit.log import note
from aggregator.audit.nodes import StoredNodes
from aggregator.audit.tables import AuditEntryRow
from aggregator.database import reading, writing
from aggregator.errors import AuditError
from aggregator.hub import Hub
from privacy.transparency.checkpoints import read_checkpoint
from privacy.transparency.proofs import consistency_proof

Progress = Callable[[int, int], None]
"""Told how many entries are written, of how many."""


@dataclass(frozen=True, slots=True)
class Span:
    """Which entries: those of a time, and whatever stands between them."""

    since: datetime | None = None
    """First moment; None for the beginning."""
    before: datetime | None = None
    """First moment behind; None for now."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    first: int
    end: int
    """From first to before end."""
    size: int
    """Entries of the whole log."""
    witnessed: int
    """Of these, how many the witness has seen."""


@dataclass(frozen=True, slots=True)
class _State:
    """One consistent state of the log, as the lines above the entries say it."""

    exported: Exported
    signed: Signed
    cosigned: Cosigned


def export(hub: Hub, out: Path, span: Span, progress: Progress) -> Exported:
    """Write the bundle.  Raises: AuditError when nothing lies in the span or the file cannot be written."""
    with writing(hub.engine) as session:
        said = {"first": str(span.since or ""), "before": str(span.before or "")}
        note(session, "export", "audit log", said, at=hub.clock.now())
        state = _state(session, hub, span)
    part = out.with_name(out.name + ".part")
    try:
        with reading(hub.engine) as session, part.open("wb") as file:
            digest = hashlib.sha256()
            for text in _texts(session, hub, state, progress):
                file.write(text.encode())
                digest.update(text.encode())
            exported = state.exported
            end = End(entries=exported.end - exported.first, sha256=digest.hexdigest())
            file.write(end.text.encode())
            file.flush()
            os.fsync(file.fileno())
        part.replace(out)
    except OSError as error:
        raise AuditError(f"cannot write {out}: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)
    return exported


def _state(session: Session, hub: Hub, span: Span) -> _State:
    nodes = StoredNodes(session.connection())
    signed = str(current(session, hub))
    size = read_checkpoint(signed)[0].size
    first, end = _indices(session, span, size)
    witnessed = newest_witnessed(session)
    proof = consistency_proof(nodes, witnessed.size, size) if witnessed is not None else []
    cosigned = Cosigned(
        witnessed=witnessed.note if witnessed is not None else "", proof=tuple(one.hex() for one in proof)
    )
    known = witnessed.size if witnessed is not None else 0
    exported = Exported(first, end, size, witnessed=max(0, min(end, known) - first))
    return _State(exported, Signed(checkpoint=signed), cosigned)


def _indices(session: Session, span: Span, size: int) -> tuple[int, int]:
    index, at = col(AuditEntryRow.leaf_index), col(AuditEntryRow.at)
    first, last = 0, size - 1
    if span.since is not None:
        first = session.exec(select(func.min(index)).where(at >= span.since)).one()
    if span.before is not None:
        last = session.exec(select(func.max(index)).where(at < span.before)).one()
    if first is None or last is None or last < first:
        raise AuditError("expected entries between --from and --to, there are none")
    return first, last + 1


def _texts(session: Session, hub: Hub, state: _State, progress: Progress) -> Iterator[str]:
    exported, connection = state.exported, session.connection()
    nodes = StoredNodes(connection)
    first, end, size = exported.first, exported.end, exported.size
    yield Header(role=hub.role, first=first, end=end).text
    yield state.signed.text
    yield state.cosigned.text
    yield Above(nodes=tuple(nodes(one).hex() for one in frame(first, end, size))).text
    for subtree in pages(first, end):
        leaves = tuple(one.hex() for one in nodes.page(subtree, 0))
        yield Page(start=subtree.start, leaves=leaves).text
        for line in lines(connection, subtree.start, subtree.end):
            yield line.text
        progress(subtree.end - first, end - first)
