"""Ed25519 signatures that say what they are for, and the names that follow from a public key.

Source: shared/wire/PROTOCOL.md §1.1, §2.3 and §12.
"""

import base64
import hashlib
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from typing_extensions import override

from privacy.errors import KeyFormatError
from privacy.randomness import Random
from shared.ids import EdgeId
from shared.wire.codec import Context, signed_message

ED25519_BYTES: Final = 32
"""Either half of a key pair. Source: RFC 8032 §5.1.5."""

_NAME_CHARACTERS: Final = 26


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class SigningKey:
    """A device key or a root key; prints nothing."""

    secret: bytes
    """32 bytes: the Ed25519 seed."""

    def __post_init__(self) -> None:
        if len(self.secret) != ED25519_BYTES:
            raise ValueError(f"expected an Ed25519 key of {ED25519_BYTES} bytes, got {len(self.secret)}")

    @classmethod
    def generate(cls, random: Random) -> "SigningKey":
        """Return a fresh key; ``random`` is ``secrets.token_bytes`` outside tests."""
        return cls(random(ED25519_BYTES))

    @classmethod
    def from_bytes(cls, data: bytes) -> "SigningKey":
        """Return the key that to_bytes wrote. Raises: KeyFormatError for another length."""
        try:
            return cls(data)
        except ValueError as error:
            raise KeyFormatError(str(error)) from error

    def to_bytes(self) -> bytes:
        """Return the 32 secret bytes."""
        return self.secret

    @property
    def public_key(self) -> bytes:
        """The 32 bytes others verify with."""
        return Ed25519PrivateKey.from_private_bytes(self.secret).public_key().public_bytes_raw()

    def sign(self, context: Context, message: bytes) -> bytes:
        """Return 64 bytes that no other context can reuse; the same message always signs alike."""
        return Ed25519PrivateKey.from_private_bytes(self.secret).sign(signed_message(context, message))

    @override
    def __repr__(self) -> str:
        return "SigningKey(…)"


def verify(public_key: bytes, context: Context, message: bytes, signature: bytes) -> bool:
    """True when the signature is by the key, over the message, for the context; False for anything else."""
    try:
        key = Ed25519PublicKey.from_public_bytes(public_key)
        key.verify(signature, signed_message(context, message))
    except (InvalidSignature, ValueError):
        return False
    return True


def edge_id(public_key: bytes) -> EdgeId:
    """Return the id of the edge with this device key. Source: PROTOCOL.md §1.1."""
    return EdgeId(fingerprint(public_key))


def fingerprint(public_key: bytes) -> str:
    """Return 26 lower-case base32 characters (130 bits) of SHA-256 over the key. Source: PROTOCOL.md §12."""
    digest = hashlib.sha256(public_key).digest()
    return base64.b32encode(digest).decode().lower()[:_NAME_CHARACTERS]
