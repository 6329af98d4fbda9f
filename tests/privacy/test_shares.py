"""Two shares make the vector; one share makes nothing."""

import secrets
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from privacy.errors import ShareError
from privacy.shares import HelperSeed, LeaderShare, aggregate, combine, expand, split, to_ring
from shared.wire.codec import MAX_ENTRIES
from tests.vectors.files import read

VECTORS = read("crypto.json")["shares"]
ENTRIES = st.integers(-(1 << 63), (1 << 63) - 1)
vectors = st.lists(ENTRIES, min_size=1, max_size=40).map(lambda entries: np.array(entries, dtype=np.int64))


@given(vectors, st.binary(max_size=60))
def test_two_shares_make_the_vector(vector: NDArray[np.int64], header: bytes) -> None:
    leader, helper = split(vector, header, secrets.token_bytes)

    combined = combine(leader.values, expand(helper, header, len(vector)))

    assert combined.dtype == np.int64
    assert combined.tolist() == vector.tolist()


@given(st.lists(st.lists(st.integers(-(1 << 40), 1 << 40), min_size=3, max_size=3), max_size=8))
def test_summed_shares_make_the_sum(entries: list[list[int]]) -> None:
    leaders, helpers = [], []
    for number, row in enumerate(entries):
        header = str(number).encode()
        leader, helper = split(np.array(row, dtype=np.int64), header, secrets.token_bytes)
        leaders.append(leader.values)
        helpers.append(expand(helper, header, 3))

    total = combine(aggregate(leaders, 3), aggregate(helpers, 3))

    assert total.tolist() == [sum(row[column] for row in entries) for column in range(3)]


@given(vectors)
def test_noise_added_to_a_share_is_added_to_the_sum(vector: NDArray[np.int64]) -> None:
    leader, helper = split(vector // 2, b"h", secrets.token_bytes)
    noise = np.full(len(vector), -5, dtype=np.int64)

    combined = combine(leader.values + to_ring(noise), expand(helper, b"h", len(vector)))

    assert combined.tolist() == [value // 2 - 5 for value in vector.tolist()]


@pytest.mark.parametrize("vector", VECTORS, ids=["one entry", "seven entries", "another header"])
def test_split_is_as_in_the_vector(vector: dict[str, Any]) -> None:
    header, seed = bytes.fromhex(vector["header"]), bytes.fromhex(vector["seed"])
    exact = np.array(vector["vector"], dtype=np.int64)

    leader, helper = split(exact, header, lambda _: seed)

    assert helper.seed == seed
    assert [str(value) for value in leader.values] == vector["leader"]
    assert [str(value) for value in expand(helper, header, len(exact))] == vector["expansion"]


def test_the_same_seed_expands_otherwise_under_another_header() -> None:
    helper = HelperSeed(bytes(32))

    assert expand(helper, b"a", 4).tolist() != expand(helper, b"b", 4).tolist()


def test_a_longer_expansion_begins_with_the_shorter() -> None:
    helper = HelperSeed(bytes(32))

    assert expand(helper, b"a", 9)[:4].tolist() == expand(helper, b"a", 4).tolist()


def test_splitting_leaves_the_vector_as_it_was() -> None:
    vector = np.array([1, -2, 3], dtype=np.int64)

    split(vector, b"h", secrets.token_bytes)

    assert vector.tolist() == [1, -2, 3]


@pytest.mark.parametrize(
    "vector",
    [
        np.zeros(0, np.int64),
        np.zeros((2, 2), np.int64),
        np.zeros(3, np.int32),
        np.zeros(MAX_ENTRIES + 1, np.int64),
    ],
    ids=["empty", "a matrix", "32 bits", "too long"],
)
def test_other_vectors_are_not_split(vector: NDArray[np.int64]) -> None:
    with pytest.raises(ValueError, match="expected int64"):
        split(vector, b"h", secrets.token_bytes)


@pytest.mark.parametrize("length", [0, MAX_ENTRIES + 1])
def test_expansion_is_bounded(length: int) -> None:
    with pytest.raises(ValueError, match="expected a length"):
        expand(HelperSeed(bytes(32)), b"h", length)


def test_seed_has_32_bytes() -> None:
    with pytest.raises(ValueError, match="seed of 32 bytes"):
        HelperSeed(bytes(31))


def test_shares_of_other_lengths_are_not_summed() -> None:
    with pytest.raises(ShareError, match="length 2"):
        aggregate([np.zeros(3, np.uint64)], 2)


def test_shares_of_other_lengths_are_not_combined() -> None:
    with pytest.raises(ShareError, match="one length"):
        combine(np.zeros(3, np.uint64), np.zeros(2, np.uint64))


def test_shares_print_nothing() -> None:
    leader, helper = split(np.array([7], dtype=np.int64), b"h", secrets.token_bytes)

    assert (repr(leader), repr(helper)) == ("LeaderShare(…)", "HelperSeed(…)")


def test_leader_share_is_checked() -> None:
    with pytest.raises(ValueError, match="expected uint64"):
        LeaderShare(np.zeros(3, np.int64))
