"""Who answers at this address: the root key, and the TLS keys it vouches for.

The certificate's file is read anew for every answer: a key laid down there is known to the stores before the
server is started with it. Source: shared/wire/PROTOCOL.md §19.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from aggregator.errors import HomeError
from aggregator.hub import Hub
from privacy.certificates import key_of_pem
from privacy.errors import KeyFormatError
from shared.schemas.identity import Identity, SignedIdentity
from shared.schemas.layout import canonical_json


@dataclass(frozen=True, slots=True)
class Vouching:
    """Signs who this aggregator is, for as long as it serves."""

    hub: Hub
    shown: tuple[str, ...] = field(default=())
    """The keys of the certificates that were there when it began to serve."""

    @classmethod
    def begin(cls, hub: Hub) -> Self:
        """Return it with the key that is shown from now on. Raises: HomeError for one that is none."""
        return cls(hub, tls_keys(hub))

    def answer(self, nonce: str) -> SignedIdentity:
        """Return the signed identity. Raises: HomeError while the certificate cannot be read."""
        keys = dict.fromkeys((*self.shown, *tls_keys(self.hub)))
        identity = Identity(
            role=self.hub.role,
            root_public_key=self.hub.root.public_key.hex(),
            tls_keys=tuple(keys),
            nonce=nonce,
            issued_at=self.hub.clock.now(),
        )
        signature = self.hub.root.sign("shoal/1 identity", canonical_json(identity))
        return SignedIdentity(identity=identity, signature=signature.hex())


def tls_keys(hub: Hub) -> tuple[str, ...]:
    """Return the key of the certificate that stores see, the proxy's where one stands in front.

    Empty where none is known. Raises: HomeError.
    """
    name = hub.config.proxy_certificate or hub.config.tls_certificate
    if not name:
        return ()
    try:
        return (key_of_pem(Path(name).read_bytes()),)
    except (OSError, KeyFormatError) as error:
        raise HomeError(f"expected a certificate in {name}: {error}") from error
