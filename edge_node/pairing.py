"""Pairing: a new node becomes known to both aggregators, and knows what to believe from then on.

The helper comes first, because its root key signs the policy; the leader's answer must name the same key.
Nothing an aggregator says is used before the root key it shows has the fingerprint that stood in its code.
Every step that succeeded is kept, so that pairing can be taken up again with the code that is still unused.
Source: shared/wire/PROTOCOL.md §12, §13 and §19.
"""

import secrets
from pathlib import Path

import httpx
from pydantic import ValidationError

from edge_node.errors import PairingError, UplinkError
from edge_node.node import Node, load_node
from edge_node.refresh import refresh
from edge_node.storage.documents import load, save
from edge_node.storage.home import Home
from edge_node.storage.keys import make_device_key
from edge_node.storage.pairing import Pairing, Peer
from edge_node.uplink.http import ask, open_client
from edge_node.uplink.identity import vouched_keys
from edge_node.uplink.peers import open_peer
from edge_node.uplink.tls import KeyedContext
from privacy.randomness import Random
from privacy.signing import SigningKey, edge_id, fingerprint, verify
from shared.clock import Clock
from shared.config import describe
from shared.ids import CohortId, SiteId
from shared.schemas.enrolment import (
    Enrolment,
    EnrolmentRequest,
    LayoutRegistration,
    SignedEnrolment,
    SignedEnrolmentRequest,
    layout_message,
)
from shared.schemas.layout import SiteLayout, canonical_json
from shared.wire.codec import Role
from shared.wire.pairing import PairingCode, parse_pairing_code


def pair(
    leader_code: str,
    helper_code: str,
    root: Path,
    *,
    layout: SiteLayout,
    clock: Clock,
    random: Random = secrets.token_bytes,
) -> Node:
    """Enrol at helper and leader, fetch and verify policy and keys, register the layout; return the node.

    Raises: PairingError when an enrolment is refused or not believed; MalformedError for a bad code;
    UplinkError when an aggregator cannot be reached: run it again, what succeeded is kept.
    """
    codes: dict[Role, PairingCode] = {
        "helper": parse_pairing_code(helper_code),
        "leader": parse_pairing_code(leader_code),
    }
    home = Home(root)
    device_key = make_device_key(home.device_key, random)
    for role, code in codes.items():
        _enrol_once(role, code, home, device_key, clock)
    save(home.layout, layout)
    node = load_node(root, clock)
    register_layout(node)
    return refresh(node)


def register_layout(node: Node) -> None:
    """Tell the leader the floor the node's vectors are read against.

    Raises: UplinkError when it cannot be told or refuses.
    """
    own_id = node.pairing.edge_id
    signature = node.device_key.sign("shoal/1 layout", layout_message(own_id, node.layout)).hex()
    registration = LayoutRegistration(edge_id=own_id, layout=node.layout, signature=signature)
    with open_peer(node.peer("leader")) as client:
        ask(client, "PUT", "/v1/layouts", registration)


def _enrol_once(role: Role, code: PairingCode, home: Home, device_key: SigningKey, clock: Clock) -> None:
    """Enrol at one aggregator unless it has done so before, and keep what it answered."""
    pairing = load(home.pairing, Pairing) or Pairing(edge_id=edge_id(device_key.public_key))
    held = pairing.peer(role)
    if held is not None and fingerprint(bytes.fromhex(held.root_public_key)) == code.fingerprint:
        return
    if held is not None:
        raise PairingError(f"this node is paired with another {role}; pair it from an empty home")
    keys = vouched_keys(code.base_url, role, code.fingerprint)
    context = KeyedContext(keys) if keys else None
    with open_client(code.base_url, context=context) as client:
        enrolment = _enrol(client, role, code, device_key, clock)
    _check_policy_key(enrolment, pairing)
    peer = Peer(base_url=code.base_url, root_public_key=enrolment.root_public_key, tls_keys=keys)
    if role == "leader":
        settled = {"leader": peer, "site_id": SiteId(enrolment.site_id)}
    else:
        settled = {"helper": peer, "cohort_id": CohortId(enrolment.cohort_id)}
    save(home.pairing, pairing.model_copy(update=settled))


def _enrol(
    client: httpx.Client, role: Role, code: PairingCode, device_key: SigningKey, clock: Clock
) -> Enrolment:
    request = EnrolmentRequest(
        secret=code.secret, public_key=device_key.public_key.hex(), requested_at=clock.now()
    )
    signature = device_key.sign("shoal/1 enrol", canonical_json(request)).hex()
    signed = SignedEnrolmentRequest(**request.model_dump(), signature=signature)
    try:
        answer = SignedEnrolment.model_validate_json(ask(client, "POST", "/v1/enrolments", signed))
    except ValidationError as error:
        raise PairingError(f"expected an enrolment from the {role}: {describe(error)}") from error
    except UplinkError as error:
        raise PairingError(f"the {role} did not enrol this node: {error}") from error
    return _believed(answer, role, code, edge_id(device_key.public_key))


def _believed(answer: SignedEnrolment, role: Role, code: PairingCode, own_id: str) -> Enrolment:
    """Return the enrolment once it is signed by the key of the code's fingerprint and is about this node."""
    enrolment = answer.enrolment
    root_public_key = bytes.fromhex(enrolment.root_public_key)
    if fingerprint(root_public_key) != code.fingerprint:
        raise PairingError(f"the {role}'s root key is not the one in the pairing code; do not go on")
    signature = bytes.fromhex(answer.signature)
    if not verify(root_public_key, "shoal/1 enrolled", canonical_json(enrolment), signature):
        raise PairingError(f"the {role}'s enrolment is not signed by its root key")
    if (enrolment.role, enrolment.edge_id) != (role, own_id):
        raise PairingError(f"expected the {role}'s enrolment of this node, got the {enrolment.role}'s")
    if not (enrolment.site_id if role == "leader" else enrolment.cohort_id):
        raise PairingError(f"expected the {role} to name a {'site' if role == 'leader' else 'cohort'}")
    return enrolment


def _check_policy_key(enrolment: Enrolment, pairing: Pairing) -> None:
    """The policy is signed by the helper's root key, whoever names it."""
    if enrolment.role == "helper":
        expected = enrolment.root_public_key
    else:
        expected = "" if pairing.helper is None else pairing.helper.root_public_key
    if enrolment.policy_public_key != expected:
        raise PairingError(f"the {enrolment.role} names a policy key that is not the helper's root key")
