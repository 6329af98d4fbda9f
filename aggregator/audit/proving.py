"""*Prove it*: one entry with the few hashes that show where it stands, as a file of its own.

The checkpoint is the newest that the witness has cosigned and that covers the entry; an entry it has not seen
yet is proved under a checkpoint of the log's own key alone, and verification counts it as the tail.
"""

from dataclasses import dataclass

from sqlmodel import Session

from aggregator.audit.bundle import OneEntry
from aggregator.audit.checkpoints import current, newest_witnessed
from aggregator.audit.lines import lines
from aggregator.audit.nodes import StoredNodes
from aggregator.errors import AuditError
from aggregator.hub import Hub
from privacy.transparency.checkpoints import read_checkpoint
from privacy.transparency.proofs import inclusion_proof


@dataclass(frozen=True, slots=True)
class Proof:
    """A file to hand over, and how its reader checks it."""

    document: str
    """One line of JSON, ended; `OneEntry`."""
    is_witnessed: bool
    command: str
    """Checks it offline, once it is saved as ENTRY.json."""


def prove(session: Session, hub: Hub, index: int) -> Proof:
    """Return the entry with its proof; nothing is written.  Raises: AuditError when there is none."""
    nodes, entries = StoredNodes(session.connection()), list(lines(session.connection(), index, index + 1))
    if not entries:
        raise AuditError(f"expected an entry below {nodes.size()}, got {index}")
    witnessed = newest_witnessed(session)
    is_witnessed = witnessed is not None and index < witnessed.size
    checkpoint = witnessed.note if witnessed is not None and is_witnessed else str(current(session, hub))
    proof = inclusion_proof(nodes, index, read_checkpoint(checkpoint)[0].size)
    found = OneEntry(
        role=hub.role,
        entry=entries[0],
        checkpoint=checkpoint,
        inclusion=tuple(one.hex() for one in proof),
    )
    return Proof(found.text, is_witnessed, verify_command(hub, "ENTRY.json"))


def verify_command(hub: Hub, file: str) -> str:
    """Return the command that checks a file of this log: public keys alone, no database."""
    command = f"shoal audit verify {file} --key {hub.root.public_key.hex()}"
    if hub.role == "leader" and hub.config.peer_root_key:
        command += f" --witness-key {hub.config.peer_root_key}"
    return command
