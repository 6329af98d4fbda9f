"""Pairing codes survive being typed by people, and point at nothing unsafe."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.wire.errors import MalformedError
from shared.wire.pairing import (
    PairingCode,
    is_allowed_url,
    new_secret,
    normalise_secret,
    parse_pairing_code,
)

FINGERPRINT = "abcdefghijklmnopqrstuvwxyz"
CODE = PairingCode(base_url="https://leader.example", secret="K7QX2M9A", fingerprint=FINGERPRINT)


@given(st.binary(min_size=5, max_size=5))
def test_code_comes_back(entropy: bytes) -> None:
    code = PairingCode(
        base_url="https://leader.example:8443", secret=new_secret(lambda _: entropy), fingerprint=FINGERPRINT
    )

    assert parse_pairing_code(code.text) == code


@given(st.binary(min_size=5, max_size=5), st.binary(min_size=5, max_size=5))
def test_secrets_keep_all_their_entropy(one: bytes, other: bytes) -> None:
    same = new_secret(lambda _: one) == new_secret(lambda _: other)

    assert same == (one == other)


def test_code_reads_as_the_protocol_says() -> None:
    assert CODE.text == f"https://leader.example#K7QX2M9A.{FINGERPRINT.upper()}"


@pytest.mark.parametrize(
    "typed",
    ["k7qx2m9a", "K7QX-2M9A", " k7qx 2m9a "],
    ids=["lower case", "grouped", "with spaces"],
)
def test_typed_secret_is_understood(typed: str) -> None:
    assert normalise_secret(typed) == "K7QX2M9A"


def test_lookalikes_are_read_as_digits() -> None:
    assert normalise_secret("oil-OIL") == "011011"


def test_trailing_slash_and_space_are_forgiven() -> None:
    assert parse_pairing_code(f"  https://leader.example/#K7QX2M9A.{FINGERPRINT} ") == CODE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://leader.example",
        "https://leader.example#K7QX2M9A",
        f"https://leader.example#K7QX2M9.{FINGERPRINT}",
        f"https://leader.example#K7QX2M9U.{FINGERPRINT}",
        "https://leader.example#K7QX2M9A.abc",
        f"http://leader.example#K7QX2M9A.{FINGERPRINT}",
    ],
    ids=["empty", "url only", "no fingerprint", "short secret", "letter U", "short fingerprint", "http"],
)
def test_broken_code_is_refused(text: str) -> None:
    with pytest.raises(MalformedError, match="expected"):
        parse_pairing_code(text)


def test_refusal_does_not_repeat_the_secret() -> None:
    with pytest.raises(MalformedError) as refusal:
        parse_pairing_code("https://leader.example#K7QX2M9A.abc")

    assert "K7QX2M9A" not in str(refusal.value)


@pytest.mark.parametrize(
    "url",
    [
        "https://leader.example",
        "https://10.0.0.7:8443",
        "http://127.0.0.1:8000",
        "http://localhost",
        "http://[::1]:1",
    ],
)
def test_url_is_allowed(url: str) -> None:
    assert is_allowed_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://leader.example",
        "http://127.0.0.1.example",
        "http://localhost@leader.example",
        "ftp://127.0.0.1",
        "https://",
        "https://leader.example/path",
        "https://leader.example?x",
        "https://user@leader.example",
        "https://leader.example:port",
        "https://:443",
        "https://[::1",
        "https://lead er.example",
        "https://leader.example\n",
        "leader.example",
    ],
)
def test_url_is_refused(url: str) -> None:
    assert not is_allowed_url(url)


def test_code_prints_no_secret() -> None:
    assert repr(CODE) == "PairingCode(https://leader.example#…)"
