"""The signed list of one aggregator's sealing keys: made, checked, and chosen from.

Source: shared/wire/PROTOCOL.md §10.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from privacy.errors import KeyListError
from privacy.keys import HpkePublicKey
from privacy.signing import SigningKey, verify
from shared.schemas.keys import KeyEntry, KeyList, SignedKeyList
from shared.schemas.layout import canonical_json
from shared.wire.codec import Role

GRACE: Final = timedelta(days=35)
"""How long a private key outlives not_after, for what was sealed late and sent later."""


def key_entry(public_key: HpkePublicKey, *, not_before: datetime, not_after: datetime) -> KeyEntry:
    """Return the key as it stands in a list."""
    return KeyEntry(
        key_id=public_key.key_id,
        mlkem=public_key.mlkem.hex(),
        x25519=public_key.x25519.hex(),
        not_before=not_before,
        not_after=not_after,
    )


def sign_key_list(
    role: Role, keys: Sequence[KeyEntry], *, issued_at: datetime, root: SigningKey
) -> SignedKeyList:
    """Return the list under the root key's signature."""
    unsigned = KeyList(role=role, keys=tuple(keys), issued_at=issued_at)
    signature = root.sign("shoal/1 keys", canonical_json(unsigned)).hex()
    return SignedKeyList(role=role, keys=unsigned.keys, issued_at=issued_at, signature=signature)


def check_key_list(signed: SignedKeyList, *, role: Role, root_public_key: bytes) -> KeyList:
    """Return the list once it is known to be the role's own and each key to have the id it claims.

    Raises: KeyListError.
    """
    message = canonical_json(signed.unsigned)
    if not verify(root_public_key, "shoal/1 keys", message, bytes.fromhex(signed.signature)):
        raise KeyListError(f"expected a key list signed by the {role}'s root key, got another signature")
    if signed.role != role:
        raise KeyListError(f"expected the {role}'s key list, got the {signed.role}'s")
    for entry in signed.keys:
        if public_key_of(entry).key_id != entry.key_id:
            raise KeyListError(f"expected the id of the key itself, got {entry.key_id}")
    return signed.unsigned


def select_key(keys: KeyList, at: datetime) -> HpkePublicKey:
    """Return the key that is valid at the moment and expires last.

    Raises: KeyListError when none is valid.
    """
    valid = [entry for entry in keys.keys if entry.not_before <= at <= entry.not_after]
    if not valid:
        raise KeyListError(f"expected a {keys.role} key valid at {at.isoformat()}, got none")
    return public_key_of(max(valid, key=lambda entry: (entry.not_after, entry.key_id)))


def can_open(entry: KeyEntry, at: datetime) -> bool:
    """True while shares sealed to the key may still be opened: from not_before to 35 days past not_after."""
    return entry.not_before <= at <= entry.not_after + GRACE


def public_key_of(entry: KeyEntry) -> HpkePublicKey:
    """Return the entry's key. Raises: KeyFormatError when its bytes are no key."""
    key = HpkePublicKey(mlkem=bytes.fromhex(entry.mlkem), x25519=bytes.fromhex(entry.x25519))
    key.to_hybrid()
    return key
