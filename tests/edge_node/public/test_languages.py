"""Every language says all that English says, and translates only what was signed."""

import re
from typing import get_args

import pytest

from edge_node.consent.notice import sign_languages
from edge_node.public.languages import SIGNED, Catalogue, catalogue, hash_of, languages, told
from edge_node.site_file import Language
from policies.loader import load_bundle
from policies.schema import Children, LawfulBasis, PolicyDocument
from shared.epoch import Level
from shared.schemas.task import Lane, MetricName

DOCUMENTS = load_bundle(optional=["posture", "intent", "learning"]).documents
OTHERS = [language for language in languages() if language != SIGNED]
SAME = {("de", "sign.hash")}
"""Sentences that may read alike; everything else that does was forgotten."""


def sentences(language: str) -> dict[str, str]:
    """Return every sentence of the language by section and name."""
    held = catalogue(language).model_dump()
    return {f"{section}.{name}": text for section, texts in held.items() for name, text in texts.items()}


def gaps(text: str) -> list[str]:
    return sorted(re.findall(r"\{\w+\}", text))


def test_site_files_signs_and_pages_know_the_same_languages() -> None:
    assert set(languages()) == set(get_args(Language)) == sign_languages()


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_is_missing_and_none_is_too_many(language: str) -> None:
    assert sentences(language).keys() == sentences(SIGNED).keys()


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_stayed_untranslated(language: str) -> None:
    theirs, english = sentences(language), sentences(SIGNED)

    alike = {(language, key) for key in english if theirs[key] == english[key]}

    assert alike <= SAME


@pytest.mark.parametrize("language", OTHERS)
def test_the_same_gaps_are_filled_in(language: str) -> None:
    theirs, english = sentences(language), sentences(SIGNED)

    assert {key: gaps(theirs[key]) for key in english} == {key: gaps(english[key]) for key in english}


@pytest.mark.parametrize("language", languages())
def test_whatever_a_policy_can_say_has_its_words(language: str) -> None:
    words = catalogue(language)

    assert words.metrics.keys() == set(get_args(MetricName))
    assert words.levels.keys() == set(get_args(Level))
    assert words.lanes.keys() == set(get_args(Lane))
    assert words.basis.keys() == set(get_args(LawfulBasis))
    assert {f"children_{name}" for name in get_args(Children)} <= words.never.keys()


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.purpose)
def test_every_shipped_purpose_is_translated_as_it_reads_now(document: PolicyDocument, language: str) -> None:
    found = told(document, language)

    assert found.language == language, f"translate it again, its hash is {hash_of(document)}"
    assert (found.title, found.statement) != (document.title, document.statement)


@pytest.mark.parametrize("language", languages())
def test_english_is_told_as_it_was_signed(language: str) -> None:
    changed = DOCUMENTS[0].model_copy(update={"statement": "Counts something else, since last week."})

    found = told(changed, language)

    assert (found.statement, found.language) == (changed.statement, SIGNED)


def test_gaps_are_filled_once() -> None:
    words = Catalogue.model_construct(page={"title": "{store} {store}"})

    assert words.words("page.title", store="{store}") == "{store} {store}"
