"""Five numbers, and the words for having none."""

from aggregator.consoles.learning.cards import cards
from tests.support.learning_rows import completed, model, refused


def test_without_anything_every_card_says_so() -> None:
    assert [card.missing for card in cards([], [])] == [True] * 5


def test_numbers_are_those_of_the_last_completed_round() -> None:
    found = cards([completed(1, hits=0.3), completed(2, hits=0.5, stores=15, groups=3), refused(3)], [])

    assert [card.value for card in found[:4]] == ["2", "15", "50.0\u202f%", "1.10"]
    assert [card.interval for card in found[2:4]] == ["47.0 to 53.0\u202f%", "0.98 to 1.22"]
    assert found[1].detail == "in the last round, 3 groups"


def test_right_answers_that_guessing_explains_are_grey() -> None:
    assert [cards([completed(1, hits=share)], [])[2].noise for share in (0.22, 0.24)] == [True, False]


def test_rounds_without_numbers_have_cards_without_numbers() -> None:
    found = cards([completed(1, hits=None)], [])

    assert [card.missing for card in found[2:4]] == [True, True]


def test_cost_is_that_of_the_model_in_use() -> None:
    assert cards([], [model(1, "start", 0), model(2, "round", 40)])[4].value == "ε 0.90"
