from aggregator.compliance.log_page import ON_A_PAGE, SHOWN, Logged, Whole, log_page
from tests.support.vector_world import NOW


def entry(index: int, *, is_erased: bool = False) -> Logged:
    return Logged(index, NOW, "policy_step", "version 2", "by anna", is_erased=is_erased)


def whole(size: int, witnessed: int = 0) -> Whole:
    return Whole(size, witnessed, "shoal audit verify FILE --key 00")


def test_the_tail_that_nobody_else_has_seen_is_counted() -> None:
    page = log_page([], whole(10, 7), "all", NOW)

    assert page.facts[1].value == "3"
    assert "shoal audit verify FILE" in page.notes[0]


def test_an_entry_is_a_row_in_words() -> None:
    row = log_page([entry(7)], whole(8), "all", NOW).sheets[0].rows[0]

    assert [cell.text for cell in row] == [
        "7",
        "2026-06-15 12:00 UTC",
        "policy step",
        "version 2",
        "by anna",
        "prove it",
    ]
    assert row[5].address == "/compliance/log/7/proof.json"


def test_what_was_erased_says_that_its_hash_is_left() -> None:
    row = log_page([entry(7, is_erased=True)], whole(8), "all", NOW).sheets[0].rows[0]

    assert (row[3].text, row[3].kind) == ("erased; its hash is left", "quiet")


def test_a_full_page_leads_to_older_entries_of_the_same_kind() -> None:
    page = log_page([entry(100 - place) for place in range(ON_A_PAGE)], whole(101), "policy_step", NOW)

    assert [choice.address for choice in page.filters[1].choices] == [
        "/compliance/log?kind=policy_step",
        "/compliance/log?kind=policy_step&before=51",
    ]
    assert len(log_page([entry(1)], whole(2), "all", NOW).filters) == 1


def test_every_kind_can_be_chosen() -> None:
    page = log_page([], whole(0), "login", NOW)

    assert len(page.filters[0].choices) == len(SHOWN)
    assert [choice.label for choice in page.filters[0].choices if choice.chosen] == ["login"]
    assert page.facts[0].value == "0"
