"""A connection is keyed exactly when keys were vouched for."""

import ssl

import httpx

from edge_node.uplink.peers import open_peer
from edge_node.uplink.tls import KeyedContext
from tests.support.edge_world import peer_at


def context_of(client: httpx.Client) -> ssl.SSLContext:
    """Return how the client's connections know the other side."""
    pool = client._transport._pool  # type: ignore[attr-defined]  # httpx shows it nowhere else
    found = pool._ssl_context
    assert isinstance(found, ssl.SSLContext)
    return found


def test_vouched_keys_are_the_only_ones_spoken_to() -> None:
    peer = peer_at("https://leader.example").model_copy(update={"tls_keys": ("a" * 64,)})

    with open_peer(peer) as client:
        context = context_of(client)

    assert isinstance(context, KeyedContext)
    assert context.keys == ("a" * 64,)


def test_without_keys_certificate_authorities_decide() -> None:
    with open_peer(peer_at("https://leader.example")) as client:
        context = context_of(client)

    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
