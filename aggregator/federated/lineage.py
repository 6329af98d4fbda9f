"""Every global model with where it came from, and every round with how it ended; only ever added to.

Rolling back adds a model: the older weights once more, descended from the one that is left behind.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session, col, func, select

from aggregator.federated.errors import LearnError
from aggregator.federated.tables import ModelRow, RoundRow
from shared.schemas.training_plan import TrainingPlan

INTERRUPTED = "interrupted"
"""Why a round was refused whose server side ended in the middle of it."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a new model comes from besides its weights."""

    number: int
    """The round."""
    participants: int
    rho: Fraction
    """What its windows have cost so far."""
    policy_hash: str


def current(session: Session, task_id: str) -> ModelRow | None:
    """Return the model that the next round trains on, None while there is none."""
    newest = select(ModelRow).where(ModelRow.task_id == task_id).order_by(col(ModelRow.version).desc())
    return session.exec(newest.limit(1)).first()


def start(
    session: Session, task_id: str, weights: NDArray[np.float32], plan: TrainingPlan, now: datetime
) -> ModelRow:
    """Add the first model of a task, or of a new plan; the one in use when it is the same one.

    Weights that are given again under the plan of the model in use change nothing: learning goes on.
    """
    held = current(session, task_id)
    if held is not None and held.plan == plan.hash:
        return held
    row = ModelRow(
        task_id=task_id,
        made_by="start",
        round=0,
        model_hash=hash_of(weights),
        parent="" if held is None else held.model_hash,
        weights=to_bytes(weights),
        moments="{}",
        policy_hash="",
        plan=plan.hash,
        participants=0,
        rho="0/1",
        made_at=now,
    )
    session.add(row)
    session.flush()
    return row


def descend(
    session: Session,
    before: ModelRow,
    weights: NDArray[np.float32],
    moments: str,
    origin: Origin,
    now: datetime,
) -> ModelRow:
    """Add the model that a round made of the one before."""
    row = ModelRow(
        task_id=before.task_id,
        made_by="round",
        round=origin.number,
        model_hash=hash_of(weights),
        parent=before.model_hash,
        weights=to_bytes(weights),
        moments=moments,
        policy_hash=origin.policy_hash,
        plan=before.plan,
        participants=origin.participants,
        rho=exact(origin.rho),
        made_at=now,
    )
    session.add(row)
    session.flush()
    return row


def roll_back(session: Session, task_id: str, number: int, now: datetime) -> ModelRow:
    """Bring back the model that a round made (0: the first one). Raises: LearnError when there is none."""
    held = current(session, task_id)
    wanted = select(ModelRow).where(ModelRow.task_id == task_id, ModelRow.round == number)
    found = session.exec(wanted.order_by(col(ModelRow.version).desc()).limit(1)).first()
    if held is None or found is None:
        known = session.exec(select(ModelRow.round).where(ModelRow.task_id == task_id).distinct()).all()
        raise LearnError(f"expected a round that made a model ({sorted(known)}), got {number}")
    copied = found.model_dump(exclude={"version", "made_by", "parent", "made_at"})
    row = ModelRow(**copied, made_by="rollback", parent=held.model_hash, made_at=now)
    session.add(row)
    session.flush()
    return row


def begin(session: Session, task_id: str, now: datetime) -> RoundRow:
    """Write down that a round begins, under a fresh number; one left running was interrupted."""
    left = select(RoundRow).where(RoundRow.task_id == task_id, RoundRow.state == "running")
    for row in session.exec(left).all():
        row.state, row.reason = "refused", INTERRUPTED
        session.add(row)
    last = session.exec(select(func.max(RoundRow.round)).where(RoundRow.task_id == task_id)).first() or 0
    row = RoundRow(task_id=task_id, round=last + 1, state="running", began_at=now)
    session.add(row)
    session.flush()
    return row


def models(session: Session) -> Sequence[ModelRow]:
    """Return every model, oldest first."""
    return session.exec(select(ModelRow).order_by(col(ModelRow.version))).all()


def rounds(session: Session) -> Sequence[RoundRow]:
    """Return every round, oldest first."""
    return session.exec(select(RoundRow).order_by(col(RoundRow.task_id), col(RoundRow.round))).all()


def to_bytes(weights: NDArray[np.float32]) -> bytes:
    """Return the weights as they are kept and sent: float32, little-endian."""
    return weights.astype("<f4").tobytes()


def from_bytes(data: bytes) -> NDArray[np.float32]:
    """Return the weights, float32 (P,). Raises: LearnError for bytes that are none."""
    if len(data) % 4 or not data:
        raise LearnError(f"expected float32 weights, got {len(data)} bytes")
    weights = np.frombuffer(data, dtype="<f4").astype(np.float32)
    if not np.all(np.isfinite(weights)):
        raise LearnError("expected finite weights")
    return weights


def hash_of(weights: NDArray[np.float32]) -> str:
    """Return SHA-256 over the weights as they are kept, in hex."""
    return hashlib.sha256(to_bytes(weights)).hexdigest()


def exact(rho: Fraction) -> str:
    """Return the fraction as it is kept: numerator/denominator."""
    return f"{rho.numerator}/{rho.denominator}"
