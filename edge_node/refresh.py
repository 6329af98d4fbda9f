"""Keeping up: newer keys and policies are fetched, verified under the pinned keys, and only then kept."""

import logging
from datetime import datetime

import httpx

from edge_node.errors import UplinkError
from edge_node.moments import check_agreement
from edge_node.node import ROLES, Node, load_node
from edge_node.storage.files import read_file, write_private
from edge_node.uplink.directory import fetch_keys, fetch_policy, verify_keys
from edge_node.uplink.http import date_of, open_client
from policies.errors import RefusedError
from policies.history import Refuse, verify_step
from shared.wire.codec import Role

_log = logging.getLogger(__name__)


def refresh(node: Node) -> Node:
    """Return the node with what the aggregators publish now.

    A policy that may not follow the one held is refused, and the one held stays in force until it ends.
    Raises: UplinkError when one cannot be reached; KeyListError when its keys are not believed; RefusedError
    for a policy that is not, when none is held; ClockError when both say that this clock is wrong.
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
    """Keep the next version of the policy; one that may not follow leaves the held one in force.

    Raises: RefusedError when nothing is held that could stay in force.
    """
    helper = node.peer("helper")
    with open_client(helper.base_url) as client:
        text = fetch_policy(client)
    held = read_file(node.home.policy)
    if text == held:
        return
    verdict = verify_step(node.bundle, text, bytes.fromhex(helper.root_public_key), node.clock.now())
    if isinstance(verdict, Refuse):
        if node.bundle is None:
            raise RefusedError(f"no policy adopted: {verdict.reason} ({verdict.rule})")
        _log.warning("policy not renewed: %s", verdict.reason, extra={"status": verdict.rule})
        return
    if held is not None and node.bundle is not None:
        write_private(node.home.former_policy(node.bundle.hash), held)
    write_private(node.home.policy, text)
    _log.info("policy renewed", extra={"status": f"version {verdict.bundle.chain.version}"})
