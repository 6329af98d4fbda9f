import pytest

from aggregator.compliance.drafts import all_drafts, propose, publish, sign, withdraw
from aggregator.compliance.errors import DraftError
from aggregator.compliance.sources import logged
from aggregator.database import reading
from aggregator.hub import Hub
from policies.amend import amend
from policies.approval import speak
from policies.draft import Intent
from tests.support.drafting import LONGER, SHORTER, held, in_force, name_people, proposed, signed_by
from tests.support.policy_world import AUTHOR, DRAFTER, SECOND, STRANGER, THIRD, secret


@pytest.fixture
def office(helper_hub: Hub) -> Hub:
    name_people(helper_hub)
    return helper_hub


def test_a_loosening_goes_through_once_two_others_approved(office: Hub) -> None:
    number = proposed(office, LONGER)
    signed_by(office, number, AUTHOR, SECOND, THIRD)

    policy_hash = publish(office, number, by="anna")

    assert in_force(office).hash == policy_hash
    assert in_force(office).documents[-1].retention.track_minutes == 120
    assert held(office, number).state == "published"


@pytest.mark.parametrize("signers", [(), (AUTHOR,), (AUTHOR, SECOND)], ids=["nobody", "author", "one"])
def test_a_loosening_with_fewer_signatures_changes_nothing(office: Hub, signers: tuple[str, ...]) -> None:
    before = in_force(office)
    number = proposed(office, LONGER)
    signed_by(office, number, *signers)

    with pytest.raises(DraftError):
        publish(office, number, by="anna")

    assert in_force(office) == before
    assert held(office, number).state == ("open" if signers else "proposed")


def test_a_tightening_needs_its_author_alone(office: Hub) -> None:
    number = proposed(office, SHORTER, dpia="")
    signed_by(office, number, AUTHOR)

    publish(office, number, by="anna")

    assert in_force(office).documents[-1].retention.release_months == 12


def test_a_loosening_without_an_assessment_is_not_even_kept(office: Hub) -> None:
    with pytest.raises(DraftError, match="impact assessment"):
        proposed(office, LONGER, dpia="")

    with reading(office.engine) as session:
        assert all_drafts(session) == []


def test_the_author_signs_first_and_approves_never(office: Hub) -> None:
    number = proposed(office, LONGER)

    with pytest.raises(DraftError, match="expected the signature of the author, mara, first"):
        signed_by(office, number, SECOND)
    signed_by(office, number, AUTHOR)
    with pytest.raises(DraftError, match="expected an approval by somebody else"):
        signed_by(office, number, AUTHOR)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        (STRANGER, "not on the list"),
        (DRAFTER, "may draft and not approve"),
        (SECOND, "approved this policy already"),
    ],
    ids=["a stranger", "who may only draft", "twice"],
)
def test_a_signature_that_does_not_stand_is_not_kept(office: Hub, name: str, says: str) -> None:
    number = proposed(office, LONGER)
    signed_by(office, number, AUTHOR, SECOND)

    with pytest.raises(DraftError, match=says):
        signed_by(office, number, name)

    assert [approval.signer for approval in held(office, number).approvals] == [SECOND]


def test_a_signature_under_another_draft_does_not_stand(office: Hub) -> None:
    first, second = proposed(office, LONGER), proposed(office, SHORTER)
    given = speak(
        "shoal/1 draft",
        held(office, second).bundle.hash,
        signer=AUTHOR,
        secret=secret(AUTHOR),
        at=office.clock.now(),
    )

    with pytest.raises(DraftError, match="not by mara over this policy"):
        sign(office, first, given, by="anna")


def test_a_draft_that_was_overtaken_is_refused(office: Hub) -> None:
    slow, fast = proposed(office, LONGER), proposed(office, SHORTER)
    signed_by(office, slow, AUTHOR, SECOND, THIRD)
    signed_by(office, fast, AUTHOR)
    publish(office, fast, by="anna")

    with pytest.raises(DraftError):
        publish(office, slow, by="anna")


def test_what_is_settled_takes_nothing_more(office: Hub) -> None:
    number = proposed(office, LONGER)
    withdraw(office, number, by="anna")

    for deed in (withdraw, publish):
        with pytest.raises(DraftError, match="draft 1 is withdrawn"):
            deed(office, number, by="anna")
    with pytest.raises(DraftError, match="draft 1 is withdrawn"):
        signed_by(office, number, AUTHOR)


def test_an_author_must_be_on_the_list(office: Hub) -> None:
    with pytest.raises(DraftError, match=r"expected an author on the list of signers \(mara.*got 'nobody'"):
        propose(office, amend(in_force(office), SHORTER), Intent(STRANGER, "a reason"), by="anna")


def test_policies_are_drafted_at_the_office(leader_hub: Hub) -> None:
    with pytest.raises(DraftError, match="expected the helper, got the leader"):
        propose(leader_hub, amend(in_force(leader_hub), SHORTER), Intent(AUTHOR, "a reason"), by="anna")


def test_a_reason_is_needed(office: Hub) -> None:
    with pytest.raises(DraftError, match="reason"):
        propose(office, amend(in_force(office), SHORTER), Intent(AUTHOR, "x" * 2000), by="anna")


def test_a_number_that_is_none_is_refused(office: Hub) -> None:
    with pytest.raises(DraftError, match="expected the number of a draft, got 9"):
        held(office, 9)


def test_each_step_stands_in_the_log(office: Hub) -> None:
    number = proposed(office, SHORTER)
    signed_by(office, number, AUTHOR)
    publish(office, number, by="anna")

    with reading(office.engine) as session:
        steps = [
            entry for entry in logged(session, kind="policy_step", before=None) if "draft" in entry.subject
        ]

    assert [entry.detail for entry in reversed(steps)] == [
        "by anna, step proposed, version 2",
        "by mara, step signed by mara, version 2",
        "by anna, step published, version 2",
    ]
