"""A draft is one person's, and never approved by them."""

import pytest
from pydantic import ValidationError

from policies.draft import Draft, Intent, approved, drafted, to_publication
from policies.errors import ApprovalError, RefusedError
from policies.history import Adopt, Refuse, verify_step
from policies.schema import PolicyBundle
from policies.signed_bundle import sign_bundle
from tests.support.policy_world import (
    AUTHOR,
    BUNDLE,
    DPIA,
    LOOSER,
    NOW,
    ROOT,
    SECOND,
    SIGNERS,
    THIRD,
    TIGHTER,
    secret,
)

INTENT = Intent(author=AUTHOR, reason="stores are offline for longer", dpia_reference=DPIA)


def wished(**chain: object) -> PolicyBundle:
    """Return what a folder of documents would say: still version 1, following nothing."""
    return BUNDLE.model_copy(update={"chain": BUNDLE.chain.model_copy(update=chain)})


def looser() -> Draft:
    wish = wished(cohort_closes_days=14)
    return drafted(wish, BUNDLE, INTENT, secret=secret(AUTHOR), at=NOW)


def offered(draft: Draft) -> str:
    publication = to_publication(draft, SIGNERS, NOW)
    return sign_bundle(publication, secret("office")).model_dump_json()


def test_a_draft_is_the_next_version_and_says_what_it_follows() -> None:
    chain = looser().bundle.chain

    assert (chain.version, chain.previous, chain.author) == (2, BUNDLE.hash.hex(), AUTHOR)
    assert (chain.reason, chain.dpia_reference) == (INTENT.reason, DPIA)


def test_a_version_of_its_own_is_kept() -> None:
    draft = drafted(wished(version=9), BUNDLE, INTENT, secret=secret(AUTHOR), at=NOW)

    assert draft.bundle.chain.version == 9


def test_a_first_version_follows_nothing_and_changes_nothing() -> None:
    draft = drafted(BUNDLE, None, INTENT, secret=secret(AUTHOR), at=NOW)

    assert (draft.bundle.chain.version, draft.bundle.chain.previous) == (1, "")
    assert (draft.changes, draft.approvals_missing) == ((), 0)


def test_a_draft_says_what_it_changes_and_what_it_needs() -> None:
    draft = looser()

    assert [change.path for change in draft.changes if change.effect == "loosens"] == [
        "chain.cohort_closes_days"
    ]
    assert draft.approvals_missing == 2


def test_a_tightening_needs_nobody_else() -> None:
    draft = drafted(wished(minimum_batch=6), BUNDLE, INTENT, secret=secret(AUTHOR), at=NOW)

    assert draft.approvals_missing == 0
    assert isinstance(verify_step(BUNDLE, offered(draft), ROOT, NOW), Adopt)


def test_two_others_put_a_loosening_through_and_one_does_not() -> None:
    one = approved(looser(), signer=SECOND, secret=secret(SECOND), at=NOW)
    two = approved(one, signer=THIRD, secret=secret(THIRD), at=NOW)

    assert (one.approvals_missing, two.approvals_missing) == (1, 0)
    assert isinstance(verify_step(BUNDLE, offered(one), ROOT, NOW), Refuse)
    assert isinstance(verify_step(BUNDLE, offered(two), ROOT, NOW), Adopt)


def test_the_author_cannot_approve() -> None:
    with pytest.raises(ApprovalError, match="mara drafted this policy"):
        approved(looser(), signer=AUTHOR, secret=secret(AUTHOR), at=NOW)


def test_nobody_approves_twice() -> None:
    once = approved(looser(), signer=SECOND, secret=secret(SECOND), at=NOW)

    with pytest.raises(ApprovalError, match="omid has approved"):
        approved(once, signer=SECOND, secret=secret(SECOND), at=NOW)


@pytest.mark.parametrize("follows", [None, TIGHTER], ids=["nothing", "another version"])
def test_a_draft_carries_the_version_it_names(follows: PolicyBundle | None) -> None:
    good = looser()

    with pytest.raises(ValidationError, match="names as its previous one"):
        Draft(bundle=good.bundle, follows=follows, authorship=good.authorship)


def test_a_loosening_needs_an_assessment_before_anyone_signs() -> None:
    intent = Intent(author=AUTHOR, reason="because")

    with pytest.raises(RefusedError, match=r"loosens chain.cohort_closes_days .*--dpia"):
        drafted(wished(cohort_closes_days=14), BUNDLE, intent, secret=secret(AUTHOR), at=NOW)


def test_an_author_has_a_name_that_can_be_written_down() -> None:
    with pytest.raises(ValidationError, match="author"):
        drafted(LOOSER, BUNDLE, Intent("Mara Lind", "because"), secret=secret(AUTHOR), at=NOW)
