"""The two prime fields of Prio3, many elements at a time.

An array of elements is int64 ``(limbs, …)``: each in limbs of 22 bits, lowest first, always reduced. They are
that small so that sums of 512 products of them fit the 53 bits in which float64 is exact: matrices are then
multiplied by the linear algebra that numpy brings. Nothing here runs in constant time.
Source: draft-irtf-cfrg-vdaf §6.1 (finite fields).
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

Elements = NDArray[np.int64]
"""int64 (limbs, …): field elements, reduced."""

LIMB_BITS: Final = 22
"""Bits of one limb: 512 · 2**22 · 2**22 = 2**53."""
LONGEST_SUM: Final = 512
"""How many products `Field.matmul` may add up exactly."""

_MASK: Final = (1 << LIMB_BITS) - 1


@dataclass(frozen=True)
class Field:
    """A prime field whose elements take whole 64-bit words and whose group has a large power-of-two part."""

    modulus: int
    """The prime; its highest bit is the highest bit of the encoding."""
    generator: int
    """Generates the subgroup of order 2**order_log2 (§6.1, parameters of the fields)."""
    order_log2: int
    """Binary logarithm of the order of that subgroup."""
    encoded_size: int
    """Bytes of one encoded element, little-endian."""

    @cached_property
    def limbs(self) -> int:
        """Limbs of one element: the fewest that hold all bits."""
        return -(-8 * self.encoded_size // LIMB_BITS)

    def root_of_unity(self, order: int) -> int:
        """Return the principal root of unity of this order, a power of two."""
        return pow(self.generator, (1 << self.order_log2) // order, self.modulus)

    def inverse(self, value: int) -> int:
        """Return the multiplicative inverse of a non-zero integer."""
        return pow(value, -1, self.modulus)

    def zeros(self, *shape: int) -> Elements:
        """Return zeros: int64 (limbs, *shape)."""
        return np.zeros((self.limbs, *shape), dtype=np.int64)

    def element(self, value: int) -> Elements:
        """Return one integer as an element that goes with any array: int64 (limbs, 1)."""
        return self.from_ints([value])

    def from_ints(self, values: list[int]) -> Elements:
        """Return integers, taken modulo the prime, as int64 (limbs, n)."""
        return self.decode(
            b"".join((value % self.modulus).to_bytes(self.encoded_size, "little") for value in values)
        )

    def to_ints(self, elements: Elements) -> list[int]:
        """Return the integers in [0, modulus) behind int64 (limbs, n)."""
        size, encoded = self.encoded_size, self.encode(elements)
        return [int.from_bytes(encoded[at : at + size], "little") for at in range(0, len(encoded), size)]

    def encode(self, elements: Elements) -> bytes:
        """Return int64 (limbs, n) as n little-endian encodings."""
        words = np.zeros((elements.shape[1], self.encoded_size // 8), dtype="<u8")
        for at, limb in enumerate(elements.astype(np.uint64)):
            word, shift = divmod(at * LIMB_BITS, 64)
            words[:, word] |= limb << np.uint64(shift)
            if shift + LIMB_BITS > 64 and word + 1 < words.shape[1]:
                words[:, word + 1] |= limb >> np.uint64(64 - shift)
        return words.tobytes()

    def decode(self, encoded: bytes) -> Elements:
        """Return n little-endian encodings as int64 (limbs, n).

        Raises: ValueError for a length that is no multiple, and for an encoding that is not reduced.
        """
        if len(encoded) % self.encoded_size:
            raise ValueError(f"expected a multiple of {self.encoded_size} bytes, got {len(encoded)}")
        elements = self.cut(encoded)
        if not self.are_reduced(elements).all():
            raise ValueError("expected elements below the modulus, got one that is not")
        return elements

    def cut(self, encoded: bytes) -> Elements:
        """Return encodings as limbs without asking whether they are below the modulus."""
        words = np.frombuffer(encoded, dtype="<u8").reshape(-1, self.encoded_size // 8)
        limbs = np.zeros((self.limbs, len(words)), dtype=np.uint64)
        for at in range(self.limbs):
            word, shift = divmod(at * LIMB_BITS, 64)
            limbs[at] = words[:, word] >> np.uint64(shift)
            if shift + LIMB_BITS > 64 and word + 1 < words.shape[1]:
                limbs[at] |= words[:, word + 1] << np.uint64(64 - shift)
        return (limbs & np.uint64(_MASK)).astype(np.int64)

    def are_reduced(self, limbs: Elements) -> NDArray[np.bool_]:
        """Return bool (…): which values in full limbs lie below the modulus."""
        carry = np.zeros(limbs.shape[1:], dtype=np.int64)
        for limb, of_modulus in zip(limbs, self._modulus, strict=True):
            carry = (limb - of_modulus + carry) >> LIMB_BITS
        return carry < 0

    def add(self, left: Elements, right: Elements) -> Elements:
        """Return the sum, element by element; shapes broadcast."""
        return self._settle(left + right)

    def subtract(self, left: Elements, right: Elements) -> Elements:
        """Return the difference, element by element; shapes broadcast."""
        difference = left - right
        return self._settle(difference + self._modulus.reshape(-1, *[1] * (difference.ndim - 1)))

    def multiply(self, left: Elements, right: Elements) -> Elements:
        """Return the product, element by element; shapes broadcast."""
        shape = np.broadcast_shapes(left.shape[1:], right.shape[1:])
        columns = np.zeros((2 * self.limbs - 1, *shape), dtype=np.int64)
        for at in range(self.limbs):
            columns[at : at + self.limbs] += left[at] * right
        return self._reduce(columns)

    def total(self, elements: Elements) -> Elements:
        """Return the sums over the last axis: int64 (limbs, …, n) to (limbs, …)."""
        return self._reduce(elements.sum(axis=-1))

    def matmul(self, left: Elements, right: Elements) -> Elements:
        """Return the product of two matrices: (limbs, n, k) and (limbs, k, m) to (limbs, n, m).

        Raises: ValueError when k is above 512, where float64 would no longer be exact.
        """
        (limbs, n, k), m = left.shape, right.shape[2]
        if k > LONGEST_SUM:
            raise ValueError(f"expected at most {LONGEST_SUM} products to add up, got {k}")
        factors = right.astype(np.float64)
        columns = np.zeros((2 * limbs - 1, n, m), dtype=np.int64)
        for at in range(limbs):
            columns[at : at + limbs] += (left[at].astype(np.float64) @ factors).astype(np.int64)
        return self._reduce(columns)

    def powers(self, bases: Elements, count: int) -> Elements:
        """Return the powers 1 to count of each base: int64 (limbs, n) to (limbs, n, count)."""
        powers = bases[:, :, None]
        while powers.shape[2] < count:
            powers = np.concatenate([powers, self.multiply(powers, powers[:, :, -1:])], axis=2)
        return powers[:, :, :count]

    @cached_property
    def _modulus(self) -> Elements:
        return self._limbs_of(self.modulus)

    @cached_property
    def _high_bits(self) -> Elements:
        """2**bits modulo the prime, bits being those of an encoding: what a carry out of it is worth."""
        return self._limbs_of((1 << 8 * self.encoded_size) % self.modulus)

    @cached_property
    def _folds(self) -> NDArray[np.float64]:
        """float64 (limbs, limbs + 4): what one unit of each limb above the element is worth in its limbs."""
        worth = [(1 << LIMB_BITS * at) % self.modulus for at in range(self.limbs, 2 * self.limbs + 4)]
        return np.stack([self._limbs_of(value) for value in worth], axis=1).astype(np.float64)

    def _limbs_of(self, value: int) -> Elements:
        return np.array([value >> LIMB_BITS * at & _MASK for at in range(self.limbs)], dtype=np.int64)

    def _reduce(self, columns: Elements) -> Elements:
        """Return columns of a value below 512 · modulus**2 as reduced elements."""
        limbs = _carried(columns, len(columns) + 3)
        low, high = limbs[: self.limbs], limbs[self.limbs :]
        folds = self._folds[:, : len(high)]
        flat = (folds @ high.reshape(len(high), -1).astype(np.float64)).astype(np.int64)
        return self._settle(low + flat.reshape(low.shape))

    def _settle(self, columns: Elements) -> Elements:
        """Return columns as reduced elements; their value is not negative and below 2**(bits + 26)."""
        limbs = _carried(columns, self.limbs + 1)
        top_bits = 8 * self.encoded_size - LIMB_BITS * (self.limbs - 1)
        over = (limbs[-2] >> top_bits) + (limbs[-1] << (LIMB_BITS - top_bits))
        low = limbs[:-1]
        low[-1] &= (1 << top_bits) - 1
        aside = [1] * (columns.ndim - 1)
        low = _carried(low + self._high_bits.reshape(-1, *aside) * over, self.limbs)
        return _carried(low - self._modulus.reshape(-1, *aside) * ~self.are_reduced(low), self.limbs)


def _carried(columns: Elements, limbs: int) -> Elements:
    """Return the same values in limbs of 22 bits each; the values fit them and are not negative."""
    out = np.zeros((limbs, *columns.shape[1:]), dtype=np.int64)
    carry = np.zeros(columns.shape[1:], dtype=np.int64)
    for at in range(limbs):
        carry = carry + columns[at] if at < len(columns) else carry
        out[at] = carry & _MASK
        carry = carry >> LIMB_BITS
    return out


FIELD64: Final = Field(
    modulus=2**32 * 4294967295 + 1,
    generator=pow(7, 4294967295, 2**32 * 4294967295 + 1),
    order_log2=32,
    encoded_size=8,
)
"""Field64 of §6.1."""

FIELD128: Final = Field(
    modulus=2**66 * 4611686018427387897 + 1,
    generator=pow(7, 4611686018427387897, 2**66 * 4611686018427387897 + 1),
    order_log2=66,
    encoded_size=16,
)
"""Field128 of §6.1."""
