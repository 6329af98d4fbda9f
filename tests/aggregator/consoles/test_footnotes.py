from fractions import Fraction

from aggregator.consoles.footnotes import GLOSSARY, TRACKS, footnotes
from aggregator.consoles.page import page
from policies.loader import load_bundle
from privacy.budget import epsilon, person_cost
from tests.support.hq_world import index_of, question


def test_price_of_a_track_is_the_policy_s_own() -> None:
    bundle = load_bundle()
    rho = Fraction(bundle.chain.budget.total)
    cost = person_cost(rho, TRACKS)

    text = " ".join(footnotes(bundle))

    assert f"ε = {epsilon(rho):.2f} at δ = 1e-6" in text
    assert f"between {cost.epsilon_low:.1f} and {cost.epsilon_high:.1f}" in text


def test_default_policy_costs_what_the_design_says() -> None:
    text = " ".join(footnotes(load_bundle()))

    assert "ε = 3.54" in text
    assert "7.8 and 17.9" in text


def test_cuts_of_a_track_are_said() -> None:
    text = " ".join(footnotes(load_bundle()))

    assert "10 min of people inside, 4 min of queueing and 2 min on one patch of floor" in text


def test_without_a_policy_no_price_is_invented() -> None:
    text = " ".join(footnotes(None))

    assert "cannot be stated" in text
    assert "ε" not in text


def test_every_card_has_its_entry() -> None:
    index = index_of()
    shown = {card.key for card in page(index, question(index), None).cards}

    assert len(shown) == 10
    assert shown <= {term.key for term in GLOSSARY}
