"""The table of the head at home can be made, and in skewed shops the head helps."""

from edge_node.federated.simulation.shops import Chain
from tests.benchmarks.home_head import figures, predictor_after, summed


def test_the_head_helps_in_skewed_shops() -> None:
    chain = Chain(3, 8, 0.5)
    predictor = predictor_after(chain, "warm start alone")

    alone, with_head = (figures(chain, predictor, has_head=has_head) for has_head in (False, True))

    assert with_head["macro_f1"] > alone["macro_f1"]


def test_seeds_are_averaged_with_their_standard_error() -> None:
    rows = [("a", {"macro_f1": 0.4}), ("a", {"macro_f1": 0.6})]

    assert summed(rows) == {"a": {"macro_f1": 0.5, "standard_error": 0.1}}
