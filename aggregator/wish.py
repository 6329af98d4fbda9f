"""What somebody wants to let out through the gate."""

from dataclasses import dataclass
from datetime import datetime

from shared.ids import TaskId


@dataclass(frozen=True, slots=True)
class Wish:
    """One vector that is to leave: one task, scope and epoch."""

    task_id: TaskId
    scope: str
    """Site id or cohort id."""
    epoch: int
    data_from: datetime
    """The moment that decides which policy was in force."""
    sites: int
    """Sites in the sum."""
