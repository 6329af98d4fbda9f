from dataclasses import replace
from datetime import UTC, datetime

from aggregator.adopted import Adopted, to_adopted
from aggregator.adoption.confirmations import Running
from aggregator.compliance.versions import changes, side_by_side, versions
from policies.loader import load_bundle
from tests.support.vector_world import NOW


def adopted(version: int, months: int = 25) -> Adopted:
    bundle = load_bundle()
    chain = bundle.chain.model_copy(update={"version": version})
    documents = tuple(
        document.model_copy(
            update={"retention": document.retention.model_copy(update={"release_months": months})}
        )
        if document.purpose == "zones"
        else document
        for document in bundle.documents
    )
    return to_adopted(bundle.model_copy(update={"chain": chain, "documents": documents}), NOW)


def test_the_newest_version_in_force_comes_first_and_says_so() -> None:
    rows = versions([adopted(1), adopted(2)], [], NOW).sheets[0].rows

    assert [row[0].text for row in rows] == ["2 · in force", "1"]


def test_each_version_can_be_set_beside_the_one_before() -> None:
    rows = versions([adopted(1), adopted(2)], [], NOW).sheets[0].rows

    assert [row[5].address for row in rows] == ["/compliance/changes?before=1&after=2", ""]


def test_without_one_in_force_a_person_is_needed() -> None:
    late = datetime(2031, 1, 1, tzinfo=UTC)

    assert versions([adopted(1)], [], late).facts[0].needs_person
    assert not versions([adopted(1)], [], NOW).facts[0].needs_person
    assert versions([], [], NOW).sheets[0].rows == ()


def test_stores_that_have_not_confirmed_are_counted_and_named() -> None:
    running = [Running("edge-1", "altona", 2, b"", NOW), Running("edge-2", "", 0, b"", None)]

    page = versions([adopted(1), adopted(2)], running, NOW)

    fact = {fact.title: fact for fact in page.facts}["Confirmed"]
    assert (fact.value, fact.needs_person) == ("1 of 2", True)
    assert [[cell.text for cell in row] for row in page.sheets[1].rows] == [
        ["altona", "edge-1", "2", "2026-06-15 12:00 UTC"],
        ["known to the leader", "edge-2", "none yet", "–"],
    ]


def test_a_longer_life_of_numbers_is_a_loosening_for_two() -> None:
    page = changes(adopted(1, months=12), adopted(2, months=25), "loosens", NOW)

    assert [row[0].text for row in page.sheets[0].rows] == ["documents.zones.retention.release_months"]
    assert page.sheets[0].rows[0][3].kind == "alarm"
    assert "two people" in {fact.title: fact for fact in page.facts}["Loosenings"].detail


def test_a_tightening_needs_one_signature() -> None:
    page = changes(adopted(1, months=25), adopted(2, months=12), "all", NOW)

    facts = {fact.title: fact for fact in page.facts}
    assert (facts["Loosenings"].value, facts["Loosenings"].detail) == ("0", "one signature is enough")
    assert facts["Changes"].value == "2"


def test_the_filter_keeps_both_versions() -> None:
    page = changes(adopted(1), replace(adopted(2)), "tightens", NOW)

    chosen = [choice for choice in page.filters[0].choices if choice.chosen]
    assert [choice.address for choice in chosen] == ["/compliance/changes?before=1&after=2&effect=tightens"]


def test_no_change_is_said_in_words() -> None:
    assert side_by_side([]).empty == "Nothing differs."
