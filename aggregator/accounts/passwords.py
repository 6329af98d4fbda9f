"""Passwords: argon2id, a short rule for what is easy to guess, the same work whether a person exists or not.

Source: RFC 9106 §4, second recommended option (t = 3, 64 MiB, p = 4), which is argon2-cffi's default.
"""

import threading
import unicodedata
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from aggregator.accounts.errors import AccountError

SHORTEST: Final = 12
LONGEST: Final = 256
"""Characters; more is no password but an attempt to keep the machine busy."""
_DIFFERENT: Final = 5
"""Different characters a password has at least."""
_EASY: Final = (
    *("password", "passwort", "passw0rd", "qwerty", "qwertz", "asdfgh", "letmein", "welcome", "willkommen"),
    *("iloveyou", "1q2w3e", "abc123", "12345", "67890", "abcde", "admin", "shoal"),
)
"""Words that lists of leaked passwords are full of. A password with one of them must be good without it."""
_LEFT: Final = 8
"""Characters that must be left without easy words and the account's name."""
_AT_ONCE: Final = 2
"""Hashes at a time: each takes 64 MiB, and a crowd at the door must not take all there is."""


class Passwords:
    """Makes and checks hashes; one for the whole process."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turn = threading.BoundedSemaphore(_AT_ONCE)
        self._nobodys = self.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """Return the password's hash in PHC form, with a salt of its own."""
        with self._turn:
            return self._hasher.hash(_normal(password))

    def is_right(self, kept: str, password: str) -> bool:
        """Return whether the hash is this password's; without a hash the work is the same, the answer no."""
        try:
            with self._turn:
                return self._hasher.verify(kept or self._nobodys, _normal(password)) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False

    def is_outdated(self, kept: str) -> bool:
        """Return whether the hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(kept)


def weakness(password: str, name: str) -> str:
    """Return why the password is refused for the account of this name; empty when it is not."""
    text = _normal(password)
    if not SHORTEST <= len(text) <= LONGEST:
        return f"expected {SHORTEST} to {LONGEST} characters, got {len(text)}"
    if len(set(text)) < _DIFFERENT:
        return f"expected at least {_DIFFERENT} different characters, got {len(set(text))}"
    rest = text.casefold()
    for easy in (name.casefold(), *_EASY):
        rest = rest.replace(easy, "") if easy else rest
    if len(rest) < _LEFT:
        return "expected a password that does not lean on the account's name or on words everybody tries"
    return ""


def expect_strong(password: str, name: str) -> None:
    """Refuse a weak password. Raises: AccountError saying what was expected."""
    fault = weakness(password, name)
    if fault:
        raise AccountError(f"the password is refused: {fault}")


def expect_new(passwords: Passwords, kept: str, password: str, name: str) -> None:
    """Refuse a weak password, and the one there is. Raises: AccountError saying what was expected."""
    expect_strong(password, name)
    if passwords.is_right(kept, password):
        raise AccountError("the password is refused: expected another one than before")


def _normal(password: str) -> str:
    """Return the password as it is hashed: the same letters from any keyboard (RFC 8265 §4.2: NFC)."""
    return unicodedata.normalize("NFC", password)
