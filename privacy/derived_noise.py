"""Discrete Gaussian noise that follows from a secret: the same from the same, its own from any other.

Whoever has the secret knows the noise; to everybody else it is what a true draw is, as long as SHAKE256 under
an unknown key cannot be told from chance. Every choice is exact: integers and fractions, no float.
May be imported by the aggregators' release gate only.
Source: Canonne, Kamath, Steinke 2020, "The Discrete Gaussian for Differential Privacy", Algorithms 1 to 3.
"""

import hashlib
from dataclasses import dataclass, field
from fractions import Fraction
from math import isqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from privacy.randomness import Noise

SECRET_BYTES: Final = 32
_BLOCK_BYTES: Final = 1 << 14
_PREFIX: Final = b"shoal/1 derived noise"
_MAX_VARIANCE: Final = Fraction(10**24)


def derived_noise(secret: bytes) -> Noise:
    """Return the noise of the secret, 32 bytes that nobody else can know."""
    if len(secret) != SECRET_BYTES:
        raise ValueError(f"expected a secret of {SECRET_BYTES} bytes, got {len(secret)}")

    def draw(length: int, variance: Fraction) -> NDArray[np.int64]:
        """Return draws of exactly the variance: int64 (length,). Bound: 0 < variance ≤ 10**24."""
        if not 0 < variance <= _MAX_VARIANCE:
            raise ValueError(f"expected a variance in (0, 10**24], got {float(variance):g}")
        coins = _Coins(secret + f"{length} {variance}".encode())
        return np.array([_gaussian(coins, variance) for _ in range(length)], dtype=np.int64)

    return draw


@dataclass(slots=True, repr=False)
class _Coins:
    """Uniform integers from SHAKE256, block after block."""

    key: bytes
    _block: int = 0
    _waiting: bytes = field(default=b"")

    def below(self, end: int) -> int:
        """Return a uniform integer of [0, end): bits are drawn again until they lie below."""
        bits = (end - 1).bit_length()
        while True:
            drawn = int.from_bytes(self._take(-(-bits // 8)), "big") & ((1 << bits) - 1)
            if drawn < end:
                return drawn

    def _take(self, count: int) -> bytes:
        while len(self._waiting) < count:
            said = _PREFIX + self._block.to_bytes(8, "big") + self.key
            self._waiting += hashlib.shake_256(said).digest(_BLOCK_BYTES)
            self._block += 1
        taken, self._waiting = self._waiting[:count], self._waiting[count:]
        return taken


def _gaussian(coins: _Coins, variance: Fraction) -> int:
    """Algorithm 3: a discrete Laplace draw, kept with the chance that makes it a discrete Gaussian one."""
    scale = isqrt(variance.numerator // variance.denominator) + 1
    while True:
        drawn = _laplace(coins, scale)
        if _is_exponential(coins, (abs(drawn) - variance / scale) ** 2 / (2 * variance)):
            return drawn


def _laplace(coins: _Coins, scale: int) -> int:
    """Algorithm 2: a draw with chance proportional to exp(-|x| / scale)."""
    while True:
        low = coins.below(scale)
        if not _is_small_exponential(coins, low, scale):
            continue
        high = 0
        while _is_small_exponential(coins, 1, 1):
            high += 1
        drawn, is_negative = low + scale * high, coins.below(2) == 1
        if drawn or not is_negative:
            return -drawn if is_negative else drawn


def _is_exponential(coins: _Coins, exponent: Fraction) -> bool:
    """Algorithm 1: true with chance exp(-exponent), for any exponent ≥ 0."""
    whole, rest = divmod(exponent, 1)
    if not all(_is_small_exponential(coins, 1, 1) for _ in range(whole)):
        return False
    return _is_small_exponential(coins, rest.numerator, rest.denominator)


def _is_small_exponential(coins: _Coins, numerator: int, denominator: int) -> bool:
    """Algorithm 1: true with chance exp(-numerator / denominator), for a fraction in [0, 1]."""
    tries = 1
    while coins.below(denominator * tries) < numerator:
        tries += 1
    return tries % 2 == 1
