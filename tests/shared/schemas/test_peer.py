"""Peer messages: each call has its own name, so a signature for one serves no other."""

import pytest
from pydantic import ValidationError

from shared.schemas.layout import canonical_json
from shared.schemas.peer import CohortsRequest, CollectAnswer, CollectRequest, HeldRequest
from tests.support.vector_world import NOW

ONCE = {"issued_at": NOW, "nonce": "0" * 32}
BATCH = {"task": "t", "cohort": "c", "epoch": 1, "report_ids": ("a" * 32,)}


def test_requests_with_the_same_content_are_signed_differently() -> None:
    held = HeldRequest(**ONCE, **BATCH)
    collect = CollectRequest(**ONCE, **BATCH, count=1, digest="0" * 64)

    calls = {one.call for one in (held, collect, CohortsRequest(**ONCE))}

    assert calls == {"held", "collect", "cohorts"}
    assert b'"call":"held"' in canonical_json(held)


def test_leader_cannot_name_noise_or_minimum() -> None:
    for wish in ("sigma", "minimum_batch", "rho"):
        with pytest.raises(ValidationError):
            CollectRequest(**ONCE, **BATCH, count=1, digest="0" * 64, **{wish: 1})


@pytest.mark.parametrize("share", ["", "0", "0" * 15, "g" * 16], ids=["empty", "one", "fifteen", "no hex"])
def test_share_is_whole_words_of_hex(share: str) -> None:
    with pytest.raises(ValidationError):
        CollectAnswer(nonce="0" * 32, digest="0" * 64, count=1, share=share)
