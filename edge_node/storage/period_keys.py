"""Period keys: one key per kind, grounds and stretch of time, under which the vault's records lie encrypted.

A stretch is short against the life of what it holds, so that to destroy one key is to forget one stretch, no
record lives longer than its rule, and none is known more exactly in time than its stretch.
"""

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from privacy.randomness import Random

Kind = Literal["tracks", "windows"]
"""What the vault can hold: tracks, and coarse movement windows for training."""

LONGEST: Final[dict[Kind, timedelta]] = {"tracks": timedelta(hours=24), "windows": timedelta(hours=72)}
"""The longest life of each kind, whatever a policy says."""

KEY_BYTES: Final = 32
"""AES-256."""
_NONCE_BYTES: Final = 12
_LONGEST_PERIOD_S: Final = 3_600
_PERIODS_IN_A_LIFE: Final = 12


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time whose records share a key, and how long they may live."""

    kind: Kind
    start_s: int
    """Unix seconds of its first moment."""
    keep_s: int
    """How long its records may live, by the policy in force when the first was kept."""
    grounds: tuple[str, ...] = ()
    """Purposes with their lawful basis that its records were kept under, in order; of tracks none."""

    @property
    def end_s(self) -> int:
        """Unix seconds of the first moment after it."""
        return self.start_s + _length_s(self.keep_s)

    def expires_s(self, keep_now_s: int) -> int:
        """Return when its key dies under what the policy says now: a looser one lengthens no life."""
        return self.start_s + min(self.keep_s, keep_now_s)

    @property
    def name(self) -> bytes:
        """What ties a key to its period, so that no other can be put in its place."""
        about = self.kind.encode() + struct.pack(">qq", self.start_s, self.keep_s)
        return about + " ".join(self.grounds).encode()


def period_of(kind: Kind, at_s: float, keep_for: timedelta, grounds: Iterable[str] = ()) -> Period:
    """Return the period a moment falls into: a twelfth of the life, an hour at most.

    Bound: ``keep_for`` is at least a second and at most LONGEST.  Raises: ValueError.
    """
    if not timedelta(seconds=1) <= keep_for <= LONGEST[kind]:
        raise ValueError(f"expected to keep {kind} for 1 s to {LONGEST[kind]}, got {keep_for}")
    keep_s = int(keep_for.total_seconds())
    length_s = _length_s(keep_s)
    return Period(kind, int(at_s // length_s) * length_s, keep_s, tuple(sorted(grounds)))


def seal(key: bytes, plain: bytes, about: bytes, random: Random) -> bytes:
    """Return nonce and ciphertext; ``about`` is authenticated with it and must be known to open it.

    Nonces are random, not counted: a home restored from a backup would count the same ones again. A key seals
    far fewer than the 2**32 messages for which random 96-bit nonces are safe.  Source: NIST SP 800-38D §8.3.
    """
    nonce = random(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, about)


def unseal(key: bytes, sealed: bytes, about: bytes) -> bytes | None:
    """Return what was sealed, None when the key or what it is about is another."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], about)
    except (InvalidTag, ValueError):
        return None


def _length_s(keep_s: int) -> int:
    return min(_LONGEST_PERIOD_S, max(keep_s // _PERIODS_IN_A_LIFE, 1))
