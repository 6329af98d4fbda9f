"""Integers as bits, and many bits checked at once: what the circuits for vectors have in common.

Source: draft-irtf-cfrg-vdaf §7.4.2 (range-checked integers) and §7.4.3 (parallel range checks).
"""

import numpy as np

from privacy.vdaf.field import Elements, Field


def bit_weights(most: int) -> list[int]:
    """Return what each bit of an integer in [0, most] counts: powers of two, and a last one up to ``most``.

    So no choice of bits speaks of more than ``most``, and every integer up to it has one.
    """
    if most < 1:
        raise ValueError(f"expected a maximum of at least 1, got {most}")
    bits = most.bit_length()
    return [1 << at for at in range(bits - 1)] + [most - (1 << bits - 1) + 1]


def to_bits(value: int, most: int) -> list[int]:
    """Return the bits of an integer in [0, most] under `bit_weights`.

    Raises: ValueError for an integer outside.
    """
    if not 0 <= value <= most:
        raise ValueError(f"expected an integer from 0 to {most}, got {value}")
    *lower, last = bit_weights(most)
    is_high = value > sum(lower)
    rest = value - last if is_high else value
    return [rest >> at & 1 for at in range(len(lower))] + [int(is_high)]


def from_bits(field: Field, bits: Elements, most: int) -> Elements:
    """Return (shares of) the integers behind theirs of their bits: int64 (limbs, n · bits) to (limbs, n)."""
    weights = field.from_ints(bit_weights(most))
    rows = bits.reshape(field.limbs, -1, weights.shape[1])
    return field.matmul(rows, weights[:, :, None])[:, :, 0]


def calls_for(length: int, chunk_length: int) -> int:
    """Return how many gadgets of ``chunk_length`` products check ``length`` bits."""
    return -(-length // chunk_length)


def parallel_inputs(
    field: Field, bits: Elements, joint_rand: Elements, chunk_length: int, *, shares: int
) -> Elements:
    """Return the wires that check bits in parallel: int64 (limbs, 2 · chunk_length, calls).

    Call i multiplies rᵢʲ · b by b − 1 for the j-th of its bits b and adds up, which is zero for every r only
    when every b is 0 or 1. Each of several parties takes its part of the one that is subtracted.
    """
    calls = calls_for(bits.shape[1], chunk_length)
    padded = field.zeros(calls * chunk_length)
    padded[:, : bits.shape[1]] = bits
    chunks = padded.reshape(field.limbs, calls, chunk_length)
    wires = field.zeros(calls, 2 * chunk_length)
    wires[:, :, 0::2] = field.multiply(field.powers(joint_rand, chunk_length), chunks)
    one = field.element(field.inverse(shares))[:, :, None]
    wires[:, :, 1::2] = field.subtract(chunks, one)
    return np.ascontiguousarray(wires.swapaxes(1, 2))


def best_chunk_length(length: int) -> int:
    """Return the chunk length that makes the shortest proof, the smallest of several (§7.4.3: by trial)."""
    return min(range(1, length + 1), key=lambda chunk: _proof_length(length, chunk))


def _proof_length(length: int, chunk_length: int) -> int:
    wire_values = 1 << calls_for(length, chunk_length).bit_length()
    return 2 * chunk_length + 2 * wire_values - 1
