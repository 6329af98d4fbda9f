"""Keeping up: newer keys and policies are fetched, verified under the pinned keys, and only then kept."""

import logging
from datetime import datetime

import httpx

from edge_node.errors import UplinkError
from edge_node.moments import check_agreement
from edge_node.node import ROLES, Node, load_node
from edge_node.storage.files import read_file, write_private
from edge_node.uplink.directory import fetch_keys, fetch_policy, verify_keys, verify_policy
from edge_node.uplink.http import date_of, open_client
from policies.errors import SignatureError
from shared.wire.codec import Role

_log = logging.getLogger(__name__)


def refresh(node: Node) -> Node:
    """Return the node with what the aggregators publish now.

    Raises: UplinkError when one cannot be reached; KeyListError, PolicyError when what it says is not
    believed; ClockError when both say that this clock is wrong. What was held before stays in force.
    """
    heard: dict[str, datetime] = {}
    for role in ROLES:
        _refresh_keys(node, role, heard)
    check_agreement(node.clock.now(), heard)
    _refresh_policy(node)
    return load_node(node.home.root, node.clock)


def _refresh_keys(node: Node, role: Role, heard: dict[str, datetime]) -> None:
    """Keep the role's newer key list, and note in ``heard`` what time it is there."""
    peer = node.peer(role)

    def note(answer: httpx.Response) -> None:
        if (said := date_of(answer)) is not None:
            heard[role] = said

    with open_client(peer.base_url, on_answer=note) as client:
        text = fetch_keys(client)
    fresh = verify_keys(text, role, bytes.fromhex(peer.root_public_key))
    held = node.keys.get(role)
    if held is not None and fresh.issued_at < held.issued_at:
        raise UplinkError(
            f"expected a key list of {held.issued_at} or later from the {role}, got an older one"
        )
    write_private(node.home.key_list(role), text)


def _refresh_policy(node: Node) -> None:
    helper = node.peer("helper")
    with open_client(helper.base_url) as client:
        text = fetch_policy(client)
    if text == read_file(node.home.policy):
        return
    fresh = verify_policy(text, bytes.fromhex(helper.root_public_key))
    if node.bundle is not None and fresh.chain.version < node.bundle.chain.version:
        raise SignatureError(
            f"expected policy version {node.bundle.chain.version} or later, got {fresh.chain.version}"
        )
    held = read_file(node.home.policy)
    if held is not None and node.bundle is not None:
        write_private(node.home.former_policy(node.bundle.hash), held)
    write_private(node.home.policy, text)
    _log.info("policy renewed", extra={"status": f"version {fresh.chain.version}"})
