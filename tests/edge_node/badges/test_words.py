"""Every language says everything, with the same blanks to fill."""

import re
from dataclasses import fields

import pytest

from edge_node.badges.words import LANGUAGES, WORDS, Language, Words
from edge_node.observations import BADGE_KINDS


def _blanks(words: Words, name: str) -> list[str]:
    return sorted(re.findall(r"\{\w+", str(getattr(words, name))))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("field", [field.name for field in fields(Words)])
def test_every_language_has_the_same_blanks(language: Language, field: str) -> None:
    assert _blanks(WORDS[language], field) == _blanks(WORDS["en"], field)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_speaks_of_both_badges_in_as_many_steps(language: Language) -> None:
    words = WORDS[language]

    for said in (words.title, words.effect, words.beyond):
        assert set(said) == set(BADGE_KINDS)
    assert len(words.steps) == len(WORDS["en"].steps)
