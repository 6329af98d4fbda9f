"""What goes wrong around a round is the aggregator's error."""

from aggregator.errors import AggregatorError
from aggregator.federated.errors import LearnError


def test_learn_error_is_one_of_the_tree() -> None:
    assert issubclass(LearnError, AggregatorError)
