"""Pairing codes: what a person carries from an aggregator's administrator to a new edge node.

``<base URL>#<SECRET>.<FINGERPRINT>``. The secret is one-time; the fingerprint lets the edge know the
aggregator's root key before it believes anything the network says.
Source: shared/wire/PROTOCOL.md §12.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from typing_extensions import override

from shared.wire.errors import MalformedError

SECRET_LIFETIME: Final = timedelta(hours=24)
"""How long a secret can be redeemed. Source: PROTOCOL.md §12."""
SECRET_TRIES: Final = 5
"""Wrong secrets an aggregator hears before the code is void. Source: PROTOCOL.md §12."""
SECRET_CHARACTERS: Final = 8
"""40 bits: with five tries a guess succeeds once in 2e11."""

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES: Final = str.maketrans("ILO", "110")
_SECRET: Final = re.compile(f"[{_ALPHABET}]{{{SECRET_CHARACTERS}}}")
_URL: Final = re.compile(r"https?://[A-Za-z0-9.\[\]:-]+")
_FINGERPRINT: Final = re.compile(r"[a-z2-7]{26}")


@dataclass(frozen=True, slots=True, repr=False)
class PairingCode:
    """Where to enrol, the one-time secret, and which root key to believe."""

    base_url: str
    """https, or http on loopback; no path, query or trailing slash."""
    secret: str
    """8 characters of Crockford base32, upper case."""
    fingerprint: str
    """26 lower-case base32 characters of SHA-256 over the root public key."""

    def __post_init__(self) -> None:
        if not is_allowed_url(self.base_url):
            raise ValueError(f"expected https, or http on loopback, got {self.base_url!r}")
        if not _SECRET.fullmatch(self.secret):
            raise ValueError(f"expected a secret of {SECRET_CHARACTERS} Crockford base32 characters")
        if not _FINGERPRINT.fullmatch(self.fingerprint):
            raise ValueError("expected a fingerprint of 26 lower-case base32 characters")

    @property
    def text(self) -> str:
        """The code as people copy it."""
        return f"{self.base_url}#{self.secret}.{self.fingerprint.upper()}"

    @override
    def __repr__(self) -> str:
        return f"PairingCode({self.base_url}#…)"


def new_secret(random: Callable[[int], bytes]) -> str:
    """Return 8 uniform Crockford base32 characters made from 5 random bytes (``secrets.token_bytes``)."""
    number = int.from_bytes(random(5), "big")
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(35, -1, -5))


def normalise_secret(text: str) -> str:
    """Return the secret as it was meant: upper case, without - and spaces, I and L read as 1, O as 0."""
    return text.replace("-", "").replace(" ", "").upper().translate(_LOOKALIKES)


def parse_pairing_code(text: str) -> PairingCode:
    """Return the code a person typed or scanned.

    Raises: MalformedError saying which part is not what it should be; never repeating the secret.
    """
    base_url, hash_sign, rest = text.strip().partition("#")
    secret, dot, fingerprint = rest.partition(".")
    if not (hash_sign and dot):
        raise MalformedError("expected a pairing code such as https://leader.example#K7QX2M9A.MFRGG…")
    try:
        return PairingCode(
            base_url=base_url.strip().rstrip("/"),
            secret=normalise_secret(secret),
            fingerprint=fingerprint.strip().lower(),
        )
    except ValueError as error:
        raise MalformedError(str(error)) from error


def is_allowed_url(url: str) -> bool:
    """True for an https origin, and for plain http only when its host is this machine's loopback."""
    if not _URL.fullmatch(url):
        return False
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or is_loopback(host))


def is_loopback(host: str) -> bool:
    """True for localhost and for loopback addresses; any other name may mean anything."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
