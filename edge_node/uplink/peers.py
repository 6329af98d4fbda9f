"""A connection to an aggregator this node is enrolled at: with the keys it is known by, or not at all."""

from collections.abc import Callable

import httpx

from edge_node.storage.pairing import Peer
from edge_node.uplink.http import TIMEOUT_S, open_client
from edge_node.uplink.tls import KeyedContext


def open_peer(
    peer: Peer,
    *,
    timeout_s: float = TIMEOUT_S,
    on_answer: Callable[[httpx.Response], None] = lambda _: None,
) -> httpx.Client:
    """Return a client of the aggregator; a TLS key that was not vouched for ends the handshake.

    Raises: UplinkError when the address is neither https nor http on loopback.
    """
    context = KeyedContext(peer.tls_keys) if peer.tls_keys else None
    return open_client(peer.base_url, timeout_s=timeout_s, on_answer=on_answer, context=context)
