"""HPKE key pairs of the hybrid KEM MLKEM768_X25519, kept as their two components.

The hybrid private key has no serialisation of its own, so its ML-KEM seed and its X25519 scalar are stored
one after the other. Source: shared/wire/PROTOCOL.md §7.
"""

import hashlib
from dataclasses import dataclass, field
from typing import Final

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey, MLKEM768X25519PublicKey
from typing_extensions import override

from privacy.errors import KeyFormatError
from privacy.randomness import Random
from shared.ids import KeyId

MLKEM_PUBLIC_BYTES: Final = 1184
"""An ML-KEM-768 encapsulation key. Source: FIPS 203 table 3."""
MLKEM_SEED_BYTES: Final = 64
"""d ‖ z of an ML-KEM key pair. Source: FIPS 203 §7.1."""
X25519_BYTES: Final = 32
"""Either half of an X25519 key pair. Source: RFC 7748 §5."""


@dataclass(frozen=True, slots=True)
class HpkePublicKey:
    """What a share is sealed to."""

    mlkem: bytes
    """1184 bytes."""
    x25519: bytes
    """32 bytes."""

    def __post_init__(self) -> None:
        if len(self.mlkem) != MLKEM_PUBLIC_BYTES or len(self.x25519) != X25519_BYTES:
            raise ValueError(
                f"expected public keys of {MLKEM_PUBLIC_BYTES} and {X25519_BYTES} bytes, "
                f"got {len(self.mlkem)} and {len(self.x25519)}"
            )

    @property
    def key_id(self) -> KeyId:
        """The first 16 hex characters of SHA-256 over both public keys. Source: PROTOCOL.md §7."""
        return KeyId(hashlib.sha256(self.mlkem + self.x25519).hexdigest()[:16])

    def to_hybrid(self) -> MLKEM768X25519PublicKey:
        """Return the key as HPKE takes it. Raises: KeyFormatError when the bytes are no key."""
        try:
            return MLKEM768X25519PublicKey(
                MLKEM768PublicKey.from_public_bytes(self.mlkem),
                X25519PublicKey.from_public_bytes(self.x25519),
            )
        except ValueError as error:
            raise KeyFormatError("expected an ML-KEM-768 and an X25519 public key, got others") from error


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class HpkePrivateKey:
    """What a share is opened with; prints nothing."""

    mlkem_seed: bytes
    """64 bytes: the ML-KEM seed, from which the key pair follows."""
    x25519: bytes
    """32 bytes."""
    public_key: HpkePublicKey = field(init=False)
    """The half that is published; worked out once."""
    hybrid: MLKEM768X25519PrivateKey = field(init=False)
    """The key as HPKE takes it; worked out once, because doing so costs more than opening a share."""

    def __post_init__(self) -> None:
        if len(self.mlkem_seed) != MLKEM_SEED_BYTES or len(self.x25519) != X25519_BYTES:
            raise ValueError(f"expected private keys of {MLKEM_SEED_BYTES} and {X25519_BYTES} bytes")
        mlkem = MLKEM768PrivateKey.from_seed_bytes(self.mlkem_seed)
        x25519 = X25519PrivateKey.from_private_bytes(self.x25519)
        public = HpkePublicKey(
            mlkem=mlkem.public_key().public_bytes_raw(), x25519=x25519.public_key().public_bytes_raw()
        )
        object.__setattr__(self, "public_key", public)
        object.__setattr__(self, "hybrid", MLKEM768X25519PrivateKey(mlkem, x25519))

    @classmethod
    def generate(cls, random: Random) -> "HpkePrivateKey":
        """Return a fresh key pair; ``random`` is ``secrets.token_bytes`` outside tests."""
        return cls(mlkem_seed=random(MLKEM_SEED_BYTES), x25519=random(X25519_BYTES))

    @classmethod
    def from_bytes(cls, data: bytes) -> "HpkePrivateKey":
        """Return the key that to_bytes wrote. Raises: KeyFormatError for another length."""
        if len(data) != MLKEM_SEED_BYTES + X25519_BYTES:
            raise KeyFormatError(
                f"expected a private key of {MLKEM_SEED_BYTES + X25519_BYTES} bytes, got {len(data)}"
            )
        return cls(mlkem_seed=data[:MLKEM_SEED_BYTES], x25519=data[MLKEM_SEED_BYTES:])

    def to_bytes(self) -> bytes:
        """Return 96 secret bytes: the ML-KEM seed, then the X25519 private key."""
        return self.mlkem_seed + self.x25519

    @override
    def __repr__(self) -> str:
        return "HpkePrivateKey(…)"
