"""What an aggregator publishes, believed only under the key that was pinned at pairing."""

import json

import httpx
from pydantic import BaseModel, JsonValue, ValidationError

from edge_node.errors import UplinkError
from edge_node.uplink.http import ask
from policies.schema import PolicyBundle
from policies.signed_bundle import verify_bundle
from privacy.key_list import check_key_list
from privacy.signing import verify
from shared.config import describe
from shared.schemas.keys import KeyList, SignedKeyList
from shared.schemas.layout import canonical_json
from shared.schemas.model import SignedModel
from shared.wire.codec import Role


class _Steps(BaseModel):
    steps: list[JsonValue]


def fetch_keys(client: httpx.Client) -> bytes:
    """Return the aggregator's key list as it stands on the wire; verify_keys says whether to believe it."""
    return ask(client, "GET", "/v1/keys")


def fetch_policies(client: httpx.Client, after: str) -> list[str]:
    """Return the signed bundles that follow the one of the hash, oldest first; the newest alone for none.

    They are as they came: policies.history says how far to believe them.
    Raises: UplinkError.
    """
    text = ask(client, "GET", f"/v1/policies?after={after}")
    try:
        return [json.dumps(step) for step in _Steps.model_validate_json(text).steps]
    except ValidationError as error:
        raise UplinkError(f"expected versions of the policy: {describe(error)}") from error


def verify_keys(text: bytes, role: Role, root_public_key: bytes) -> KeyList:
    """Return the key list once its root key has signed it.

    Raises: UplinkError when it is no key list; privacy.errors.KeyListError when it is not this role's own.
    """
    try:
        signed = SignedKeyList.model_validate_json(text)
    except ValidationError as error:
        raise UplinkError(f"expected the {role}'s key list: {describe(error)}") from error
    return check_key_list(signed, role=role, root_public_key=root_public_key)


def verify_policy(text: bytes, policy_public_key: bytes) -> PolicyBundle:
    """Return the bundle once the compliance office's key has signed it.

    Raises: policies.errors.PolicyError.
    """
    return verify_bundle(text, policy_public_key)


def fetch_model(client: httpx.Client, task_id: str, after: int) -> bytes:
    """Return the model that the leader has in use, empty when it is the version named or there is none.

    Raises: UplinkError.
    """
    return ask(client, "GET", f"/v1/models?task={task_id}&after={after}")


def verify_model(text: bytes, root_public_key: bytes) -> SignedModel:
    """Return the model once the leader's root key has signed what is said of it; its weights are not judged.

    Raises: UplinkError.  Source: shared/wire/PROTOCOL.md §21.6.
    """
    try:
        signed = SignedModel.model_validate_json(text)
    except ValidationError as error:
        raise UplinkError(f"expected a model with where it came from: {describe(error)}") from error
    message, signature = canonical_json(signed.model), bytes.fromhex(signed.signature)
    if not verify(root_public_key, "shoal/1 model", message, signature):
        raise UplinkError("expected a model signed by the leader's root key, got another signature")
    return signed
