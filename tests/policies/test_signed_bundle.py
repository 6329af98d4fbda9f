"""What the compliance office did not sign is believed by nobody."""

import json

import pytest
from pydantic import ValidationError

from policies.errors import DocumentError, SignatureError
from policies.schema import PolicyBundle
from policies.signed_bundle import Publication, SignedBundle, is_signed, verify_bundle
from policies.signing import public_half
from tests.support.policy_world import (
    BUNDLE,
    LOOSER,
    NOW,
    OFFICE,
    ROOT,
    SECOND,
    THIRD,
    TIGHTER,
    secret,
    signer,
)

SIGNED = OFFICE.published(LOOSER, [SECOND, THIRD])
TEXT = SIGNED.model_dump_json()


def test_what_the_office_signed_is_the_same_bundle_again() -> None:
    assert verify_bundle(TEXT, ROOT).hash == LOOSER.hash


def test_another_key_is_not_the_office() -> None:
    with pytest.raises(SignatureError, match="pinned compliance key"):
        verify_bundle(TEXT, public_half(secret("mara")))


@pytest.mark.parametrize("part", ["bundle", "authorship", "approvals", "signers", "published_at"])
def test_no_part_can_be_exchanged(part: str) -> None:
    other = OFFICE.published(TIGHTER, author=None).model_copy(
        update={"signers": (), "published_at": BUNDLE.chain.not_before}
    )

    mixed = SIGNED.model_copy(update={part: getattr(other, part)})

    assert not is_signed(mixed, ROOT)


def test_a_changed_price_breaks_the_signature() -> None:
    changed = json.loads(TEXT)
    changed["bundle"]["documents"][0]["metrics"][0]["rho"] = {"hour": "1/2"}

    with pytest.raises(SignatureError):
        verify_bundle(json.dumps(changed), ROOT)


def test_what_is_no_bundle_is_refused() -> None:
    with pytest.raises(SignatureError, match="expected a signed policy bundle"):
        verify_bundle("{}", ROOT)


def test_a_signed_contradiction_is_refused() -> None:
    documents = (*BUNDLE.documents, BUNDLE.documents[0].model_copy(update={"purpose": "again"}))
    twice = PolicyBundle(chain=BUNDLE.chain, documents=documents)

    with pytest.raises(DocumentError, match="two documents"):
        verify_bundle(OFFICE.published(twice, author=None).model_dump_json(), ROOT)


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (signer(SECOND, public_key=public_half(secret("x")).hex()), "same name"),
        (signer(SECOND, name="somebody"), "same key"),
    ],
    ids=["one name", "one key"],
)
def test_one_person_is_one_signer(other: object, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Publication(bundle=BUNDLE, signers=(signer(SECOND), other), published_at=NOW)  # type: ignore[arg-type]  # a Signer


def test_its_json_is_read_as_it_was_written() -> None:
    assert SignedBundle.model_validate_json(TEXT) == SIGNED
