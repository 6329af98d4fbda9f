"""Deletion receipts of this aggregator: written and noted in the transaction that deletes."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from aggregator.audit.log import note
from aggregator.retention.kind import Forgotten
from aggregator.retention.tables import DeletionReceiptRow
from policies.retention import Rule
from privacy.randomness import Random
from privacy.receipts import SALT_BYTES, Deletion, Evidence, Receipt, issue


@dataclass(frozen=True, slots=True)
class KeptReceipt:
    """A receipt and its evidence as they were found."""

    receipt_id: int
    receipt: Receipt
    evidence: Evidence


def keep(session: Session, rule: Rule, gone: Forgotten, random: Random) -> Receipt:
    """Write the receipt, and note kind, count, rule and root in the audit log."""
    said = Deletion(rule.kind, len(gone.ids), gone.data_from, gone.data_until, rule.because, gone.at)
    receipt, evidence = issue(said, gone.ids, random(SALT_BYTES))
    session.add(
        DeletionReceiptRow(
            kind=said.kind,
            count=said.count,
            data_from=said.data_from,
            data_until=said.data_until,
            rule=said.rule,
            at=said.at,
            root=receipt.root,
            salt=evidence.salt,
            leaves=evidence.leaves,
        )
    )
    detail: dict[str, str | int] = {"count": said.count, "rule": said.rule, "root": receipt.root.hex()}
    note(session, "deletion", said.kind, detail, at=said.at)
    return receipt


def kept(session: Session) -> list[KeptReceipt]:
    """Return every receipt with its evidence, oldest first."""
    rows = session.exec(select(DeletionReceiptRow).order_by(col(DeletionReceiptRow.receipt_id))).all()
    return [
        KeptReceipt(
            row.receipt_id or 0,
            Receipt(Deletion(row.kind, row.count, row.data_from, row.data_until, row.rule, row.at), row.root),
            Evidence(row.salt, row.leaves),
        )
        for row in rows
    ]
