"""The helper's shares of a round: straight from the nodes, one from each, until the round is summed.

Source: shared/wire/PROTOCOL.md §21.3.
"""

from collections.abc import Sequence
from typing import Final

from sqlmodel import Session, col, func, select

from aggregator.federated.opening import opened
from aggregator.federated.tables import RoundShareRow, RoundSumRow
from aggregator.hub import Hub
from aggregator.ingest.decision import AlreadyHeld
from aggregator.ingest.facts import Message
from shared.wire.problems import Problem

ROUNDS_AHEAD: Final = 1_000
"""How far a round's number may lie beyond the last one summed: each round that is refused uses one up."""


def take(session: Session, body: bytes, hub: Hub) -> AlreadyHeld | Problem | None:
    """Keep the share in the envelope, or say why not; a refused one changes nothing."""
    found = opened(session, body, hub)
    if isinstance(found, Problem):
        return found
    message, share = found
    refusal = _novelty(session, message) or _timing(session, message)
    if refusal is not None:
        return refusal
    header = message.header
    session.add(
        RoundShareRow(
            report_id=header.report_id,
            task_id=header.task_id,
            round=header.epoch,
            edge_id=header.edge_id,
            instruction_hash=header.layout_hash,
            envelope_digest=message.digest,
            envelope_bytes=len(body),
            header=message.envelope.header,
            share=share,
            received_at=hub.clock.now(),
        )
    )
    return None


def shares_of(session: Session, task_id: str, number: int, instruction: bytes) -> Sequence[RoundShareRow]:
    """Return the shares held for a round under one instruction, by report id."""
    wanted = select(RoundShareRow).where(
        RoundShareRow.task_id == task_id,
        RoundShareRow.round == number,
        RoundShareRow.instruction_hash == instruction,
        col(RoundShareRow.share).is_not(None),
    )
    return session.exec(wanted.order_by(col(RoundShareRow.report_id))).all()


def scrub_until(session: Session, task_id: str, number: int) -> None:
    """Forget every share of the round and of those before it; the rows stay to recognise a repetition."""
    over = select(RoundShareRow).where(
        RoundShareRow.task_id == task_id,
        RoundShareRow.round <= number,
        col(RoundShareRow.share).is_not(None),
    )
    for row in session.exec(over).all():
        row.share = None
        session.add(row)


def last_summed(session: Session, task_id: str) -> int:
    """Return the number of the last round that was summed, 0 when none was."""
    found = session.exec(select(func.max(RoundSumRow.round)).where(RoundSumRow.task_id == task_id)).first()
    return found or 0


def _novelty(session: Session, message: Message) -> AlreadyHeld | Problem | None:
    header = message.header
    held = session.get(RoundShareRow, header.report_id)
    if held is not None:
        is_same = held.envelope_digest == message.digest
        return AlreadyHeld() if is_same else Problem("duplicate_report")
    same = select(RoundShareRow.report_id).where(
        RoundShareRow.task_id == header.task_id,
        RoundShareRow.round == header.epoch,
        RoundShareRow.edge_id == header.edge_id,
    )
    return None if session.exec(same).first() is None else Problem("second_report")


def _timing(session: Session, message: Message) -> Problem | None:
    last = last_summed(session, message.header.task_id)
    if message.header.epoch <= last:
        return Problem("batch_collected", f"round {last} has been summed; nothing older is taken")
    if message.header.epoch > last + ROUNDS_AHEAD:
        return Problem("epoch_outside_window", f"expected a round up to {last + ROUNDS_AHEAD}")
    return None
