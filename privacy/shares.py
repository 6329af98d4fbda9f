"""Two additive shares of an integer vector in the ring of integers mod 2**64.

The helper's share is a 32-byte seed, expanded by SHAKE128 under the report's header; the leader's share is
the vector minus that expansion. Sums of shares are shares of sums.
Source: shared/wire/PROTOCOL.md §6.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from privacy.errors import ShareError
from privacy.randomness import Random
from shared.wire.codec import MAX_ENTRIES
from shared.wire.reader import bytes32

SEED_BYTES: Final = 32
"""Entropy of the helper's share."""

_EXPAND: Final = b"shoal/1 expand"


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class LeaderShare:
    """The vector minus the expansion; without the seed every value is equally likely."""

    values: NDArray[np.uint64]
    """uint64 (n,): residues mod 2**64."""

    def __post_init__(self) -> None:
        _check(self.values, np.uint64)

    @override
    def __repr__(self) -> str:
        return "LeaderShare(…)"


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class HelperSeed:
    """The seed of the expansion; knows nothing of the vector, not even its length."""

    seed: bytes
    """32 uniform bytes."""

    def __post_init__(self) -> None:
        if len(self.seed) != SEED_BYTES:
            raise ValueError(f"expected a seed of {SEED_BYTES} bytes, got {len(self.seed)}")

    @override
    def __repr__(self) -> str:
        return "HelperSeed(…)"


def split(vector: NDArray[np.int64], header: bytes, random: Random) -> tuple[LeaderShare, HelperSeed]:
    """Return two shares that sum to the vector mod 2**64; either alone is uniform.

    Shape: int64 (n,), 1 ≤ n ≤ 200,000; every int64 value is representable.  Source: PROTOCOL.md §6.
    """
    _check(vector, np.int64)
    helper = HelperSeed(random(SEED_BYTES))
    return LeaderShare(vector.view(np.uint64) - expand(helper, header, len(vector))), helper


def expand(helper: HelperSeed, header: bytes, length: int) -> NDArray[np.uint64]:
    """Return the helper's share as uint64 (length,): SHAKE128 read as little-endian words.

    Bound: length in [1, 200,000].  Source: PROTOCOL.md §6.2.
    """
    if not 1 <= length <= MAX_ENTRIES:
        raise ValueError(f"expected a length of 1 to {MAX_ENTRIES}, got {length}")
    stream = hashlib.shake_128(_EXPAND + bytes32(header) + helper.seed).digest(8 * length)
    return np.frombuffer(stream, dtype="<u8").astype(np.uint64)


def aggregate(shares: Iterable[NDArray[np.uint64]], length: int) -> NDArray[np.uint64]:
    """Return the sum of the shares mod 2**64, uint64 (length,); all zero when there are none.

    Raises: ShareError when one has another length.
    """
    total = np.zeros(length, dtype=np.uint64)
    for share in shares:
        if share.shape != (length,):
            raise ShareError(f"expected shares of length {length}, got shape {share.shape}")
        total += share
    return total


def combine(leader: NDArray[np.uint64], helper: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return the vector (or sum of vectors) behind two shares, centred on zero: int64 (n,).

    Bound: exact while every true entry lies in [−2**63, 2**63).  Raises: ShareError on unequal lengths.
    """
    if leader.shape != helper.shape:
        raise ShareError(f"expected two shares of one length, got {leader.shape} and {helper.shape}")
    return (leader + helper).view(np.int64)


def to_ring(vector: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return a signed vector (such as noise) as residues mod 2**64, so that it can be added to a share."""
    _check(vector, np.int64)
    return vector.view(np.uint64).copy()


def _check(values: NDArray[np.int64] | NDArray[np.uint64], dtype: type) -> None:
    if values.dtype != dtype or values.ndim != 1 or not 1 <= len(values) <= MAX_ENTRIES:
        raise ValueError(
            f"expected {np.dtype(dtype).name} (n,) with 1 ≤ n ≤ {MAX_ENTRIES}, "
            f"got {values.dtype} {values.shape}"
        )
