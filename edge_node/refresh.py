"""Keeping up: newer keys and policies are fetched, verified under the pinned keys, and only then kept."""

import logging
from dataclasses import replace
from datetime import datetime

import httpx

from edge_node.errors import UplinkError
from edge_node.moments import check_agreement
from edge_node.node import ROLES, Node, load_node
from edge_node.shared_model import renew_model
from edge_node.storage.documents import save
from edge_node.storage.files import read_file, write_private
from edge_node.storage.policy_times import note_taken
from edge_node.uplink.directory import fetch_keys, fetch_policies, verify_keys
from edge_node.uplink.http import date_of
from edge_node.uplink.identity import vouched_keys
from edge_node.uplink.peers import open_peer
from policies.errors import RefusedError
from policies.history import Refuse, walk
from policies.signed_bundle import SignedBundle
from privacy.signing import fingerprint
from shared.schemas.keys import KeyList
from shared.wire.codec import Role

_log = logging.getLogger(__name__)


def refresh(node: Node) -> Node:
    """Return the node with what the aggregators publish now.

    A policy that may not follow the one held is refused, and the one held stays in force until it ends.
    Raises: UplinkError when one cannot be reached or has no key valid now; KeyListError when its keys are not
    believed; RefusedError for a policy that is not, when none is held; ClockError when both say that this
    clock is wrong.
    """
    node = _with_tls_keys(node)
    heard: dict[str, datetime] = {}
    useless = [role for role in ROLES if not _refresh_keys(node, role, heard)]
    check_agreement(node.clock.now(), heard)
    if useless:
        raise UplinkError(f"expected a key of the {useless[0]} that is valid now, got a list without one")
    _refresh_policy(node)
    renewed = load_node(node.home.root, node.clock)
    _refresh_model(renewed)
    return renewed


def _refresh_model(node: Node) -> None:
    """Keep the newest shared model; one that cannot be had or believed leaves the one held."""
    try:
        renew_model(node)
    except UplinkError as error:
        _log.warning("shared model not renewed: %s", error)


def _with_tls_keys(node: Node) -> Node:
    """Keep the TLS keys that each root key vouches for now; another key is not spoken to."""
    pairing = node.pairing
    for role in ROLES:
        peer = node.peer(role)
        keys = vouched_keys(peer.base_url, role, fingerprint(bytes.fromhex(peer.root_public_key)))
        pairing = pairing.model_copy(update={role: peer.model_copy(update={"tls_keys": keys})})
    if pairing == node.pairing:
        return node
    save(node.home.pairing, pairing)
    return replace(node, pairing=pairing)


def _refresh_keys(node: Node, role: Role, heard: dict[str, datetime]) -> bool:
    """Keep the role's newer key list, and note in ``heard`` what time it is there.

    False for a list of which no key is valid now: the one held stays.
    """
    peer = node.peer(role)

    def note(answer: httpx.Response) -> None:
        if (said := date_of(answer)) is not None:
            heard[role] = said

    with open_peer(peer, on_answer=note) as client:
        text = fetch_keys(client)
    fresh = verify_keys(text, role, bytes.fromhex(peer.root_public_key))
    held = node.keys.get(role)
    if held is not None and fresh.issued_at < held.issued_at:
        raise UplinkError(
            f"expected a key list of {held.issued_at} or later from the {role}, got an older one"
        )
    if not _has_valid_key(fresh, node.clock.now()):
        return False
    write_private(node.home.key_list(role), text)
    return True


def _has_valid_key(keys: KeyList, now: datetime) -> bool:
    return any(entry.not_before <= now <= entry.not_after for entry in keys.keys)


def _refresh_policy(node: Node) -> None:
    """Take the versions of the policy that came since, as far as they may follow the one held.

    Each is written as soon as it is verified, so that whoever is killed goes on where they were.
    Raises: UplinkError, RefusedError when nothing is held that could stay in force.
    """
    helper = node.peer("helper")
    try:
        with open_peer(helper) as client:
            offered = fetch_policies(client, "" if node.bundle is None else node.bundle.hash.hex())
    except UplinkError as error:
        if node.bundle is None:
            raise
        _log.warning("policy not renewed: %s", error)
        return
    walked = walk(node.bundle, offered, bytes.fromhex(helper.root_public_key), node.clock.now())
    for step in walked.steps:
        if step.is_new:
            _adopt(node, step.signed)
    if walked.refusal is not None:
        _tell(walked.refusal, is_measuring=node.bundle is not None or bool(walked.steps))


def _adopt(node: Node, signed: SignedBundle) -> None:
    """Keep the version in the place of the one before, which still judges the epochs begun under it."""
    held = read_file(node.home.policy)
    if held is not None:
        former = SignedBundle.model_validate_json(held).bundle
        write_private(node.home.former_policy(former.hash), held)
        note_taken(node.home, signed.bundle.hash, node.clock.now())
    write_private(node.home.policy, signed.text.encode())
    _log.info("policy renewed", extra={"status": f"version {signed.bundle.chain.version}"})


def _tell(refusal: Refuse, *, is_measuring: bool) -> None:
    """Say why a version is not followed; what is held stays in force until it ends."""
    if not is_measuring:
        raise RefusedError(f"no policy adopted: {refusal.reason} ({refusal.rule})")
    _log.warning("policy not renewed: %s", refusal.reason, extra={"status": refusal.rule})
