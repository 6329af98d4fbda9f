"""What must be read again, but never from a copied database: sealed under a key that the home's files give.

Private keys and the pepper lie in files of the home; the database alone opens nothing and guesses nothing.
"""

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from aggregator.accounts.errors import AccountError
from privacy.randomness import Random

_NONCE_BYTES: Final = 12


@dataclass(frozen=True, slots=True)
class Seal:
    """Seals, opens and hashes under the home's pepper, each purpose under a key of its own."""

    pepper: bytes = field(repr=False)
    random: Random = field(repr=False)

    def close(self, text: str, account_id: int) -> bytes:
        """Return the text sealed (AES-256-GCM) for this account: in another's row it does not open."""
        nonce = self.random(_NONCE_BYTES)
        return nonce + self._cipher().encrypt(nonce, text.encode(), _bound_to(account_id))

    def open(self, sealed: bytes, account_id: int) -> str:
        """Return the text. Raises: AccountError for what was sealed in another home or another account."""
        nonce, body = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return self._cipher().decrypt(nonce, body, _bound_to(account_id)).decode()
        except InvalidTag as error:
            raise AccountError(
                "the second factor was sealed under another home's keys; reset the account"
            ) from error

    def mac(self, purpose: str, text: str) -> bytes:
        """Return a keyed hash that tells equal texts and nothing else: 32 bytes."""
        return hmac.new(self._key(purpose), text.encode(), hashlib.sha256).digest()

    def _cipher(self) -> AESGCM:
        return AESGCM(self._key("totp"))

    def _key(self, purpose: str) -> bytes:
        return hmac.new(self.pepper, f"shoal/1 accounts {purpose}".encode(), hashlib.sha256).digest()


def _bound_to(account_id: int) -> bytes:
    return f"account {account_id}".encode()
