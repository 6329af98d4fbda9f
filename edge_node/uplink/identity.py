"""Which TLS keys stand behind an aggregator's address, on the word of its root key.

Asked over a connection that trusts nobody and carries no secret; the answer counts only when the root key
signed it for this question and when it names the very key that the connection showed.
Source: shared/wire/PROTOCOL.md §19.
"""

import secrets

from pydantic import ValidationError

from edge_node.errors import UplinkError
from edge_node.uplink.http import ask, open_client
from edge_node.uplink.tls import KeyedContext
from privacy.signing import fingerprint, verify
from shared.config import describe
from shared.schemas.identity import Identity, SignedIdentity
from shared.schemas.layout import canonical_json
from shared.wire.codec import Role


def vouched_keys(base_url: str, role: Role, root_fingerprint: str) -> tuple[str, ...]:
    """Return the keys that the aggregator's TLS may have; empty over plain http on loopback.

    Empty as well when it says under its root key that it does not know them.
    Raises: UplinkError when nobody answers, or whoever answers is not vouched for.
    """
    if not base_url.startswith("https:"):
        return ()
    seeing, nonce = KeyedContext(None), secrets.token_hex(16)
    with open_client(base_url, context=seeing) as client:
        text = ask(client, "GET", f"/v1/identity?nonce={nonce}")
    try:
        signed = SignedIdentity.model_validate_json(text)
    except ValidationError as error:
        raise UplinkError(f"expected the {role}'s identity: {describe(error)}") from error
    identity = _believed(signed, role, root_fingerprint, nonce)
    if identity.tls_keys and seeing.shown not in identity.tls_keys:
        raise UplinkError(
            f"expected a TLS key that the {role}'s root key vouches for, got {seeing.shown[:16]}…; "
            "somebody stands in between"
        )
    return identity.tls_keys


def _believed(signed: SignedIdentity, role: Role, root_fingerprint: str, nonce: str) -> Identity:
    identity = signed.identity
    root = bytes.fromhex(identity.root_public_key)
    if fingerprint(root) != root_fingerprint:
        raise UplinkError(f"the {role}'s root key is not the one that was pinned; do not go on")
    signature = bytes.fromhex(signed.signature)
    if not verify(root, "shoal/1 identity", canonical_json(identity), signature):
        raise UplinkError(f"expected the {role}'s identity under its root key, got another signature")
    if (identity.role, identity.nonce) != (role, nonce):
        raise UplinkError(f"expected the {role}'s answer to this question, got another's or an older one")
    return identity
