"""Rows of the audit log as the lines of a bundle."""

from collections.abc import Iterator

from sqlalchemy import Connection, select
from sqlmodel import col

from aggregator.audit.bundle import Line
from aggregator.audit.entry import moment
from aggregator.audit.tables import AuditEntryRow


def lines(connection: Connection, first: int, end: int) -> Iterator[Line]:
    """Yield the entries from first to before end, in order."""
    wanted = (
        select(
            col(AuditEntryRow.leaf_index),
            col(AuditEntryRow.at),
            col(AuditEntryRow.kind),
            col(AuditEntryRow.commitment),
            col(AuditEntryRow.salt),
            col(AuditEntryRow.payload),
        )
        .where(col(AuditEntryRow.leaf_index) >= first, col(AuditEntryRow.leaf_index) < end)
        .order_by(col(AuditEntryRow.leaf_index))
    )
    for index, at, kind, commitment, salt, payload in connection.execute(wanted):
        yield Line(
            index=index,
            at=moment(at),
            kind=kind,
            commitment=bytes(commitment).hex(),
            salt=None if salt is None else bytes(salt).hex(),
            payload=payload,
        )
