"""What is sealed to one party opens for that party only, under that header only."""

import secrets

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy.errors import KeyFormatError, SealError
from privacy.keys import HpkePrivateKey, HpkePublicKey
from privacy.sealing import open_sealed, seal
from tests.vectors.files import read

CRYPTO = read("crypto.json")
KEY = HpkePrivateKey.from_bytes(bytes.fromhex(CRYPTO["hpke_key"]["secret"]))
SEALED = seal(b"payload", KEY.public_key, header=b"header", role="leader")
OVERHEAD = 1120 + 16
"""The encapsulated key (ML-KEM-768 ciphertext 1088, X25519 32) and the tag."""


@pytest.mark.parametrize("vector", CRYPTO["sealed"], ids=lambda v: v["role"])
def test_fixed_ciphertext_opens(vector: dict[str, str]) -> None:
    header, ciphertext = bytes.fromhex(vector["header"]), bytes.fromhex(vector["ciphertext"])

    opened = open_sealed(ciphertext, KEY, header=header, role=vector["role"])  # type: ignore[arg-type]  # from JSON

    assert opened.hex() == vector["payload"]


@settings(max_examples=20)
@given(st.binary(max_size=200), st.binary(max_size=40))
def test_sealed_payload_opens(payload: bytes, header: bytes) -> None:
    sealed = seal(payload, KEY.public_key, header=header, role="helper")

    assert len(sealed) == len(payload) + OVERHEAD
    assert open_sealed(sealed, KEY, header=header, role="helper") == payload


@settings(max_examples=40)
@given(st.integers(0, len(SEALED) - 1), st.integers(0, 7))
def test_no_bit_may_change(byte: int, bit: int) -> None:
    changed = bytearray(SEALED)
    changed[byte] ^= 1 << bit

    with pytest.raises(SealError, match="expected a share sealed to this key"):
        open_sealed(bytes(changed), KEY, header=b"header", role="leader")


def test_another_header_does_not_open() -> None:
    with pytest.raises(SealError):
        open_sealed(SEALED, KEY, header=b"headeR", role="leader")


def test_another_role_does_not_open() -> None:
    with pytest.raises(SealError):
        open_sealed(SEALED, KEY, header=b"header", role="helper")


def test_another_key_does_not_open() -> None:
    with pytest.raises(SealError):
        open_sealed(SEALED, HpkePrivateKey.generate(secrets.token_bytes), header=b"header", role="leader")


@pytest.mark.parametrize("length", [0, 1, 1119, 1120, 1135])
def test_too_few_bytes_do_not_open(length: int) -> None:
    with pytest.raises(SealError):
        open_sealed(SEALED[:length], KEY, header=b"header", role="leader")


def test_sealing_twice_gives_two_ciphertexts() -> None:
    assert seal(b"payload", KEY.public_key, header=b"header", role="leader") != SEALED


def test_degenerate_key_is_not_sealed_to() -> None:
    low_order = HpkePublicKey(mlkem=KEY.public_key.mlkem, x25519=bytes(32))

    with pytest.raises(KeyFormatError, match="degenerate"):
        seal(b"payload", low_order, header=b"header", role="leader")
