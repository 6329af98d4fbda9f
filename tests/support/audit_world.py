"""A leader's audit log with a witness, its bundles, and the tools of somebody who would change them."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from aggregator.audit.bundle import Above, Cosigned, End, Header, Line, Page, Signed, frame, pages
from aggregator.audit.entry import Entry, commit, payload_of
from aggregator.audit.export import Span, export
from aggregator.audit.log import note
from aggregator.audit.showing import newest_note
from aggregator.audit.trust import Keys
from aggregator.audit.verify import Report, verify_file
from aggregator.audit.witnessing import seek_cosignature
from aggregator.database import reading, writing
from privacy.signing import SigningKey
from privacy.transparency.checkpoints import Checkpoint, log_name, sign_checkpoint
from privacy.transparency.proofs import consistency_proof
from privacy.transparency.tree import Nodes, Subtree, perfect_root
from privacy.transparency.tree import root as root_of
from tests.support.two_hubs import TwoHubs

FIXED_LINES = 4
"""Header, checkpoint, witnessed checkpoint, hashes."""


def grow(pair: TwoHubs, entries: int, subject: str = "a.jansen") -> None:
    """Add that many entries to the leader's log, a second later."""
    pair.clock.advance(1)
    with writing(pair.leader.hub.engine) as session:
        for number in range(entries):
            note(session, "read", subject, {"number": number}, at=pair.clock.now())


def witness(pair: TwoHubs) -> None:
    """Let the helper cosign what is there now."""
    pair.clock.advance(1)
    seek_cosignature(pair.leader.hub, pair.client)


def bundle(pair: TwoHubs, path: Path, span: Span | None = None) -> Path:
    """Export the leader's log (or the span) to the path and return it."""
    export(pair.leader.hub, path, span or Span(), lambda _done, _of: None)
    return path


def keys(pair: TwoHubs, *, with_witness: bool = True, with_note: bool = False) -> Keys:
    """Return the public keys an auditor was given, and perhaps the helper's newest note."""
    helper = pair.helper.hub
    note_text = ""
    if with_note:
        with reading(helper.engine) as session:
            note_text = newest_note(session)
    return Keys(pair.leader.hub.root.public_key, helper.root.public_key if with_witness else None, note_text)


def verified(path: Path, lines: Iterable[str] | bytes, known: Keys) -> Report:
    """Write the file and return what the verifier says of it."""
    path.write_bytes(lines if isinstance(lines, bytes) else "".join(lines).encode())
    return verify_file(path, known)


def split(path: Path) -> list[str]:
    """Return the bundle's lines, each ended."""
    return path.read_text(encoding="utf-8").splitlines(keepends=True)


def entries_of(lines: Sequence[str]) -> list[Line]:
    """Return the entries among a bundle's lines."""
    return [Line.model_validate_json(text) for text in lines if text.startswith('{"at"')]


def resealed(lines: Sequence[str]) -> list[str]:
    """Return the lines with a last line that is right again: the careful forger's last step."""
    end = End.model_validate_json(lines[-1])
    digest = hashlib.sha256("".join(lines[:-1]).encode()).hexdigest()
    return [*lines[:-1], End(entries=end.entries, sha256=digest).text]


def with_payload(line: Line, subject: str) -> Line:
    """Return the entry with another subject and a commitment that fits."""
    payload, salt = payload_of(subject, {}), bytes(16)
    values = {"payload": payload, "salt": salt.hex(), "commitment": commit(salt, payload).hex()}
    return line.model_copy(update=values)


def leaf_of(line: Line) -> bytes:
    """Return the entry's leaf hash."""
    return Entry(datetime.fromisoformat(line.at), line.kind, bytes.fromhex(line.commitment)).leaf


def forged(entries: Sequence[Line], key: SigningKey, cosigned: Cosigned | None = None) -> list[str]:
    """Return a whole bundle over these entries, every hash and signature made anew with the leader's key.

    ``cosigned`` is a witnessed checkpoint to show beside it; its proof is made anew as well as it can be.
    """
    nodes, size = nodes_over([leaf_of(line) for line in entries]), len(entries)
    checkpoint = Checkpoint(log_name("leader", key.public_key), size, root_of(nodes, size))
    shown = cosigned or Cosigned(witnessed="", proof=())
    if shown.witnessed:
        old_size = int(shown.witnessed.split("\n")[1])
        proof = consistency_proof(nodes, old_size, size) if old_size <= size else []
        shown = Cosigned(witnessed=shown.witnessed, proof=tuple(one.hex() for one in proof))
    lines = [
        Header(role="leader", first=0, end=size).text,
        Signed(checkpoint=str(sign_checkpoint(checkpoint, key))).text,
        shown.text,
        Above(nodes=tuple(nodes(one).hex() for one in frame(0, size, size))).text,
    ]
    for subtree in pages(0, size):
        part = entries[subtree.start : subtree.end]
        lines.append(Page(start=subtree.start, leaves=tuple(leaf_of(line).hex() for line in part)).text)
        lines += [line.text for line in part]
    return resealed([*lines, End(entries=size, sha256="0" * 64).text])


def nodes_over(leaves: Sequence[bytes]) -> Nodes:
    """Return the hashes of perfect subtrees over these leaf hashes."""

    def node(subtree: Subtree) -> bytes:
        return perfect_root(leaves[subtree.start : subtree.end])

    return node
