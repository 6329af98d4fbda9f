"""Who says so: the compliance office signs the bundle, everybody else verifies before believing.

Source: shared/wire/PROTOCOL.md §2.3, §11.
"""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import Field, ValidationError

from policies.errors import SignatureError
from policies.schema import PolicyBundle
from policies.tasks import tasks
from shared.config import describe
from shared.schemas.layout import Wire, canonical_json

CONTEXT = b"shoal/1 policy"
"""Source: shared/wire/PROTOCOL.md §2.4."""


class SignedBundle(Wire):
    """A bundle and the compliance office's signature over its canonical JSON."""

    bundle: PolicyBundle
    signature: str = Field(pattern=r"^[0-9a-f]{128}$")
    """Ed25519, 64 bytes in hex."""


def sign_bundle(bundle: PolicyBundle, key: Ed25519PrivateKey) -> SignedBundle:
    """Return the bundle under the key's signature."""
    return SignedBundle(bundle=bundle, signature=key.sign(_message(bundle)).hex())


def verify_bundle(text: bytes | str, key: Ed25519PublicKey) -> PolicyBundle:
    """Return the bundle of a signed bundle's JSON, once its signature and its consistency hold.

    Raises: SignatureError when this key did not sign it; DocumentError when it contradicts itself.
    """
    try:
        signed = SignedBundle.model_validate_json(text)
        key.verify(bytes.fromhex(signed.signature), _message(signed.bundle))
    except ValidationError as error:
        raise SignatureError(f"expected a signed policy bundle: {describe(error)}") from error
    except InvalidSignature as error:
        raise SignatureError("the policy bundle is not signed by the pinned compliance key") from error
    tasks(signed.bundle)
    return signed.bundle


def _message(bundle: PolicyBundle) -> bytes:
    return CONTEXT + b"\x00" + canonical_json(bundle)
