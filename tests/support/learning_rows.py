"""Rounds and models as a leader keeps them, invented."""

from datetime import UTC, datetime, timedelta

from aggregator.federated.tables import ModelRow, RoundRow

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
TASK = "learn.intent"


def completed(number: int, *, stores: int = 12, groups: int = 1, hits: float | None = 0.4) -> RoundRow:
    """Return a round that moved the model."""
    return RoundRow(
        task_id=TASK,
        round=number,
        state="completed",
        participants=stores,
        groups=groups,
        seconds=41.2,
        node_bytes=30_123,
        loss=None if hits is None else 1.6 - hits,
        hits=hits,
        loss_half_width=None if hits is None else 0.12,
        hits_half_width=None if hits is None else 0.03,
        rho="1/2000",
        began_at=NOON + timedelta(hours=number),
    )


def refused(number: int, reason: str = "helper_away") -> RoundRow:
    """Return a round that left the model as it was."""
    return RoundRow(
        task_id=TASK,
        round=number,
        state="refused",
        reason=reason,
        seconds=60.4,
        began_at=NOON + timedelta(hours=number),
    )


def model(version: int, made_by: str, number: int, *, weights: bytes = b"\0\0\0\0") -> ModelRow:
    """Return a model; the round that made it says which one it is."""
    return ModelRow(
        version=version,
        task_id=TASK,
        made_by=made_by,
        round=number,
        model_hash=f"{number:x}".ljust(64, "0"),
        parent="" if made_by == "start" else f"{number - 1:x}".ljust(64, "0"),
        weights=weights,
        moments="{}",
        policy_hash="" if made_by == "start" else "ab" * 32,
        plan="c" * 64,
        participants=0 if made_by == "start" else 12,
        rho=f"{number}/2000",
        made_at=NOON + timedelta(hours=number),
    )
