"""A signature serves once, for one thing, by one key."""

import pytest

from policies.errors import SignatureError
from policies.signing import holds, public_half, sign
from tests.support.policy_world import secret
from tests.vectors.files import read

KEY = secret("mara")


def test_a_signature_holds_for_its_key_context_and_message() -> None:
    assert holds(public_half(KEY), "shoal/1 draft", b"m", sign(KEY, "shoal/1 draft", b"m"))


def test_it_is_the_golden_one() -> None:
    golden = read("crypto.json")["signing"]
    message = bytes.fromhex(golden["message"])

    assert sign(bytes.fromhex(golden["secret"]), "shoal/1 report", message) == golden["signature"]
    assert public_half(bytes.fromhex(golden["secret"])).hex() == golden["public_key"]


@pytest.mark.parametrize(
    ("name", "context", "message"),
    [("omid", "shoal/1 draft", b"m"), ("mara", "shoal/1 approval", b"m"), ("mara", "shoal/1 draft", b"n")],
    ids=["another key", "another context", "another message"],
)
def test_it_holds_for_nothing_else(name: str, context: str, message: bytes) -> None:
    signature = sign(KEY, "shoal/1 draft", b"m")

    assert not holds(public_half(secret(name)), context, message, signature)  # type: ignore[arg-type]  # a Context


def test_what_is_no_key_holds_nothing() -> None:
    assert not holds(b"short", "shoal/1 draft", b"m", sign(KEY, "shoal/1 draft", b"m"))


@pytest.mark.parametrize("wrong", [b"", bytes(31), bytes(33)], ids=["none", "31 bytes", "33 bytes"])
def test_a_key_has_32_bytes(wrong: bytes) -> None:
    with pytest.raises(SignatureError, match="32 bytes, got"):
        sign(wrong, "shoal/1 draft", b"m")
