"""A hybrid key is its two components, and comes back from 96 bytes."""

import secrets

import pytest

from privacy.errors import KeyFormatError
from privacy.keys import HpkePrivateKey, HpkePublicKey
from tests.vectors.files import read

VECTOR = read("crypto.json")["hpke_key"]


def test_key_is_as_in_the_vector() -> None:
    public = HpkePrivateKey.from_bytes(bytes.fromhex(VECTOR["secret"])).public_key

    assert public.mlkem.hex() == VECTOR["mlkem"]
    assert public.x25519.hex() == VECTOR["x25519"]
    assert public.key_id == VECTOR["key_id"]


def test_key_comes_back_from_its_bytes() -> None:
    key = HpkePrivateKey.generate(secrets.token_bytes)

    assert HpkePrivateKey.from_bytes(key.to_bytes()).public_key == key.public_key


def test_two_keys_are_two() -> None:
    one, other = (HpkePrivateKey.generate(secrets.token_bytes).public_key for _ in range(2))

    assert one.key_id != other.key_id


def test_other_bytes_are_no_private_key() -> None:
    with pytest.raises(KeyFormatError, match="96 bytes, got 95"):
        HpkePrivateKey.from_bytes(bytes(95))


def test_private_components_are_checked() -> None:
    with pytest.raises(ValueError, match="64 and 32 bytes"):
        HpkePrivateKey(mlkem_seed=bytes(32), x25519=bytes(32))


def test_public_components_are_checked() -> None:
    with pytest.raises(ValueError, match="1184 and 32 bytes"):
        HpkePublicKey(mlkem=bytes(1184), x25519=bytes(31))


def test_bytes_outside_the_field_are_no_public_key() -> None:
    with pytest.raises(KeyFormatError, match="ML-KEM-768"):
        HpkePublicKey(mlkem=b"\xff" * 1184, x25519=bytes(32)).to_hybrid()


def test_private_key_prints_nothing() -> None:
    assert repr(HpkePrivateKey.generate(secrets.token_bytes)) == "HpkePrivateKey(…)"
