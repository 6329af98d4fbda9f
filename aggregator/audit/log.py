"""`note`: how anything that happens here becomes an entry of the audit log.

An entry is written in the transaction of the deed itself: there is no deed without its entry, and no entry of
a deed that was rolled back. A deed that cannot be noted is not done.
"""

import secrets
from datetime import datetime
from typing import Final

from sqlalchemy import insert
from sqlmodel import Session

from aggregator.audit.entry import SALT_BYTES, Detail, Entry, Kind, commit, payload_of
from aggregator.audit.nodes import StoredNodes
from aggregator.audit.tables import AuditEntryRow
from privacy.randomness import Random

_APPEND: Final = insert(AuditEntryRow)


def note(
    session: Session,
    kind: Kind,
    subject: str,
    detail: Detail,
    *,
    at: datetime,
    random: Random = secrets.token_bytes,
) -> int:
    """Append an entry in the caller's transaction and return its index.

    The session must be of `aggregator.database.writing`: one writer at a time, or two entries would take one
    place.  Raises: ValueError for any other session.
    """
    connection = session.connection()
    if not connection.get_execution_options().get("shoal_writes"):
        raise ValueError("expected a session of writing(): the audit log has one writer at a time")
    nodes = StoredNodes(connection)
    index = nodes.size()
    salt, payload = random(SALT_BYTES), payload_of(subject, detail)
    entry = Entry(at, kind, commit(salt, payload))
    connection.execute(
        _APPEND,
        {
            "leaf_index": index,
            "at": at,
            "kind": kind,
            "commitment": entry.commitment,
            "leaf_hash": entry.leaf,
            "salt": salt,
            "payload": payload,
        },
    )
    nodes.complete(index + 1)
    return index
