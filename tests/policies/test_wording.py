"""What nothing here measures is not spoken of, in no spelling of a label."""

import pytest

from policies.wording import forbidden_words


@pytest.mark.parametrize(
    "label",
    [
        "emotion",
        "mood_map",
        "shop-sentiment",
        "Affect",
        "EMOTIONAL reach",
        "affective",
        "feelings",
        "Stimmung",
        "gefuehl",
        "joy-wall",
    ],
)
def test_words_for_feelings_are_found_in_labels(label: str) -> None:
    assert len(forbidden_words(label)) == 1


@pytest.mark.parametrize(
    "label", ["affects", "moody", "movement energy", "effect", "promotion", "emoticon", "happy-hour", "enjoy"]
)
def test_other_words_are_left_alone(label: str) -> None:
    assert forbidden_words(label) == ()


def test_each_word_is_told_once_as_it_is_written() -> None:
    assert forbidden_words("Mood, affect and Mood") == ("Mood", "affect")
