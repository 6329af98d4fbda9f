"""A signature holds for its key, its message and its purpose, and for nothing else."""

import secrets
from typing import get_args

import pytest

from privacy.errors import KeyFormatError
from privacy.signing import SigningKey, edge_id, fingerprint, verify
from shared.wire.codec import Context
from tests.vectors.files import read

VECTOR = read("crypto.json")["signing"]
KEY = SigningKey.from_bytes(bytes.fromhex(VECTOR["secret"]))


def test_key_and_names_are_as_in_the_vector() -> None:
    assert KEY.public_key.hex() == VECTOR["public_key"]
    assert fingerprint(KEY.public_key) == VECTOR["fingerprint"]
    assert edge_id(KEY.public_key) == VECTOR["fingerprint"]


def test_signature_is_as_in_the_vector() -> None:
    signature = KEY.sign("shoal/1 report", bytes.fromhex(VECTOR["message"]))

    assert signature.hex() == VECTOR["signature"]


@pytest.mark.parametrize("context", get_args(Context))
def test_signature_holds_for_one_context_only(context: Context) -> None:
    signature = KEY.sign("shoal/1 report", b"message")

    assert verify(KEY.public_key, context, b"message", signature) == (context == "shoal/1 report")


def test_signature_holds_for_one_message_only() -> None:
    signature = KEY.sign("shoal/1 report", b"message")

    assert not verify(KEY.public_key, "shoal/1 report", b"messagE", signature)


def test_signature_holds_for_one_key_only() -> None:
    other = SigningKey.generate(secrets.token_bytes)

    assert not verify(other.public_key, "shoal/1 keys", b"m", KEY.sign("shoal/1 keys", b"m"))


@pytest.mark.parametrize("signature", [b"", bytes(63), bytes(64), bytes(65)], ids=len)
def test_other_bytes_are_no_signature(signature: bytes) -> None:
    assert not verify(KEY.public_key, "shoal/1 keys", b"m", signature)


@pytest.mark.parametrize("public_key", [b"", bytes(31), bytes(33)], ids=len)
def test_other_bytes_are_no_key(public_key: bytes) -> None:
    assert not verify(public_key, "shoal/1 keys", b"m", KEY.sign("shoal/1 keys", b"m"))


def test_key_comes_back_from_its_bytes() -> None:
    assert SigningKey.from_bytes(KEY.to_bytes()).public_key == KEY.public_key


def test_other_bytes_are_no_signing_key() -> None:
    with pytest.raises(KeyFormatError, match="32 bytes, got 31"):
        SigningKey.from_bytes(bytes(31))


def test_signing_key_prints_nothing() -> None:
    assert repr(KEY) == "SigningKey(…)"
