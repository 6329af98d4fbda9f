"""A refusal names its rule, and the rule alone goes to the leader."""

from edge_node.errors import EdgeError
from edge_node.federated.errors import EngineError, LearnError, RefusedLearningError


def test_tree_is_the_edges() -> None:
    assert issubclass(EngineError, LearnError)
    assert issubclass(LearnError, EdgeError)


def test_refusal_keeps_rule_and_reason_apart() -> None:
    refused = RefusedLearningError("paused", "until somebody resumes")

    assert refused.rule == "paused"
    assert str(refused) == "paused: until somebody resumes"
