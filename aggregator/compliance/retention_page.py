"""How long everything lives here: each kind of data with its rule, the oldest held, and what was deleted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from aggregator.compliance.model import Cell, Desk, Fact, Sheet, texts
from aggregator.compliance.words import count_of, moment, span_in_words
from aggregator.retention.receipts import KeptReceipt
from policies.retention import Line
from policies.retention_table import Table

KEY: Final = "retention"
RECEIPTS_SHOWN: Final = 50
"""The newest ones; all of them stand in the log."""


def retention_page(table: Table, receipts: Sequence[KeptReceipt], now: datetime) -> Desk:
    """Return the page of every kind of data at this aggregator."""
    return Desk(
        key=KEY,
        title="Retention",
        lead="Nothing outlives its rule by more than a quarter of an hour, or an alarm here says so.",
        at=moment(now),
        facts=(
            Fact(
                title="Alarms",
                value=str(len(table.findings)),
                detail="listed below" if table.findings else "nothing outlives its rule",
                needs_person=bool(table.findings),
            ),
            Fact(
                title="Last sweep",
                value=moment(table.swept_at) if table.swept_at else "never",
                detail="while serving, every few minutes",
            ),
            Fact(title="Receipts", value=str(len(receipts)), detail="of deletions, each with its proof"),
        ),
        sheets=(_alarms(table), _kinds(table), _receipts(receipts)),
    )


def _alarms(table: Table) -> Sheet:
    return Sheet(
        key="alarms",
        title="What is wrong",
        lead="Each with the reason; what cannot be deleted by itself needs a person.",
        header=("Alarm", "Of", "Why"),
        rows=tuple(
            (
                Cell(text=found.alarm.replace("_", " "), kind="alarm"),
                Cell(text=found.kind or "everything"),
                Cell(text=found.reason),
            )
            for found in table.findings
        ),
        empty="Nothing is wrong.",
    )


def _kinds(table: Table) -> Sheet:
    return Sheet(
        key="kinds",
        title="Every kind of data",
        lead="Where several purposes or packs speak, the shortest life holds.",
        header=("Data", "Where", "Lives", "By which rule", "Held", "Oldest", "Next sweep"),
        rows=tuple(_kind(line) for line in table.lines),
    )


def _kind(line: Line) -> tuple[Cell, ...]:
    rule, held = line.rule, line.held
    return (
        Cell(text=rule.kind),
        Cell(text=rule.where),
        Cell(text=span_in_words(rule.keep_for) if rule.keep_for is not None else "as the rule says"),
        Cell(text=rule.because),
        Cell(text=str(held.count), kind="number"),
        Cell(
            text=moment(held.lives_from) if held.lives_from else "–",
            kind="alarm" if line.findings else "text",
        ),
        Cell(text=moment(line.next_sweep_at) if line.next_sweep_at else "–"),
    )


def _receipts(receipts: Sequence[KeptReceipt]) -> Sheet:
    newest = sorted(receipts, key=lambda kept: -kept.receipt_id)[:RECEIPTS_SHOWN]
    return Sheet(
        key="receipts",
        title="What was deleted",
        lead=f"The newest {RECEIPTS_SHOWN}; a root stands for the salted hashes of everything that went.",
        header=("Receipt", "Data", "How much", "From", "Until", "By which rule", "When", "Root"),
        rows=tuple(_receipt(kept) for kept in newest),
        empty="Nothing has come to its end here yet.",
    )


def _receipt(kept: KeptReceipt) -> tuple[Cell, ...]:
    said = kept.receipt.deletion
    return (
        *texts(kept.receipt_id, said.kind, count_of(said.count, "record")),
        Cell(text=moment(said.data_from)),
        Cell(text=moment(said.data_until)),
        Cell(text=said.rule),
        Cell(text=moment(said.at)),
        Cell(text=kept.receipt.root.hex()[:16], kind="code"),
    )
