"""The signed list of one aggregator's sealing keys, as it stands on the wire.

Source: shared/wire/PROTOCOL.md §7 and §10.
"""

from typing import Annotated, Self

from pydantic import Field, model_validator

from shared.schemas.layout import Wire
from shared.schemas.moment import Moment
from shared.wire.codec import Role

Hex16 = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
"""A key id: 16 hex characters."""
Hex64 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""32 bytes in hex: an Ed25519 or X25519 public key, or a hash."""
HexSignature = Annotated[str, Field(pattern=r"^[0-9a-f]{128}$")]
"""An Ed25519 signature in hex."""


class KeyEntry(Wire):
    """One HPKE public key and the time it may be sealed to."""

    key_id: Hex16
    mlkem: Annotated[str, Field(pattern=r"^[0-9a-f]{2368}$")]
    """ML-KEM-768 public key: 1184 bytes in hex."""
    x25519: Hex64
    """X25519 public key: 32 bytes in hex."""
    not_before: Moment
    """First moment an edge may seal to it, timezone-aware."""
    not_after: Moment
    """Last moment an edge may seal to it; the private key lives 35 days longer."""

    @model_validator(mode="after")
    def _is_ordered(self) -> Self:
        if self.not_before >= self.not_after:
            raise ValueError(f"not_before must come before not_after, got {self.not_before}")
        return self


class KeyList(Wire):
    """What the root key signs: every key of the role that is or will be valid."""

    role: Role
    keys: Annotated[tuple[KeyEntry, ...], Field(max_length=24)]
    issued_at: Moment


class SignedKeyList(KeyList):
    """The list with the root key's signature over the canonical JSON of the rest."""

    signature: HexSignature

    @property
    def unsigned(self) -> KeyList:
        """The part that is signed."""
        return KeyList(role=self.role, keys=self.keys, issued_at=self.issued_at)
