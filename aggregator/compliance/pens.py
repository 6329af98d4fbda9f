"""The key a person signs policies with: kept here, and opened by nothing but the person's own passphrase.

Whoever copies the database gets keys that each cost a guess of the passphrase (RFC 9106, argon2id) to open.
"""

import unicodedata
from dataclasses import dataclass
from typing import Final

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from typing_extensions import override

from aggregator.compliance.errors import PenError
from privacy.randomness import Random
from privacy.signing import SigningKey

SHORTEST: Final = 12
"""Characters of a passphrase."""
_PASSES: Final = 3
_MEMORY_KIB: Final = 64 * 1024
_LANES: Final = 4
"""RFC 9106 §4, second recommended option."""
_SALT_BYTES: Final = 16
_NONCE_BYTES: Final = 12


@dataclass(frozen=True, slots=True)
class Pen:
    """A signing key as it is kept; prints nothing of itself but whose signature to expect."""

    public_key: bytes
    """Ed25519, 32 bytes: what goes on the list of signers."""
    sealed: bytes
    """Salt, nonce and the AES-256-GCM ciphertext of the private key, bound to the public one."""

    @override
    def __repr__(self) -> str:
        """Return the first digits of the public key."""
        return f"Pen({self.public_key.hex()[:12]}…)"


def make_pen(passphrase: str, random: Random) -> Pen:
    """Return a new key under the passphrase. Raises: PenError for a passphrase that is too short."""
    if len(passphrase) < SHORTEST:
        raise PenError(f"expected a passphrase of at least {SHORTEST} characters, got {len(passphrase)}")
    key = SigningKey.generate(random)
    salt, nonce = random(_SALT_BYTES), random(_NONCE_BYTES)
    box = AESGCM(_stretched(passphrase, salt)).encrypt(nonce, key.to_bytes(), key.public_key)
    return Pen(key.public_key, salt + nonce + box)


def open_pen(pen: Pen, passphrase: str) -> bytes:
    """Return the private key, 32 bytes. Raises: PenError when it is not the pen's passphrase."""
    salt, rest = pen.sealed[:_SALT_BYTES], pen.sealed[_SALT_BYTES:]
    nonce, box = rest[:_NONCE_BYTES], rest[_NONCE_BYTES:]
    try:
        return AESGCM(_stretched(passphrase, salt)).decrypt(nonce, box, pen.public_key)
    except InvalidTag as error:
        raise PenError(
            "expected the passphrase of your signing key, got another; nothing was signed"
        ) from error


def _stretched(passphrase: str, salt: bytes) -> bytes:
    normal = unicodedata.normalize("NFC", passphrase).encode()
    return hash_secret_raw(
        normal,
        salt,
        time_cost=_PASSES,
        memory_cost=_MEMORY_KIB,
        parallelism=_LANES,
        hash_len=32,
        type=Type.ID,
    )
