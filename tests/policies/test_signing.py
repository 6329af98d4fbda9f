"""Only the compliance office's word counts."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from policies.errors import SignatureError
from policies.loader import load_bundle
from policies.signing import sign_bundle, verify_bundle

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
BUNDLE = load_bundle(packs=["zones-by-cohort"])
TEXT = sign_bundle(BUNDLE, KEY).model_dump_json()


def test_a_signed_bundle_keeps_its_hash() -> None:
    assert verify_bundle(TEXT, KEY.public_key()).hash == BUNDLE.hash


def test_another_key_is_not_believed() -> None:
    stranger = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key()

    with pytest.raises(SignatureError, match="not signed by the pinned"):
        verify_bundle(TEXT, stranger)


def test_a_changed_price_is_noticed() -> None:
    changed = json.loads(TEXT)
    changed["bundle"]["chain"]["minimum_batch"] = 6

    with pytest.raises(SignatureError, match="not signed"):
        verify_bundle(json.dumps(changed), KEY.public_key())


def test_something_else_is_not_a_bundle() -> None:
    with pytest.raises(SignatureError, match="expected a signed policy bundle"):
        verify_bundle("{}", KEY.public_key())
