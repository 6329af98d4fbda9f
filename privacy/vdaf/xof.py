"""XofTurboShake128: seeds and field elements out of a seed, a domain separation tag and a binder.

Source: draft-irtf-cfrg-vdaf §6.2.1 (XofTurboShake128) and §6.2.3 (the domain separation tag).
"""

from typing import Final

import numpy as np
from Crypto.Hash import TurboSHAKE128

from privacy.vdaf.field import Elements, Field

SEED_SIZE: Final = 32
"""Bytes of a seed that is derived."""

VERSION: Final = 18
"""The draft's version number within every tag: the last draft that changed the wire."""

_ALGORITHM_CLASS: Final = 0
_DOMAIN: Final = 1


class XofTurboShake128:
    """A stream of bytes; the same seed, tag and binder give the same stream."""

    def __init__(self, seed: bytes, tag: bytes, binder: bytes) -> None:
        """Absorb tag and seed, each behind its length, and the binder."""
        if len(tag) >= 1 << 16 or len(seed) >= 1 << 8:
            raise ValueError(
                f"expected a tag below 65536 and a seed below 256 bytes, got {len(tag)}, {len(seed)}"
            )
        self._stream = TurboSHAKE128.new(domain=_DOMAIN)
        self._stream.update(len(tag).to_bytes(2, "little") + tag)
        self._stream.update(len(seed).to_bytes(1, "little") + seed + binder)

    def next(self, length: int) -> bytes:
        """Return the next bytes of the stream."""
        return bytes(self._stream.read(length))

    def next_elements(self, field: Field, length: int) -> Elements:
        """Return the next elements, int64 (limbs, length): encodings that are not reduced are passed over."""
        kept = field.zeros(0)
        while kept.shape[1] < length:
            limbs = field.cut(self.next((length - kept.shape[1]) * field.encoded_size))
            kept = np.concatenate([kept, limbs[:, field.are_reduced(limbs)]], axis=1)
        return kept


def derive_seed(seed: bytes, tag: bytes, binder: bytes) -> bytes:
    """Return a fresh seed of 32 bytes."""
    return XofTurboShake128(seed, tag, binder).next(SEED_SIZE)


def expand(field: Field, seed: bytes, tag: bytes, binder: bytes, length: int) -> Elements:
    """Return ``length`` elements, int64 (limbs, length)."""
    return XofTurboShake128(seed, tag, binder).next_elements(field, length)


def domain_separation_tag(algorithm: int, usage: int, context: bytes) -> bytes:
    """Return the tag of one use of a stream within one algorithm and application context."""
    return (
        VERSION.to_bytes(1, "big")
        + _ALGORITHM_CLASS.to_bytes(1, "big")
        + algorithm.to_bytes(4, "big")
        + usage.to_bytes(2, "big")
        + context
    )
