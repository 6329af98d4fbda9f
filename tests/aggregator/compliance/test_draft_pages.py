from dataclasses import replace

import pytest

from aggregator.compliance.draft_pages import (
    attention_of,
    changes_of,
    deeds_of,
    draft_page,
    drafts_page,
    still_needs,
)
from aggregator.compliance.drafts import Held
from policies.amend import amend
from policies.approval import Approval
from policies.draft import Intent, next_version
from policies.finding import Finding
from tests.support.drafting import LONGER, SHORTER
from tests.support.policy_world import AUTHOR, BUNDLE, DPIA, NOW, SECOND, THIRD


def said(name: str) -> Approval:
    return Approval(signer=name, at=NOW, signature="00" * 64)


def held(edits: dict[str, str] = LONGER, **changes: object) -> Held:
    bundle = next_version(amend(BUNDLE, edits), BUNDLE, Intent(AUTHOR, "stays are longer", DPIA))
    draft = Held(
        draft_id=3,
        state="open",
        bundle=bundle,
        follows=BUNDLE,
        authorship=said(AUTHOR),
        approvals=(),
        made_at=NOW,
    )
    return replace(draft, **changes)  # type: ignore[arg-type]  # fields of Held by name


@pytest.mark.parametrize(
    ("draft", "needs"),
    [
        (held(state="proposed", authorship=None), "the signature of mara"),
        (held(), "2 approvals of people who did not draft it"),
        (held(approvals=(said(SECOND),)), "1 approval of people who did not draft it"),
        (held(approvals=(said(SECOND), said(THIRD))), "to be published"),
        (held(SHORTER), "to be published"),
        (held(state="withdrawn"), ""),
    ],
    ids=["unsigned", "signed", "one approval", "two", "a tightening", "withdrawn"],
)
def test_what_a_draft_still_needs_is_said(draft: Held, needs: str) -> None:
    assert still_needs(draft) == needs


def test_nothing_can_be_done_with_what_is_settled() -> None:
    assert deeds_of(held(state="published")) == ()


def test_publishing_says_why_it_cannot_be_done_yet() -> None:
    deeds = {deed.key: deed for deed in deeds_of(held())}

    assert deeds["publish"].cannot == "It still needs 2 approvals of people who did not draft it."
    assert deeds["sign"].title == "Approve"
    assert {deed.key: deed for deed in deeds_of(held(SHORTER))}["publish"].cannot == ""


def test_the_author_signs_before_anybody_approves() -> None:
    sign = deeds_of(held(state="proposed", authorship=None))[0]

    assert (sign.title, sign.words_address) == ("Sign as its author", "/compliance/drafts/3/words")


def test_a_loosening_is_named_as_one() -> None:
    page = draft_page(held(), [], [], NOW)

    assert (page.facts[0].value, page.facts[0].needs_person) == ("loosens", True)
    assert [row[0].text for row in page.sheets[0].rows][-1] == "documents.zones.retention.track_minutes"
    assert draft_page(held(SHORTER), [], [], NOW).facts[0].value == "tightens"


def test_errors_of_the_lint_need_a_person() -> None:
    found = [Finding("no_notice", "error", "zones", "requires no sign"), Finding("x", "warning", "y", "z")]

    page = draft_page(held(), found, [], NOW)

    assert (page.facts[3].value, page.facts[3].needs_person) == ("1 error", True)
    assert draft_page(held(), found[1:], [], NOW).facts[3].value == "1 warning"


def test_every_signature_is_listed_with_its_role() -> None:
    page = draft_page(held(approvals=(said(SECOND),)), [], [], NOW)

    assert [[cell.text for cell in row[:2]] for row in page.sheets[-1].rows] == [
        ["mara", "author"],
        ["omid", "approver"],
    ]


def test_drafts_that_wait_need_a_person() -> None:
    page = drafts_page([held(), held(state="withdrawn")], NOW)

    assert page.facts[0].value == "1"
    assert page.sheets[0].rows[0][0].address == "/compliance/drafts/3"
    assert not drafts_page([], NOW).facts[0].needs_person


def test_a_first_version_changes_nothing() -> None:
    assert changes_of(held(follows=None)) == ()


def test_a_draft_on_its_way_stands_on_the_overview() -> None:
    line = attention_of(held(SHORTER))

    assert (line.what, line.why, line.address) == (
        "Draft 3: version 2",
        "needs to be published",
        "/compliance/drafts/3",
    )
