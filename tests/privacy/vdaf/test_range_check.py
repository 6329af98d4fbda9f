"""Bits speak of every integer in range and of no other."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.vdaf.field import FIELD128
from privacy.vdaf.range_check import (
    best_chunk_length,
    bit_weights,
    calls_for,
    from_bits,
    parallel_inputs,
    to_bits,
)


@given(st.integers(1, 300))
def test_bits_speak_of_every_integer_in_range_and_of_no_other(most: int) -> None:
    weights = bit_weights(most)

    spoken = {
        sum(w for w, bit in zip(weights, bits, strict=True) if bit)
        for bits in product((0, 1), repeat=len(weights))
    }

    assert spoken == set(range(most + 1))


@given(st.integers(1, 10**12), st.data())
def test_an_integer_comes_back_from_its_bits(most: int, data: st.DataObject) -> None:
    value = data.draw(st.integers(0, most))

    bits = to_bits(value, most)

    assert set(bits) <= {0, 1}
    assert FIELD128.to_ints(from_bits(FIELD128, FIELD128.from_ints(bits), most)) == [value]


@pytest.mark.parametrize("value", [-1, 8])
def test_an_integer_outside_has_no_bits(value: int) -> None:
    with pytest.raises(ValueError, match="expected an integer from 0 to 7"):
        to_bits(value, 7)


def test_a_range_of_nothing_but_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        bit_weights(0)


def test_parallel_inputs_pair_powers_of_a_bit_with_the_bit_less_one() -> None:
    bits, rands = FIELD128.from_ints([1, 0, 1]), FIELD128.from_ints([3, 5])

    wires = parallel_inputs(FIELD128, bits, rands, 2, shares=1)

    one = FIELD128.modulus - 1
    assert wires.shape == (6, 4, 2)
    assert FIELD128.to_ints(wires[:, :, 0]) == [3, 0, 0, one]
    assert FIELD128.to_ints(wires[:, :, 1]) == [5, 0, 0, one]


def test_parties_subtract_their_part_of_one() -> None:
    bits, rands = FIELD128.from_ints([1]), FIELD128.from_ints([3])

    wires = parallel_inputs(FIELD128, bits, rands, 1, shares=2)

    half = FIELD128.inverse(2)
    assert FIELD128.to_ints(wires[:, :, 0]) == [3, (1 - half) % FIELD128.modulus]


@pytest.mark.parametrize(("length", "chunk", "calls"), [(10, 5, 2), (11, 5, 3), (1, 9, 1)])
def test_the_last_chunk_may_be_shorter(length: int, chunk: int, calls: int) -> None:
    assert calls_for(length, chunk) == calls


@pytest.mark.parametrize(("length", "chunk"), [(1, 1), (80, 12), (2000, 32)])
def test_the_best_chunk_makes_the_shortest_proof(length: int, chunk: int) -> None:
    assert best_chunk_length(length) == chunk
