"""Sharding, verifying and summing fit together; what an edge or a peer sends otherwise is refused."""

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.errors import ProofError
from privacy.vdaf.prio3 import Prio3, Sharded
from privacy.vdaf.variants import prio3_count, prio3_sum_vec, prio3_sum_vec_with_multiproof

KEY, NONCE = bytes(range(32)), bytes(range(16))
VDAF = prio3_sum_vec(b"tests", length=3, max_measurement=300, chunk_length=5)
ENTRIES = st.lists(st.integers(0, 300), min_size=3, max_size=3)


def verified(vdaf: Prio3, sharded: Sharded, nonce: bytes = NONCE, key: bytes = KEY) -> list[int]:
    """Return what one report adds to the sum, or raise ProofError."""
    left, left_share = vdaf.verify_init(key, 0, nonce, sharded.public, sharded.leader)
    right, right_share = vdaf.verify_init(key, 1, nonce, sharded.public, sharded.helper)
    message = vdaf.verifier_shares_to_message(left_share, right_share)
    return vdaf.unshard(vdaf.verify_next(left, message), vdaf.verify_next(right, message))


def sharded(measurement: list[int], vdaf: Prio3 = VDAF) -> Sharded:
    return vdaf.shard(measurement, NONCE, secrets.token_bytes(vdaf.rand_size))


@given(ENTRIES)
def test_a_valid_measurement_is_verified_and_summed(measurement: list[int]) -> None:
    assert verified(VDAF, sharded(measurement)) == measurement


@pytest.mark.parametrize("entry", [2, -1, 10**12], ids=["two", "minus one", "a million millions"])
def test_an_entry_out_of_range_is_refused(entry: int) -> None:
    encoded = VDAF.circuit.encode(VDAF.field, [1, 2, 3])
    encoded[:, 4] = VDAF.field.from_ints([entry])[:, 0]
    shares = VDAF.shard_encoded(encoded, NONCE, secrets.token_bytes(VDAF.rand_size))

    with pytest.raises(ProofError, match="does not hold"):
        verified(VDAF, shares)


def test_a_small_field_with_several_proofs_verifies_and_refuses_alike() -> None:
    vdaf = prio3_sum_vec_with_multiproof(b"tests", 3, 300, 5, 2)
    encoded = vdaf.circuit.encode(vdaf.field, [1, 2, 3])
    encoded[:, 0] = vdaf.field.from_ints([5])[:, 0]
    bad = vdaf.shard_encoded(encoded, NONCE, secrets.token_bytes(vdaf.rand_size))

    assert verified(vdaf, sharded([300, 0, 1], vdaf)) == [300, 0, 1]
    with pytest.raises(ProofError):
        verified(vdaf, bad)


def test_shares_of_one_context_are_worth_nothing_in_another() -> None:
    other = prio3_sum_vec(b"other", length=3, max_measurement=300, chunk_length=5)

    with pytest.raises(ProofError):
        verified(other, sharded([1, 2, 3]))


def test_shares_under_another_nonce_are_refused() -> None:
    with pytest.raises(ProofError):
        verified(VDAF, sharded([1, 2, 3]), nonce=bytes(16))


def test_without_joint_randomness_messages_are_empty() -> None:
    count = prio3_count(b"tests")
    shares = count.shard([1], NONCE, secrets.token_bytes(count.rand_size))

    _, left = count.verify_init(KEY, 0, NONCE, shares.public, shares.leader)
    _, right = count.verify_init(KEY, 1, NONCE, shares.public, shares.helper)

    assert shares.public == b""
    assert len(shares.helper) == 32
    assert count.verifier_shares_to_message(left, right) == b""


def test_sizes_are_known_before_anything_is_made() -> None:
    shares = sharded([1, 2, 3])

    _, verifier = VDAF.verify_init(KEY, 1, NONCE, shares.public, shares.helper)

    assert len(shares.leader) == VDAF.leader_share_size
    assert len(verifier) == VDAF.verifier_share_size
    assert len(shares.helper) == 64


@pytest.mark.parametrize(("nonce", "rand"), [(bytes(15), bytes(128)), (NONCE, bytes(127))])
def test_a_wrong_nonce_or_rand_is_refused(nonce: bytes, rand: bytes) -> None:
    with pytest.raises(ValueError, match="expected 16 and 128 bytes"):
        VDAF.shard([1, 2, 3], nonce, rand)


def test_a_share_of_another_length_is_refused() -> None:
    shares = sharded([1, 2, 3])

    with pytest.raises(ProofError, match="input share"):
        VDAF.verify_init(KEY, 1, NONCE, shares.public, shares.helper + b"\0")


def test_a_public_share_of_another_length_is_refused() -> None:
    shares = sharded([1, 2, 3])

    with pytest.raises(ProofError, match="public share"):
        VDAF.verify_init(KEY, 0, NONCE, b"", shares.leader)


def test_elements_that_are_none_are_refused() -> None:
    shares = sharded([1, 2, 3])

    with pytest.raises(ProofError, match="elements of the field"):
        VDAF.verify_init(KEY, 0, NONCE, shares.public, b"\xff" * 16 + shares.leader[16:])


@pytest.mark.parametrize("length", [0, -1])
def test_a_verifier_share_of_another_length_is_refused(length: int) -> None:
    shares = sharded([1, 2, 3])
    _, verifier = VDAF.verify_init(KEY, 0, NONCE, shares.public, shares.leader)

    with pytest.raises(ProofError, match="verifier share"):
        VDAF.verifier_shares_to_message(verifier, verifier[:length])


def test_another_message_is_refused_by_each_party() -> None:
    shares = sharded([1, 2, 3])
    state, _ = VDAF.verify_init(KEY, 0, NONCE, shares.public, shares.leader)

    with pytest.raises(ProofError, match="joint randomness"):
        VDAF.verify_next(state, bytes(32))


def test_shares_print_nothing() -> None:
    shares = sharded([1, 2, 3])

    assert shares.leader.hex()[:16] not in repr(shares)
