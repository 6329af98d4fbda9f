"""Ed25519 as policies use it; the only module here that knows cryptography.

Source: shared/wire/PROTOCOL.md §2.3, §2.4, §11.
"""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from policies.errors import SignatureError
from shared.wire.codec import Context, signed_message

SECRET_BYTES = 32
"""An Ed25519 seed. Source: RFC 8032 §5.1.5."""


def public_half(secret: bytes) -> bytes:
    """Return the 32 bytes that others verify with. Raises: SignatureError for a secret of another length."""
    return _private(secret).public_key().public_bytes_raw()


def sign(secret: bytes, context: Context, message: bytes) -> str:
    """Return the signature as 128 hex characters; no other context can reuse it.

    Raises: SignatureError for a secret that is not 32 bytes.
    """
    return _private(secret).sign(signed_message(context, message)).hex()


def holds(public_key: bytes, context: Context, message: bytes, signature: str) -> bool:
    """True when the signature is by the key, over the message, for the context; False for anything else."""
    try:
        key = Ed25519PublicKey.from_public_bytes(public_key)
        key.verify(bytes.fromhex(signature), signed_message(context, message))
    except (InvalidSignature, ValueError):
        return False
    return True


def _private(secret: bytes) -> Ed25519PrivateKey:
    if len(secret) != SECRET_BYTES:
        raise SignatureError(f"expected a key of {SECRET_BYTES} bytes, got {len(secret)}")
    return Ed25519PrivateKey.from_private_bytes(secret)
