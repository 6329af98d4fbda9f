"""Sealing a share so that one party alone can open it, and only under the header it was sealed with.

HPKE base mode (RFC 9180) with the hybrid KEM MLKEM768_X25519: safe while either ML-KEM or X25519 is.
The library's public interface has no associated data, so everything that is bound stands in ``info``.
Source: shared/wire/PROTOCOL.md §7.
"""

from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from privacy.errors import KeyFormatError, SealError
from privacy.keys import HpkePrivateKey, HpkePublicKey
from shared.ids import KeyId
from shared.wire.codec import Role
from shared.wire.reader import bytes16, bytes32

_SHARE: Final = b"shoal/1 share"


def seal(payload: bytes, public_key: HpkePublicKey, *, header: bytes, role: Role) -> bytes:
    """Return the encapsulated key and the ciphertext, 1,136 bytes longer than the payload; never twice alike.

    Raises: KeyFormatError when the public key is none.
    """
    info = _info(header, role, public_key.key_id)
    try:
        return _suite().encrypt(payload, public_key.to_hybrid(), info=info)
    except ValueError as error:  # an X25519 point of low order gives no shared secret (RFC 7748 §6.1)
        raise KeyFormatError("expected a public key that can be sealed to, got a degenerate one") from error


def open_sealed(ciphertext: bytes, private_key: HpkePrivateKey, *, header: bytes, role: Role) -> bytes:
    """Return the payload.

    Raises: SealError when key, header, role or a single bit of the ciphertext is another than at sealing.
    """
    info = _info(header, role, private_key.public_key.key_id)
    try:
        return _suite().decrypt(ciphertext, private_key.hybrid, info=info)
    except (InvalidTag, ValueError) as error:
        raise SealError("expected a share sealed to this key under this header, got another") from error


def _suite() -> Suite:
    return Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_128_GCM)


def _info(header: bytes, role: str, key_id: KeyId) -> bytes:
    return _SHARE + bytes32(header) + bytes16(role.encode()) + bytes16(key_id.encode())
