from fractions import Fraction

from aggregator.compliance.budgets import Spending, budgets
from policies.loader import load_bundle
from policies.tasks import shares
from tests.support.vector_world import NOW


def test_the_price_of_one_track_stands_beside_the_range_of_a_visit() -> None:
    facts = budgets(load_bundle(), [], NOW).facts

    assert [fact.value for fact in facts] == ["ρ 1/4", "ε 7.8–17.9"]


def test_each_door_shows_what_its_share_leaves() -> None:
    bundle = load_bundle(packs=["zones-by-cohort"])

    rows = budgets(bundle, [], NOW).sheets[0].rows

    share, price, left = (Fraction(cell.text) for cell in rows[0][2:])
    assert share == shares(bundle)["site"]
    assert left == share - price


def test_spending_is_listed_by_store() -> None:
    page = budgets(load_bundle(), [Spending("altona", 12, NOW)], NOW)

    assert [cell.text for cell in page.sheets[1].rows[0]] == ["altona", "12", "2026-06-15 12:00 UTC"]


def test_without_a_policy_nothing_can_be_spent() -> None:
    page = budgets(None, [], NOW)

    assert page.facts == ()
    assert "nothing can be spent" in page.sheets[0].empty
