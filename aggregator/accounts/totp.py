"""The second factor: six digits from an authenticator app, each accepted once.

Source: RFC 6238 §4 (30 s steps, SHA-1, as authenticator apps expect) and §5.2 (a used code is refused).
"""

import base64
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import pyotp
import segno

from privacy.randomness import Random

STEP_S: Final = 30
_SECRET_BYTES: Final = 20
"""RFC 4226 §4 recommends 160 bits."""
_ASIDE: Final = (-1, 0, 1)
"""Steps around now that are taken, for clocks that differ and people who type slowly (RFC 6238 §5.2)."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a person needs to put the secret into an app."""

    secret: str
    """Base32, to type by hand."""
    picture: str
    """The same as a QR code: an SVG as a data address, dark on white."""


def new_secret(random: Random) -> str:
    """Return a fresh secret in base32."""
    return base64.b32encode(random(_SECRET_BYTES)).decode()


def step_of(secret: str, code: str, now: datetime, *, after: int) -> int | None:
    """Return the time step the code belongs to, if it is near now and later than the last one used."""
    totp, found = pyotp.TOTP(secret, interval=STEP_S), None
    current = int(now.timestamp()) // STEP_S
    for step in (current + aside for aside in _ASIDE):
        is_it = hmac.compare_digest(totp.generate_otp(step).encode(), code.encode())
        if is_it and step > after:
            found = step
    return found


def enrolment(secret: str, name: str, issuer: str) -> Enrolment:
    """Return the secret as text and picture for the account's name at the issuer's."""
    address = pyotp.TOTP(secret, interval=STEP_S).provisioning_uri(name=name, issuer_name=issuer)
    picture = segno.make(address, error="m").svg_data_uri(scale=4, border=4, dark="#000", light="#fff")
    return Enrolment(secret, picture)
