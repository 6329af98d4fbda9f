"""What an aggregator says of itself to whoever holds its root key's fingerprint: the keys of its TLS.

Its root key signs the canonical JSON under ``shoal/1 identity``. Source: shared/wire/PROTOCOL.md §19.
"""

from typing import Annotated

from pydantic import Field

from shared.schemas.keys import Hex64, HexSignature
from shared.schemas.layout import Wire
from shared.schemas.moment import Moment
from shared.wire.codec import Role

IdentityNonce = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
"""16 random bytes of the asker's, in hex: an old answer does not serve."""


class Identity(Wire):
    """Which keys stand behind its address."""

    role: Role
    root_public_key: Hex64
    tls_keys: Annotated[tuple[Hex64, ...], Field(max_length=8)]
    """SHA-256 over the SubjectPublicKeyInfo of each certificate it may show, in hex. Empty when it does not
    know them: then whoever asks goes by the certificate authorities of its own system."""
    nonce: IdentityNonce
    """The asker's."""
    issued_at: Moment


class SignedIdentity(Wire):
    """The identity under the root key's signature."""

    identity: Identity
    signature: HexSignature
