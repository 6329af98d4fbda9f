"""Words of the page of learning."""

from fractions import Fraction

from aggregator.consoles.learning.words import GLOSSARY, cost_in_words, words_of


def test_every_card_has_its_entry() -> None:
    assert [term.key for term in GLOSSARY] == ["rounds", "stores", "hits", "loss", "cost"]


def test_nothing_spent_costs_nothing() -> None:
    assert "ε = 0.00" in cost_in_words(Fraction(0))


def test_a_known_reason_has_words_of_its_own() -> None:
    assert words_of("too_few_nodes") == "too few stores were there"
