from datetime import UTC, datetime, timedelta

from aggregator.adopted import to_adopted
from aggregator.compliance.model import Attention
from aggregator.compliance.overview import Standing, overview
from aggregator.compliance.refusals import Refused
from policies.loader import load_bundle
from policies.retention import Finding
from tests.support.vector_world import NOW

IN_FORCE = to_adopted(load_bundle(), NOW)


def test_a_quiet_day_needs_nobody() -> None:
    page = overview(Standing(IN_FORCE, []), NOW)

    assert page.sheets[0].rows == ()
    assert not any(fact.needs_person for fact in page.facts)


def test_without_a_policy_somebody_is_needed_now() -> None:
    page = overview(Standing(None, []), NOW)

    assert [cell.text for cell in page.sheets[0].rows[0]] == [
        "No policy is in force",
        "nothing is measured",
        "now",
    ]
    assert page.facts[1].needs_person


def test_overdue_reviews_lead_to_their_purpose() -> None:
    page = overview(Standing(IN_FORCE, []), datetime(2027, 8, 1, tzinfo=UTC))

    addresses = {row[0].address for row in page.sheets[0].rows}
    assert "/compliance/policies/zones" in addresses
    assert page.facts[1].needs_person


def test_what_other_pages_found_comes_first() -> None:
    waiting = Attention("Draft 3", "one signature is missing", "1 Jul 2026", "/compliance/drafts/3")

    page = overview(Standing(None, [], waiting=[waiting]), NOW)

    assert page.sheets[0].rows[0][0].text == "Draft 3"
    assert page.facts[0].value == "2"


def test_refusals_of_the_last_day_are_added_up() -> None:
    refused = [Refused(NOW - timedelta(hours=30), "malformed", 9), Refused(NOW, "malformed", 4)]

    assert {fact.title: fact for fact in overview(Standing(IN_FORCE, refused), NOW).facts}[
        "Refused messages"
    ].value == "4"


def test_what_outlives_its_rule_stands_on_the_first_page() -> None:
    late = [Finding("outlives_its_rule", "nonces", "the oldest should have gone 2 days ago")]

    page = overview(Standing(IN_FORCE, [], late=late), NOW)

    fact = {fact.title: fact for fact in page.facts}["Retention"]
    assert (fact.value, fact.needs_person) == ("1 alarm", True)
    assert page.sheets[0].rows[0][0].text == "nonces"
