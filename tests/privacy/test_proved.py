"""A proved vector comes back from its shares; out of bounds it is not proved, forged not verified."""

import secrets
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from privacy.errors import ProofError, ShareError
from privacy.payload import ProvedHelper, ProvedLeader
from privacy.proved import MOST_COVERAGE_S, ProvedVectors
from privacy.vdaf.field import FIELD128
from tests.support.proved_world import ForgedVectors

KEY, REPORT_ID, HEADER = bytes(range(32)), bytes(range(16)), b"a header"
VECTORS = ProvedVectors(entries=4, most=10)
vectors = st.tuples(
    st.lists(st.integers(0, 10), min_size=3, max_size=3), st.integers(0, MOST_COVERAGE_S)
).map(lambda parts: np.array([*parts[0], parts[1]], dtype=np.int64))


def made(vector: NDArray[np.int64], header: bytes = HEADER) -> tuple[ProvedLeader, ProvedHelper]:
    return VECTORS.shard(vector, header, REPORT_ID, secrets.token_bytes)


def verify(
    leader: ProvedLeader, helper: ProvedHelper, header: bytes = HEADER, vectors: ProvedVectors = VECTORS
) -> None:
    """Verify as both parties do, or raise ProofError."""
    left = vectors.verifying(leader, header, REPORT_ID, KEY)
    right = vectors.verifying(helper, header, REPORT_ID, KEY)
    left.output(right.share)
    right.output(left.share)


@settings(max_examples=25)
@given(vectors)
def test_a_vector_in_bounds_is_verified_and_comes_back(vector: NDArray[np.int64]) -> None:
    leader, helper = made(vector)

    verify(leader, helper)
    sums = VECTORS.summed([(leader, HEADER)]), VECTORS.summed([(helper, HEADER)])

    assert VECTORS.opened(*sums).tolist() == vector.tolist()


def test_sums_of_shares_with_noise_are_sums_of_vectors_with_noise() -> None:
    both = [np.array([1, 2, 3, 90_000]), np.array([10, 0, 0, 80_000])]
    headers = [b"one", b"two"]
    shares = [made(vector, header) for vector, header in zip(both, headers, strict=True)]

    left = VECTORS.summed((leader, header) for (leader, _), header in zip(shares, headers, strict=True))
    right = VECTORS.summed((helper, header) for (_, helper), header in zip(shares, headers, strict=True))
    noisy = VECTORS.noisy(left, np.array([-20, 5, 0]))

    assert VECTORS.opened(noisy, right).tolist() == [-9, 7, 3, 170_000]


@pytest.mark.parametrize("entry", [2, -1, 10**12], ids=["two", "minus one", "a million millions"])
def test_a_forged_entry_is_refused_by_both(entry: int) -> None:
    forged = ForgedVectors(4, 10, entry)
    shares = forged.forged(np.array([1, 2, 3, 60]), HEADER, REPORT_ID, secrets.token_bytes)

    with pytest.raises(ProofError):
        verify(*shares)


def test_shares_under_another_header_are_refused() -> None:
    leader, helper = made(np.array([1, 2, 3, 60]))

    with pytest.raises(ProofError):
        verify(leader, helper, header=b"another header")


def test_a_vector_is_cut_to_what_can_be_proved() -> None:
    bounded = VECTORS.bounded(np.array([-5, 10, 10**12, 10**9]))

    assert bounded.dtype == np.int64
    assert bounded.tolist() == [0, 10, 10, MOST_COVERAGE_S]


@pytest.mark.parametrize("vector", [[1, 2, 11, 60], [1, 2, 60], [1, 2, 3, -1], [1, 2, 3, 1 << 20]])
def test_a_vector_out_of_bounds_is_not_proved(vector: list[int]) -> None:
    with pytest.raises(ShareError, match="within bounds"):
        made(np.array(vector))


@pytest.mark.parametrize(("entries", "most"), [(1, 5), (4, 0)])
def test_nothing_to_prove_is_refused(entries: int, most: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        ProvedVectors(entries, most)


@pytest.mark.parametrize("most", [1, 10, 1000, 1 << 20, (1 << 31) - 1])
def test_digits_are_the_fewest_that_say_any_coverage(most: int) -> None:
    digits = ProvedVectors(2, most).digits

    assert (most + 1) ** digits > MOST_COVERAGE_S
    assert digits == 1 or (most + 1) ** (digits - 1) <= MOST_COVERAGE_S


def test_sizes_are_those_of_what_is_made() -> None:
    leader, _ = made(np.array([1, 2, 3, 60]))

    assert len(leader.share) == VECTORS.leader_share_bytes
    assert len(VECTORS.summed([])) == VECTORS.sum_bytes


@pytest.mark.parametrize("cut", [1, 16])
def test_sums_of_another_length_are_refused(cut: int) -> None:
    total = VECTORS.summed([])

    with pytest.raises(ShareError, match="two sums of"):
        VECTORS.opened(total, total[:-cut])


def test_sums_that_are_not_of_the_field_are_refused() -> None:
    with pytest.raises(ShareError, match="in the field"):
        VECTORS.opened(VECTORS.summed([]), b"\xff" * VECTORS.sum_bytes)


def test_a_sum_beyond_all_integers_is_refused() -> None:
    huge = FIELD128.encode(FIELD128.from_ints([1 << 64] + [0] * (VECTORS.sum_bytes // 16 - 1)))

    with pytest.raises(ShareError, match="beyond all integers"):
        VECTORS.opened(huge, VECTORS.summed([]))


def test_shares_print_nothing() -> None:
    leader, helper = made(np.array([1, 2, 3, 60]))
    verifying = VECTORS.verifying(leader, HEADER, REPORT_ID, KEY)

    printed = f"{leader} {helper} {verifying}"

    assert not any(share.hex()[:8] in printed for share in (leader.share, helper.share, verifying.share))
    assert all(first != second for first, second in pairwise([repr(leader), repr(helper)]))
