"""What can go wrong around a round of learning.

AggregatorError
└── LearnError      no plan, no model, or a round that cannot be rolled back to
"""

from aggregator.errors import AggregatorError


class LearnError(AggregatorError):
    """Learning cannot go on as it was asked; the model is as it was."""
