"""Signs name the store and who is responsible, and one changed letter is another sign."""

from dataclasses import replace

import pytest

from edge_node.consent.notice import SHIPPED, SignText, sign_languages, signs_of
from edge_node.errors import SiteError
from edge_node.site import bare_site
from shared.config import load_toml
from tests.support.consent_world import NOTICE, with_notice

SITE = with_notice(bare_site("Altona", is_in_metres=True))


def test_every_language_of_the_store_has_a_text() -> None:
    assert {sign.language for sign in signs_of(SITE).values()} == {"en", "de"}


def test_only_the_stores_languages_are_offered() -> None:
    german = replace(SITE, notice=replace(NOTICE, languages=("de",)))

    assert list(signs_of(german)) == ["notice-de-1", "notice-learning-de-1", "notice-movement-de-1"]


@pytest.mark.parametrize(
    "name", ["notice-en-1", "notice-de-1", "notice-movement-en-1", "notice-movement-de-1"]
)
def test_the_sign_says_where_and_by_whom_and_how_to_object(name: str) -> None:
    words = "\n".join(signs_of(SITE)[name].paragraphs)

    assert "Altona" in words
    assert NOTICE.responsible in words
    assert NOTICE.contact in words
    assert "{" not in words


def test_the_page_is_named_where_there_is_one() -> None:
    without = signs_of(SITE)["notice-en-1"].paragraphs
    online = replace(SITE, notice=replace(NOTICE, page="https://example.org/altona"))
    with_page = signs_of(online)["notice-en-1"].paragraphs

    assert with_page[:-1] == without
    assert with_page[-1].endswith("https://example.org/altona")


@pytest.mark.parametrize(
    "change", [{"contact": "elsewhere"}, {"responsible": "another"}], ids=["contact", "responsible"]
)
def test_other_words_have_another_hash(change: dict[str, str]) -> None:
    changed = replace(SITE, notice=replace(NOTICE, **change))

    assert signs_of(changed)["notice-en-1"].hash != signs_of(SITE)["notice-en-1"].hash


def test_a_store_that_names_nobody_has_no_sign() -> None:
    with pytest.raises(SiteError, match=r"does not say who is responsible .* Add \[notice\]"):
        signs_of(bare_site("Altona", is_in_metres=True))


def test_a_name_with_a_gap_in_it_is_not_filled_in_again() -> None:
    odd = replace(SITE, notice=replace(NOTICE, contact="{page}"))

    assert any("{page}" in p for p in signs_of(odd)["notice-en-1"].paragraphs)


def test_the_languages_are_those_of_the_texts() -> None:
    assert sign_languages() == {"en", "de"}
    assert all(load_toml(path, SignText).language in path.stem for path in SHIPPED.glob("*.toml"))


# Filled in for SITE. Who changes a text must give it the next number, or every store stops measuring.
PUBLISHED = {
    "notice-en-1": "0689c1f9fce5fee374fc133ac276d4de3ab90f9968c16892eed1441c66ac7d62",
    "notice-movement-en-1": "c9453880e74fbf5d17e9ccd1d8ba3797f8a81b823c63883b02e65404d61c9118",
    "notice-movement-de-1": "d551a480a3fff612d706e365895327544d563a00d989d0ba32142946ed781bd8",
    "notice-de-1": "4e06e8c688400742b683fe1e6dd6461f872c0fc890ad5bccb1349d569251a719",
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_text_never_changes(name: str) -> None:
    assert signs_of(SITE)[name].hash == PUBLISHED[name]
