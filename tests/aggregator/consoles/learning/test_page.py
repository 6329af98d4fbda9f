"""The page of learning says what happened, how sure it is, and what it cost."""

import pytest

from aggregator.consoles.learning.page import learning_page
from aggregator.federated.tables import ModelRow, RoundRow
from privacy.budget import UNIT
from tests.support.learning_rows import NOON, completed, model, refused

ROUNDS = [completed(1, hits=0.3), refused(2), completed(3, hits=0.5)]
MODELS = [model(1, "start", 0), model(2, "round", 1), model(3, "round", 3)]


def column(rows: list[RoundRow], models: list[ModelRow], table: str, name: str) -> list[str]:
    page = learning_page(rows, models, NOON, may_roll_back=True)
    found = page.rounds if table == "rounds" else page.models
    place = found.header.index(name)
    return [row[place].text for row in found.rows]


def test_without_a_round_it_says_what_will_appear() -> None:
    page = learning_page([], [], NOON, may_roll_back=True)

    assert page.empty.startswith("No round has run yet.")
    assert (page.ways_back, page.rounds.rows, page.models.rows) == ((), (), ())


def test_the_newest_stands_first_and_a_refusal_says_why() -> None:
    assert column(ROUNDS, MODELS, "rounds", "Outcome") == [
        "completed", "refused: the compliance office did not answer", "completed",
    ]  # fmt: skip


def test_an_unknown_reason_is_read_as_words() -> None:
    assert column([refused(1, "no_such_key")], MODELS, "rounds", "Outcome") == ["refused: no such key"]


def test_right_answers_and_loss_stand_with_their_noise() -> None:
    assert column(ROUNDS, MODELS, "rounds", "Right answers") == [
        "50.0\u202f% ± 3.0",
        "–",
        "30.0\u202f% ± 3.0",
    ]
    assert column(ROUNDS, MODELS, "rounds", "Loss") == ["1.10 ± 0.12", "–", "1.30 ± 0.12"]


def test_a_round_in_which_nobody_had_enough_windows_has_no_number() -> None:
    assert column([completed(1, hits=None)], MODELS, "rounds", "Right answers") == ["–"]


def test_lineage_names_who_made_each_model_and_which_is_in_use() -> None:
    back = model(4, "rollback", 1)

    assert column(ROUNDS, [*MODELS, back], "models", "By") == [
        "back to round 1",
        "round 3",
        "round 1",
        "start",
    ]
    assert column(ROUNDS, [*MODELS, back], "models", "Version")[0] == "4 (in use)"


def test_ways_back_are_the_models_that_are_not_in_use() -> None:
    page = learning_page(ROUNDS, MODELS, NOON, may_roll_back=True)

    assert [way.label for way in page.ways_back] == ["round 1", "the first model"]


def test_who_may_not_go_back_is_not_offered_it() -> None:
    assert learning_page(ROUNDS, MODELS, NOON, may_roll_back=False).ways_back == ()


def test_the_cost_names_the_unit_and_a_person_of_several_tracks() -> None:
    words = learning_page(ROUNDS, MODELS, NOON, may_roll_back=True).footnotes[-1]

    assert UNIT in words
    assert "someone of 4 tracks" in words


@pytest.mark.parametrize(
    ("groups", "words"),
    [(1, "no defence against poisoned updates"), (3, "trimmed mean")],
    ids=["one", "three"],
)
def test_it_says_what_stands_against_poison(groups: int, words: str) -> None:
    assert words in learning_page([completed(1, groups=groups)], MODELS, NOON, may_roll_back=True).defence
