"""The training code has one hash, which the policy can name."""

from edge_node.federated.code_hash import code_hash


def test_hash_is_the_same_twice() -> None:
    first = code_hash()
    code_hash.cache_clear()

    assert code_hash() == first
    assert len(first) == 64
