"""What can go wrong while a store takes part in learning.

EdgeError
└── LearnError
    ├── EngineError           a process of the learning engine failed
    └── RefusedLearningError  the store may not, or will not, take part in a round
"""

from edge_node.errors import EdgeError


class LearnError(EdgeError):
    """Learning failed here; nothing was sent that should not have been."""


class EngineError(LearnError):
    """A process of the learning engine did not start or ended early; the message carries its last words."""


class RefusedLearningError(LearnError):
    """The store takes no part in the round; the rule is a name that says nothing of anybody."""

    def __init__(self, rule: str, reason: str) -> None:
        super().__init__(f"{rule}: {reason}" if reason else rule)
        self.rule = rule
