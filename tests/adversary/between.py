"""Somebody who owns the network and its names, between a store and the helper, with a certificate of theirs.

`measured` is how many messages of the store's they read: at pairing, at a refresh and when reports go out.
The bound is none; over real TLS on loopback. Source: shared/wire/PROTOCOL.md §19.
"""

import ssl
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from edge_node import pairing, refresh
from edge_node.node import Node, load_node
from edge_node.storage.documents import save
from edge_node.uplink.tls import KeyedContext
from shared.errors import ShoalError
from tests.adversary.row import Row, Scale
from tests.support.tls_chain import Between, TlsChain, somebody_between, tls_chain
from tests.support.vector_world import make_world


def rows(*, scale: Scale, seed: int) -> list[Row]:
    """Return the row of whoever stands in between."""
    with TemporaryDirectory() as folder:
        read = lured(Path(folder) / "defended")
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(KeyedContext, "wrap_socket", ssl.SSLContext.wrap_socket)
        for module in (pairing, refresh):
            patch.setattr(module, "vouched_keys", lambda *_: ("0" * 64,))
        undefended = lured(Path(folder) / "undefended")
    return [
        Row(
            promise="a store speaks TLS only to keys that the pinned root keys vouch for",
            attack="network owner with a certificate of theirs, at pairing, refresh and sending",
            measured=sum(read),
            bound=0,
            holds=not any(read),
            control=sum(undefended),
            control_fails=all(undefended),
            detail="messages read at pairing, refresh, sending: " + f"{read}; defence off {undefended}",
        )
    ]


def lured(folder: Path) -> list[int]:
    """Lead a store astray three times and return how many messages were read each time."""
    folder.mkdir()
    with tls_chain(folder) as chain, somebody_between(folder, chain.urls["helper"]) as between:
        node = _pair(chain, folder / "node", chain.urls["helper"])
        return [
            _read(between, lambda: _pair(chain, folder / "other node", between.url)),
            _read(between, lambda: refresh.refresh(_led_to(node, between.url))),
            _read(between, lambda: _send(_led_to(node, between.url))),
        ]


def _read(between: Between, deed: Callable[[], object]) -> int:
    between.read.clear()
    with suppress(ShoalError):
        deed()
    return len(between.read)


def _pair(chain: TlsChain, home: Path, helper_url: str) -> Node:
    codes = chain.code("leader"), chain.code("helper", helper_url)
    return pairing.pair(*codes, home, layout=make_world().layout, clock=chain.clock)


def _led_to(node: Node, url: str) -> Node:
    """Return the node as it is when the helper's name leads elsewhere."""
    helper = node.peer("helper").model_copy(update={"base_url": url})
    save(node.home.pairing, node.pairing.model_copy(update={"helper": helper}))
    return load_node(node.home.root, node.clock)


def _send(node: Node) -> str:
    with node.uplinks()["helper"] as uplink:
        return uplink.post(make_world().cohort_report(make_world().edges[0])["helper"])
