"""Which policy was in force, and never a step back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from aggregator.adopted import adopt, documents_after, in_force, judges, newest, newest_document, to_adopted
from aggregator.database import reading, writing
from aggregator.hub import Hub
from policies.history import Walk
from policies.schema import PolicyBundle
from tests.support.audited import noted
from tests.support.policy_world import SECOND, THIRD, Office, after
from tests.support.vector_world import NOW, make_world

WORLD = make_world()
KEY = WORLD.roots["helper"].public_key
OFFICE = Office(root=WORLD.roots["helper"].to_bytes())
NEXT = after(WORLD.bundle, minimum_batch=6)


def bundle(**changes: Any) -> PolicyBundle:
    return WORLD.bundle.model_copy(update={"chain": WORLD.bundle.chain.model_copy(update=changes)})


def document(of: PolicyBundle, *approvers: str, by: Office = OFFICE) -> str:
    return by.published(of, approvers).text


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


def test_a_version_that_was_replaced_does_not_come_back() -> None:
    old, short = to_adopted(bundle(), NOW), to_adopted(bundle(version=2, not_after=NOW), NOW)

    assert in_force([old, short], NOW) is short
    assert in_force([old, short], NOW + timedelta(seconds=1)) is None


def test_newer_version_is_adopted_and_published(leader_hub: Hub) -> None:
    newer = document(NEXT)

    with writing(leader_hub.engine) as session:
        assert adopt(session, [newer], KEY, NOW).refusal is None

    with reading(leader_hub.engine) as session:
        assert newest_document(session) == newer
        assert len(leader_hub.policies.refresh(session)) == 2


def test_versions_missed_are_adopted_in_one_go(leader_hub: Hub) -> None:
    steps = [document(WORLD.bundle), document(NEXT), document(after(NEXT, minimum_batch=7))]

    with writing(leader_hub.engine) as session:
        assert len(adopt(session, steps, KEY, NOW).steps) == 2

    with reading(leader_hub.engine) as session:
        assert sorted(one.version for one in leader_hub.policies.refresh(session).values()) == [1, 2, 3]


def test_same_bundle_again_is_no_news(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        assert adopt(session, [document(WORLD.bundle)], KEY, NOW) == Walk((), None)


STRANGER = Office(root=WORLD.roots["leader"].to_bytes())
LOOSER = after(WORLD.bundle, cohort_closes_days=14)
REFUSED = {
    "another of the same version": (document(after(WORLD.bundle, version=1)), "forked"),
    "a step left out": (document(after(NEXT, minimum_batch=7)), "broken_chain"),
    "another signer's": (document(NEXT, by=STRANGER), "wrong_key"),
    "a loosening that one approved": (document(LOOSER, SECOND), "too_few_approvals"),
    "nothing": ("{}", "unsigned"),
}


@pytest.mark.parametrize(("offered", "rule"), REFUSED.values(), ids=REFUSED)
def test_what_may_not_follow_is_refused_and_not_kept(leader_hub: Hub, offered: str, rule: str) -> None:
    with writing(leader_hub.engine) as session:
        refusal = adopt(session, [offered], KEY, NOW).refusal

    assert refusal is not None
    assert refusal.rule == rule

    with reading(leader_hub.engine) as session:
        held = newest(session)
    assert held is not None
    assert held.bundle == WORLD.bundle


def test_a_loosening_that_two_approved_is_adopted(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        assert len(adopt(session, [document(LOOSER, SECOND, THIRD)], KEY, NOW).steps) == 1


def test_adoption_is_noted_once(leader_hub: Hub) -> None:
    for _ in range(2):
        with writing(leader_hub.engine) as session:
            adopt(session, [document(LOOSER, SECOND, THIRD)], KEY, NOW)

    (entry,) = noted(leader_hub, "policy_step")[1:]
    assert (entry.subject, entry.detail["policy_hash"]) == ("version 2", LOOSER.hash.hex())


def test_what_is_good_before_a_refusal_is_kept(leader_hub: Hub) -> None:
    looser = after(NEXT, cohort_closes_days=14)

    with writing(leader_hub.engine) as session:
        walked = adopt(session, [document(NEXT), document(looser, SECOND)], KEY, NOW)

    assert (len(walked.steps), walked.refusal is not None) == (1, True)


def test_an_answer_has_as_many_versions_as_fit_and_at_least_one(leader_hub: Hub) -> None:
    later = [document(NEXT), document(after(NEXT, minimum_batch=7))]
    with writing(leader_hub.engine) as session:
        adopt(session, later, KEY, NOW)

    with reading(leader_hub.engine) as session:
        fitting = [documents_after(session, WORLD.bundle.hash, most) for most in (1, len(later[0]), 1 << 20)]
        assert documents_after(session, bytes(32)) is None

    assert fitting == [later[:1], later[:1], later]
