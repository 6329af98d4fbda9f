from aggregator.compliance.model import Desk
from aggregator.compliance.paper_pages import papers_page, since_signed
from aggregator.compliance.papers.paper import Paper, Section
from aggregator.compliance.signed_papers import SignedPaper
from tests.support.vector_world import NOW


def paper(*sentences: str) -> Paper:
    section = Section(title="(a) Controller", sentences=sentences)
    return Paper(key="record", title="Record", article="GDPR Art. 30(1)", sections=(section,))


def page(now: Paper, signed: Paper | None) -> Desk:
    kept = {} if signed is None else {signed.key: SignedPaper(signed, "anna", NOW)}
    return papers_page([now], kept, NOW)


def test_a_paper_that_was_never_signed_needs_a_person() -> None:
    found = page(paper("a"), None)

    assert (found.facts[0].value, found.facts[0].needs_person) == ("1", True)
    assert found.sheets[0].rows[0][2].text == "never signed"


def test_a_paper_that_is_as_it_was_signed_needs_nobody() -> None:
    found = page(paper("a"), paper("a"))

    assert not found.facts[0].needs_person
    assert found.sheets[0].rows[0][2].text == "signed by anna on 15 Jun 2026"


def test_what_changed_since_is_counted_in_lines() -> None:
    found = page(paper("b"), paper("a"))

    assert found.sheets[0].rows[0][2].text.endswith("2 lines changed since")
    assert found.sheets[0].rows[0][2].kind == "alarm"


def test_what_was_never_signed_has_changed_nowhere() -> None:
    assert since_signed(paper("a"), None) == ()
