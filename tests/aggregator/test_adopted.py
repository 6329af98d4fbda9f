"""Which policy was in force, and never a step back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from aggregator.adopted import adopt, in_force, judges, newest_document, to_adopted
from aggregator.database import reading, writing
from aggregator.errors import HomeError
from aggregator.hub import Hub
from policies.errors import SignatureError
from policies.schema import PolicyBundle
from policies.signing import SignedBundle
from shared.schemas.layout import canonical_json
from tests.support.vector_world import NOW, make_world

WORLD = make_world()
KEY = Ed25519PublicKey.from_public_bytes(WORLD.roots["helper"].public_key)


def bundle(**changes: Any) -> PolicyBundle:
    return WORLD.bundle.model_copy(update={"chain": WORLD.bundle.chain.model_copy(update=changes)})


def document(of: PolicyBundle, role: str = "helper") -> str:
    signature = WORLD.roots[role].sign("shoal/1 policy", canonical_json(of)).hex()  # type: ignore[index]  # a Role
    return SignedBundle(bundle=of, signature=signature).model_dump_json()


def test_highest_version_in_its_window_is_in_force() -> None:
    old, new = to_adopted(bundle(), NOW), to_adopted(bundle(version=2, not_before=NOW), NOW)

    assert in_force([old, new], NOW + timedelta(seconds=1)) is new
    assert in_force([new, old], NOW - timedelta(seconds=1)) is old


def test_epoch_begun_before_a_newer_policy_came_may_close_under_either() -> None:
    old, new = to_adopted(bundle(), NOW - timedelta(days=9)), to_adopted(bundle(version=2), NOW)
    known, before = [old, new], NOW - timedelta(hours=1)

    assert judges(old, known, before)
    assert judges(new, known, before)


def test_once_a_newer_policy_is_known_the_former_judges_nothing_later() -> None:
    old, new = to_adopted(bundle(), NOW - timedelta(days=9)), to_adopted(bundle(version=2), NOW)

    assert not judges(old, [old, new], NOW)
    assert judges(new, [old, new], NOW)
    assert not judges(new, [old, new], datetime(2030, 1, 1, tzinfo=UTC))


def test_nothing_is_in_force_outside_every_window() -> None:
    assert in_force([to_adopted(bundle(), NOW)], datetime(2030, 1, 1, tzinfo=UTC)) is None
    assert in_force([], NOW) is None


def test_newer_version_is_adopted_and_published(leader_hub: Hub) -> None:
    newer = document(bundle(version=2))

    with writing(leader_hub.engine) as session:
        assert adopt(session, newer, KEY, NOW)

    with reading(leader_hub.engine) as session:
        assert newest_document(session) == newer
        assert len(leader_hub.policies.refresh(session)) == 2


def test_same_bundle_again_is_no_news(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        assert not adopt(session, document(WORLD.bundle), KEY, NOW)


def test_version_never_goes_back(leader_hub: Hub) -> None:
    other = document(bundle(track_cut_minutes=10))

    with writing(leader_hub.engine) as session, pytest.raises(HomeError, match="above 1"):
        adopt(session, other, KEY, NOW)


def test_bundle_of_another_signer_is_refused(leader_hub: Hub) -> None:
    forged = document(bundle(version=2), role="leader")

    with writing(leader_hub.engine) as session, pytest.raises(SignatureError):
        adopt(session, forged, KEY, NOW)
