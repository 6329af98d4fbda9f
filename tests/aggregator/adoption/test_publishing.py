"""A version comes into force once everybody it needs has signed, and not before."""

import json

import pytest
from sqlmodel import select

from aggregator.adopted import newest
from aggregator.adoption.publishing import adopt_bundle, adopt_draft, keep
from aggregator.adoption.signers import Candidate, put_on_list, strike_off
from aggregator.audit.tables import AuditEntryRow
from aggregator.database import reading
from aggregator.errors import HomeError
from aggregator.hub import Hub
from policies.draft import Draft, Intent, approved, drafted
from policies.errors import RefusedError
from policies.schema import PolicyBundle
from policies.signing import public_half
from tests.support.policy_world import DPIA, Office, after, secret
from tests.support.vector_world import NOW, make_world

HELD = make_world().bundle


@pytest.fixture
def office(helper_hub: Hub) -> Hub:
    """Return a helper with three people on its list."""
    for name in ("mara", "omid", "ines"):
        key = public_half(secret(name)).hex()
        put_on_list(helper_hub, Candidate(name=name, public_key=key, days=30))
    return helper_hub


def looser(*approvers: str) -> Draft:
    """Return a draft by mara that keeps shares longer, approved by these."""
    wish = HELD.model_copy(update={"chain": HELD.chain.model_copy(update={"cohort_closes_days": 14})})
    intent = Intent(author="mara", reason="stores are offline for longer", dpia_reference=DPIA)
    draft = drafted(wish, HELD, intent, secret=secret("mara"), at=NOW)
    for name in approvers:
        draft = approved(draft, signer=name, secret=secret(name), at=NOW)
    return draft


def in_force(hub: Hub) -> PolicyBundle:
    with reading(hub.engine) as session:
        held = newest(session)
    assert held is not None
    return held.bundle


def test_a_loosening_that_two_approved_comes_into_force(office: Hub) -> None:
    policy_hash = adopt_draft(office, looser("omid", "ines"))

    assert in_force(office).hash == policy_hash
    assert json.loads(office.home.policy_file.read_text())["bundle"]["chain"]["version"] == 2


def test_what_is_adopted_is_noted_with_who_stood_behind_it(office: Hub) -> None:
    adopt_draft(office, looser("omid", "ines"))

    with reading(office.engine) as session:
        row = session.exec(select(AuditEntryRow).where(AuditEntryRow.kind == "policy_step")).all()[-1]
    noted = json.loads(row.payload or "")
    assert noted["subject"] == "version 2"
    assert (noted["detail"]["author"], noted["detail"]["approved_by"]) == ("mara", "omid, ines")


@pytest.mark.parametrize("approvers", [(), ("omid",)], ids=["nobody", "one"])
def test_one_signature_is_not_enough(office: Hub, approvers: tuple[str, ...]) -> None:
    before = office.home.policy_file.read_text()

    with pytest.raises(RefusedError, match="too_few_approvals"):
        adopt_draft(office, looser(*approvers))

    assert in_force(office) == HELD
    assert office.home.policy_file.read_text() == before


def test_who_was_struck_off_approves_nothing_any_more(office: Hub) -> None:
    draft = looser("omid", "ines")
    strike_off(office, "ines")

    with pytest.raises(RefusedError, match="ines is not on the list"):
        adopt_draft(office, draft)


def test_a_draft_is_overtaken_by_another_version(office: Hub) -> None:
    adopt_bundle(office, after(HELD, minimum_batch=6, author="", dpia_reference=""))

    with pytest.raises(RefusedError, match="forked"):
        adopt_draft(office, looser("omid", "ines"))


def test_documents_that_permit_no_more_need_the_office_alone(office: Hub) -> None:
    adopt_bundle(office, after(HELD, minimum_batch=6, previous="", author=""))

    assert in_force(office).chain.previous == HELD.hash.hex()


def test_documents_that_permit_more_do_not_pass_without_a_draft(office: Hub) -> None:
    with pytest.raises(RefusedError, match="no_author"):
        adopt_bundle(office, after(HELD, cohort_closes_days=14))


def test_the_leader_signs_nothing(leader_hub: Hub) -> None:
    with pytest.raises(HomeError, match="helper"):
        adopt_draft(leader_hub, looser("omid", "ines"))


def test_what_the_helper_published_the_leader_keeps_once(office: Hub, leader_hub: Hub) -> None:
    adopt_draft(office, looser("omid", "ines"))
    document = office.home.policy_file.read_text()

    assert keep(leader_hub, [document]) == 1
    assert keep(leader_hub, [document]) == 0
    assert in_force(leader_hub) == in_force(office)


def test_what_came_before_a_refusal_is_kept_in_the_home_too(leader_hub: Hub) -> None:
    by = Office(root=make_world().roots["helper"].to_bytes())
    good, bad = after(HELD, minimum_batch=6), after(after(HELD, minimum_batch=6), cohort_closes_days=14)
    documents = [by.published(bundle, author=None).text for bundle in (good, bad)]

    with pytest.raises(RefusedError, match="no_author"):
        keep(leader_hub, documents)

    assert in_force(leader_hub) == good
    assert leader_hub.home.policy_file.read_text() == documents[0]


def test_a_kill_before_the_file_was_written_is_mended_by_the_next_call(office: Hub) -> None:
    before = office.home.policy()
    adopt_draft(office, looser("omid", "ines"))
    after_it = office.home.policy()
    office.home.keep_policy(before or "")

    assert keep(office, [before or ""]) == 0

    assert office.home.policy() == after_it != before
