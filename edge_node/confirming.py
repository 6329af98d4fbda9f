"""Saying under which version of the policy this node measures, until both aggregators have heard it.

Source: shared/wire/PROTOCOL.md §11.9.
"""

import logging
from datetime import datetime

from pydantic import AwareDatetime

from edge_node.errors import UplinkError
from edge_node.node import ROLES, Node
from edge_node.storage.documents import load, save
from edge_node.storage.home import Home
from edge_node.uplink.http import ask
from edge_node.uplink.peers import open_peer
from policies.schema import PolicyBundle
from shared.schemas.confirmation import Confirmation, SignedConfirmation
from shared.schemas.keys import Hex64
from shared.schemas.layout import Wire, canonical_json
from shared.wire.codec import Role

_log = logging.getLogger(__name__)


class RunningPolicy(Wire):
    """The version this node measures under, kept in its home."""

    policy_hash: Hex64
    version: int
    since: AwareDatetime
    """When the node first measured under it."""
    told: tuple[Role, ...] = ()
    """Who has acknowledged it."""


def confirm(node: Node) -> None:
    """Note the version in force now as the one measured under, and tell whoever has not acknowledged it.

    What cannot be told now is told at the next call.
    Raises: StorageError when the note cannot be read or written.
    """
    now = node.clock.now()
    bundle = node.in_force(now)
    if bundle is None:
        return
    running = note_running(node.home, bundle, now)
    for role in ROLES:
        if role in running.told:
            continue
        try:
            _tell(node, role, running)
        except UplinkError as error:
            _log.info("policy not confirmed yet: %s", error)
            continue
        running = running.model_copy(update={"told": (*running.told, role)})
        save(node.home.running_policy, running)


def note_running(home: Home, bundle: PolicyBundle, now: datetime) -> RunningPolicy:
    """Return since when the version is measured under: from now on, unless it was noted before."""
    held = load(home.running_policy, RunningPolicy)
    if held is not None and held.policy_hash == bundle.hash.hex():
        return held
    running = RunningPolicy(policy_hash=bundle.hash.hex(), version=bundle.chain.version, since=now)
    save(home.running_policy, running)
    return running


def _tell(node: Node, role: Role, running: RunningPolicy) -> None:
    said = Confirmation(
        edge_id=node.pairing.edge_id,
        policy_hash=running.policy_hash,
        version=running.version,
        measuring_since=running.since,
    )
    signature = node.device_key.sign("shoal/1 confirmation", canonical_json(said)).hex()
    with open_peer(node.peer(role)) as client:
        ask(
            client,
            "POST",
            "/v1/policy-confirmations",
            SignedConfirmation(confirmation=said, signature=signature),
        )
