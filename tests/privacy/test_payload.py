"""A ciphertext opens to one of five things, in one form each."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.errors import LengthError, SealError
from privacy.payload import (
    NoisyVector,
    ProvedHelper,
    ProvedLeader,
    decode_helper_seed,
    decode_leader_share,
    decode_noisy_vector,
    decode_proved_helper,
    decode_proved_leader,
    encode_payload,
)
from privacy.shares import HelperSeed, LeaderShare
from tests.vectors.files import read

VECTORS = read("crypto.json")["shares"]
SITE = encode_payload(NoisyVector(np.array([1, -2, 3], dtype=np.int64)))
LEADER = encode_payload(LeaderShare(np.array([1, 2, 3], dtype=np.uint64)))
SEED = encode_payload(HelperSeed(bytes(32)))


@pytest.mark.parametrize("vector", VECTORS, ids=["one entry", "seven entries", "another header"])
def test_payloads_are_as_in_the_vector(vector: dict[str, Any]) -> None:
    values = np.array(vector["vector"], dtype=np.int64)
    leader = np.array([int(value) for value in vector["leader"]], dtype=np.uint64)

    assert encode_payload(NoisyVector(values)).hex() == vector["site_payload"]
    assert encode_payload(HelperSeed(bytes.fromhex(vector["seed"]))).hex() == vector["helper_payload"]
    assert encode_payload(LeaderShare(leader)).hex() == vector["leader_payload"]


@given(st.lists(st.integers(-(1 << 63), (1 << 63) - 1), min_size=1, max_size=20))
def test_noisy_vector_comes_back(entries: list[int]) -> None:
    encoded = encode_payload(NoisyVector(np.array(entries, dtype=np.int64)))

    assert decode_noisy_vector(encoded, len(entries)).values.tolist() == entries


@given(st.lists(st.integers(0, (1 << 64) - 1), min_size=1, max_size=20))
def test_leader_share_comes_back(entries: list[int]) -> None:
    encoded = encode_payload(LeaderShare(np.array(entries, dtype=np.uint64)))

    assert decode_leader_share(encoded, len(entries)).values.tolist() == entries


@given(st.binary(min_size=32, max_size=32))
def test_seed_comes_back(seed: bytes) -> None:
    assert decode_helper_seed(encode_payload(HelperSeed(seed))).seed == seed


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for decode in (decode_noisy_vector, decode_leader_share):
        try:
            assert encode_payload(decode(data, 3)) == data
        except (SealError, LengthError):
            continue


@pytest.mark.parametrize(
    "data",
    [b"", b"\x01", LEADER, SEED, SITE[:-1], SITE + b"\0", b"\x01\xff\xff\xff\xff" + SITE[5:]],
    ids=["empty", "kind only", "leader share", "seed", "cut", "trailing byte", "length lies"],
)
def test_other_bytes_are_no_noisy_vector(data: bytes) -> None:
    with pytest.raises(SealError, match="expected"):
        decode_noisy_vector(data, 3)


@pytest.mark.parametrize("data", [SITE, SEED], ids=["noisy vector", "seed"])
def test_other_kinds_are_no_leader_share(data: bytes) -> None:
    with pytest.raises(SealError, match="kind 03"):
        decode_leader_share(data, 3)


@pytest.mark.parametrize(
    "data", [b"", SITE, SEED[:-1], SEED + b"\0"], ids=["empty", "noisy vector", "cut", "trailing byte"]
)
def test_other_bytes_are_no_seed(data: bytes) -> None:
    with pytest.raises(SealError, match="helper seed"):
        decode_helper_seed(data)


@pytest.mark.parametrize("length", [2, 4])
def test_another_length_is_told_from_another_kind(length: int) -> None:
    with pytest.raises(LengthError, match=f"expected {length} entries, got 3"):
        decode_noisy_vector(SITE, length)


def test_noisy_vector_is_checked_and_prints_no_value() -> None:
    with pytest.raises(ValueError, match="expected int64"):
        NoisyVector(np.zeros(3, dtype=np.int32))

    assert repr(NoisyVector(np.array([77], dtype=np.int64))) == "NoisyVector(1 entries)"


def test_proved_shares_come_back() -> None:
    leader, helper = ProvedLeader(b"p" * 64, b"s" * 80), ProvedHelper(b"p" * 64, b"t" * 64)

    assert decode_proved_leader(encode_payload(leader), 80) == leader
    assert decode_proved_helper(encode_payload(helper)) == helper


def test_proved_shares_of_another_kind_or_length_are_refused() -> None:
    leader = encode_payload(ProvedLeader(b"p" * 64, b"s" * 64))

    with pytest.raises(SealError, match="kind 05, got kind 04"):
        decode_proved_helper(leader)
    with pytest.raises(SealError, match="got kind none"):
        decode_proved_leader(b"", 64)
    with pytest.raises(LengthError, match="expected 145 bytes, got 129"):
        decode_proved_leader(leader, 80)


def test_a_public_share_has_one_length() -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        ProvedHelper(b"p" * 63, b"s" * 64)
