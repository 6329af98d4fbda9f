"""The page loads nothing, runs nothing, names no staff and says the same in every language."""

import base64
import hashlib
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from edge_node.consent.notice import signs_of
from edge_node.public.facts import Facts, MetricFacts, PurposeFacts
from edge_node.public.languages import catalogue, languages
from edge_node.public.render import INDEX, files_of
from policies.loader import load_bundle
from policies.schema import PolicyDocument
from policies.training import LINKED_OF_100
from tests.edge_node.public.test_facts import NOW, SITE, facts, kept, pause
from tests.support.packs import adopt

SIGNS = signs_of(SITE)


def page(told: Facts, name: str = INDEX) -> str:
    return files_of(told, SIGNS)[name]


def german(told: Facts) -> str:
    return page(told, "de.html")


LEARNING = load_bundle(optional=["learning"]).documents[-1]


@pytest.mark.parametrize(
    ("learns", "said"),
    [
        (True, "one change of a model that shops train together, 01:00–05:00"),
        (False, "nothing: learning is switched"),
    ],
    ids=["on", "off"],
)
def test_what_a_shop_gives_to_learning_is_said_with_its_switch(*, learns: bool, said: str) -> None:
    trains = PurposeFacts(LEARNING, (), LEARNING.retention, "", True, "01:00–05:00")
    told = facts(kept())

    files = files_of(replace(told, purposes=(*told.purposes, trains), learns=learns), SIGNS)

    assert said in files[INDEX]
    assert f"shoal edge learning --{'off' if learns else 'on'}" in files[INDEX]
    assert "notice-learning-en-1.html" in files


def test_there_is_a_page_a_language_and_a_page_a_sign() -> None:
    assert set(files_of(facts(kept()), SIGNS)) == {
        "index.html",
        "de.html",
        "notice-en-1.html",
        "notice-de-1.html",
    }


def test_a_sign_for_what_reads_bodies_is_printed_where_that_is_measured() -> None:
    document = adopt("posture").documents[-1]
    read = PurposeFacts(
        document, (MetricFacts("posture", "cohort", ("week",)),), document.retention, "", False
    )
    told = facts(kept())

    files = files_of(replace(told, purposes=(*told.purposes, read)), SIGNS)

    assert {"notice-movement-en-1.html", "notice-movement-de-1.html"} <= set(files)
    assert "how much arms move and how far they are held from the body" in files[INDEX]
    assert "It says nothing about what is on anybody&#39;s mind" in files[INDEX]


@pytest.mark.parametrize("name", ["index.html", "de.html", "notice-en-1.html", "notice-de-1.html"])
def test_nothing_is_loaded_and_nothing_runs(name: str) -> None:
    text = page(facts(kept()), name)

    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style.group(1).encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'" in text
    assert not re.search(r"<script|<img|<link|<form|<iframe|@import|url\(| style=| on\w+=|https?://", text)


def test_whatever_people_wrote_is_text_and_nothing_else() -> None:
    bad = '<script>alert("x")</script>'
    told = replace(facts(kept()), store=bad, responsible=bad, contact=bad)

    assert bad not in page(told)
    assert "&lt;script&gt;" in page(told)


@pytest.mark.parametrize("language", languages())
def test_no_gap_is_left_and_no_word_is_missing(language: str) -> None:
    told = replace(facts(kept(pause(None))), languages=(language,))

    text = re.sub(r"<style>.*?</style>", "", page(told), flags=re.DOTALL)

    assert f'<html lang="{language}">' in text
    assert not re.search(r"\{\w*\}", text)


def test_the_store_says_what_it_is_doing() -> None:
    asleep = replace(
        facts(kept()), cameras=tuple(replace(c, refusal="quiet_hours") for c in facts(kept()).cameras)
    )
    closed = replace(
        facts(kept()), cameras=tuple(replace(c, refusal="no_policy") for c in facts(kept()).cameras)
    )

    assert "Cameras are measuring now</strong>1 of 2 cameras look at the shop." in page(facts(kept()))
    assert "Paused: nothing is measured</strong>Until 2026-06-15 14:30." in page(
        facts(kept(pause(NOW + timedelta(minutes=30))))
    )
    assert "Until somebody who works here resumes." in page(facts(kept(pause(None))))
    assert "Quiet hours: nothing is measured" in page(asleep)
    assert "Nothing is measured now</strong>Why stands beside" in page(closed)
    assert "does not look: not permitted" in page(closed)


def test_what_holds_for_every_purpose_is_said_once() -> None:
    text = page(facts(kept()))

    assert text.count("Legitimate interests (GDPR Art. 6(1)(f))") == 1
    assert text.count("published sums: 25 months") == 1


def test_a_lone_purpose_says_everything_itself() -> None:
    alone = replace(facts(kept()), purposes=facts(kept()).purposes[:1])

    assert "For all of it" not in page(alone)
    assert page(alone).count("published sums: 25 months") == 1


def test_purposes_are_told_in_the_language_of_the_page() -> None:
    assert "Wie viele Menschen hereinkommen" in german(facts(kept()))
    assert "How many people come in" not in german(facts(kept()))
    assert "nur auf Englisch beschrieben" not in german(facts(kept()))


def changed(**change: object) -> Facts:
    """Return the facts with every purpose's document changed."""
    told = facts(kept())

    def with_change(document: PolicyDocument) -> PolicyDocument:
        return document.model_copy(update=change)

    return replace(told, purposes=tuple(replace(p, document=with_change(p.document)) for p in told.purposes))


def test_a_purpose_that_nobody_translated_is_marked() -> None:
    told = changed(statement="Counts something that was signed yesterday.")

    assert '<p lang="en">Counts something that was signed yesterday.</p>' in german(told)
    assert german(told).count("Dieser Zweck ist nur auf Englisch beschrieben.") == len(told.purposes)
    assert "described in English only" not in page(told)


def test_consent_is_said_to_count_who_wears_the_panels_badge() -> None:
    assert "Only who wears the panel&#39;s badge, where a camera can read it, is counted." in page(
        changed(lawful_basis="consent")
    )


def test_what_a_purpose_adds_is_told() -> None:
    told = changed(dpia_reference="DPIA-2026-04", children="areas_masked")
    trained = replace(
        told, purposes=tuple(replace(p, trains=True, quiet="22:00–06:00") for p in told.purposes)
    )

    text = page(trained)

    assert "DPIA-2026-04" in text
    assert "Places made for children are covered" in text
    assert "somebody walks by a camera: at most 72 hours" in text
    assert f"{LINKED_OF_100} of 100 could be linked" in text
    assert "22:00–06:00" in text


def test_a_store_that_names_nobody_says_so() -> None:
    nobody = replace(facts(kept()), responsible="", contact="")

    assert catalogue("en").words("who.nobody") in page(nobody)
    assert "write to" not in page(nobody)


def test_without_a_policy_nothing_is_claimed() -> None:
    bare = replace(facts(kept()), version=None, purposes=(), packs=())

    assert "Nothing is measured here." in page(bare)
    assert "No signed policy is held here" in page(bare)


def test_a_simulated_store_says_so() -> None:
    assert "it does not exist" in page(replace(facts(kept()), is_simulated=True))
    assert "it does not exist" not in page(facts(kept()))


def test_a_sign_is_its_words_and_their_hash() -> None:
    text = page(facts(kept()), "notice-de-1.html")

    assert SIGNS["notice-de-1"].hash in text
    assert all(paragraph in text for paragraph in SIGNS["notice-de-1"].paragraphs)
