"""Pairing is whole once both aggregators stand in it."""

from edge_node.storage.pairing import Pairing, Peer
from shared.ids import EdgeId

PEER = Peer(base_url="http://127.0.0.1:1", root_public_key="0" * 64)


def test_one_aggregator_is_not_enough() -> None:
    half = Pairing(edge_id=EdgeId("a" * 26), leader=PEER)

    assert not half.is_whole
    assert half.peer("helper") is None


def test_two_make_it_whole() -> None:
    whole = Pairing(edge_id=EdgeId("a" * 26), leader=PEER, helper=PEER)

    assert whole.is_whole
    assert whole.peer("leader") == PEER
