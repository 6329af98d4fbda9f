"""What somebody wants to let out of a round of learning."""

from dataclasses import dataclass

from shared.ids import TaskId


@dataclass(frozen=True, slots=True)
class RoundWish:
    """The sum of one round that is to leave."""

    task_id: TaskId
    number: int
    """The round's."""
    nodes: int
    """Nodes in the sum."""
    plan_hash: str
    """Of the plan that they trained by, in hex."""
