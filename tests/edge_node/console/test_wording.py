"""Every language says all that English says, with the same gaps."""

import re

import pytest

from edge_node.console.wording import FIRST, catalogue, languages, preferred
from edge_node.intent.window import LABELS
from edge_node.intent.zone_signals import LEAST_PEOPLE
from policies.engine import ARTICLES
from policies.training import LINKED_OF_100
from privacy.budget import UNIT

OTHERS = [language for language in languages() if language != FIRST]
UNSAID = {"objected", "staff", "staff_inferred", "kept_too_long"}
"""Rules about a person or about old data: no camera and no round is refused by one."""


def sentences(language: str) -> dict[str, str]:
    """Return every sentence of the language by section and name."""
    held = catalogue(language).model_dump()
    return {f"{section}.{name}": text for section, texts in held.items() for name, text in texts.items()}


def gaps(text: str) -> list[str]:
    return sorted(re.findall(r"\{\w+\}", text))


def test_english_comes_first() -> None:
    assert languages() == ("en", "de")


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_is_missing_and_none_is_too_many(language: str) -> None:
    assert sentences(language).keys() == sentences(FIRST).keys()


@pytest.mark.parametrize("language", OTHERS)
def test_the_same_gaps_are_filled_in_and_nothing_stayed_untranslated(language: str) -> None:
    theirs, english = sentences(language), sentences(FIRST)

    assert {key: gaps(theirs[key]) for key in english} == {key: gaps(english[key]) for key in english}
    assert {key for key in english if theirs[key] == english[key]} <= {"learning.spent"}


@pytest.mark.parametrize("language", languages())
def test_whatever_can_be_refused_or_guessed_has_its_words(language: str) -> None:
    words = catalogue(language)

    assert set(ARTICLES) - UNSAID <= set(words.rules)
    assert set(LABELS) == set(words.labels)
    assert set(LABELS) <= set(words.now)


@pytest.mark.parametrize(("language", "three"), [("en", "three"), ("de", "drei")])
def test_the_fewest_people_of_whom_anything_is_said_are_named(language: str, three: str) -> None:
    words = catalogue(language)

    assert LEAST_PEOPLE == 3
    assert three in words.words("now.lead")
    assert three in words.words("now.nobody")


def test_a_rule_of_a_pack_is_said_in_general() -> None:
    assert catalogue("en").rule("some_rule_of_a_pack") == "it is not permitted"


def test_the_unit_of_privacy_is_said_as_it_stands_beside_every_epsilon() -> None:
    assert catalogue("en").words("learning.unit") == UNIT


@pytest.mark.parametrize("language", languages())
def test_a_window_is_never_called_anonymous(language: str) -> None:
    said = catalogue(language).words("learning.what_is", linked=LINKED_OF_100)

    assert "anonym" not in " ".join(sentences(language).values()).lower()
    assert f"{LINKED_OF_100}" in said


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("de-AT,en;q=0.5", "de"), ("fr, de;q=0.4", "de"), ("fr", "en"), ("", "en"), ("EN-us", "en")],
)
def test_the_first_language_that_is_spoken_is_taken(accepted: str, language: str) -> None:
    assert preferred(accepted) == language
