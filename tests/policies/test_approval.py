"""What somebody says about a policy counts only when they said it, may say it, and in time."""

from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from policies.approval import Approval, Voice, by_name, fault, speak, to_sign
from tests.support.policy_world import (
    AUTHOR,
    BUNDLE,
    DRAFTER,
    GONE,
    LOOSER,
    NOW,
    SECOND,
    SIGNERS,
    STRANGER,
    secret,
    signer,
)

KNOWN = by_name(SIGNERS)


def said(name: str = SECOND, *, voice: Voice = "shoal/1 approval", **changes: Any) -> Approval:
    spoken = {"signer": name, "secret": secret(name), "at": NOW - timedelta(hours=1)} | changes
    return speak(voice, LOOSER.hash, **spoken)


def wrong(approval: Approval, voice: Voice = "shoal/1 approval") -> str:
    return fault(approval, voice, LOOSER.hash, KNOWN, NOW)


def test_an_approval_by_a_signer_stands() -> None:
    assert wrong(said()) == ""


def test_a_key_held_elsewhere_signs_the_same_bytes() -> None:
    at = NOW - timedelta(hours=1)
    key = Ed25519PrivateKey.from_private_bytes(secret(SECOND))

    signature = key.sign(to_sign("shoal/1 approval", LOOSER.hash, signer=SECOND, at=at)).hex()

    assert Approval(signer=SECOND, at=at, signature=signature) == said()


def test_a_drafter_may_sign_drafts() -> None:
    assert wrong(said(DRAFTER, voice="shoal/1 draft"), "shoal/1 draft") == ""


@pytest.mark.parametrize(
    ("approval", "words"),
    [
        (said(STRANGER), "not on the list"),
        (said(DRAFTER), "draft and not approve"),
        (said(GONE, at=NOW - timedelta(days=2)), "may sign from"),
        (said(at=NOW - timedelta(days=61)), "may sign from"),
        (said(at=NOW + timedelta(seconds=1)), "after the office"),
        (said(secret=secret(AUTHOR)), "not by omid"),
        (said(voice="shoal/1 draft"), "not by omid"),
        (said().model_copy(update={"at": NOW}), "not by omid"),
    ],
    ids=[
        "a stranger",
        "who may only draft",
        "dated back to a time before the key ran out",
        "before the key began",
        "after the office",
        "another's key",
        "a draft's signature",
        "another moment",
    ],
)
def test_what_does_not_stand_says_why(approval: Approval, words: str) -> None:
    assert words in wrong(approval)


def test_an_approval_is_of_one_bundle() -> None:
    assert "over this policy" in fault(said(), "shoal/1 approval", BUNDLE.hash, KNOWN, NOW)


def test_whoever_was_struck_off_has_said_nothing() -> None:
    struck = by_name([signer(SECOND, not_after=NOW - timedelta(minutes=1))])

    assert "may sign from" in fault(said(), "shoal/1 approval", LOOSER.hash, struck, NOW)


@given(st.integers(0, 63), st.integers(1, 255))
def test_no_byte_of_a_signature_can_change(place: int, by: int) -> None:
    good = said()
    changed = bytearray.fromhex(good.signature)
    changed[place] ^= by

    assert wrong(good.model_copy(update={"signature": changed.hex()})) != ""
