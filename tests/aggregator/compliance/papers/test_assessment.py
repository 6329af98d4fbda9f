from dataclasses import replace

from aggregator.compliance.papers.assessment import assessment
from tests.support.papers import BUNDLE, FACTS


def test_people_are_asked_for_what_no_configuration_knows() -> None:
    asked = [section.title for section in assessment(FACTS).sections if section.is_for_people]

    assert len(asked) == 4
    assert any("Art. 35(9)" in title for title in asked)


def test_what_a_pack_turned_off_is_named_with_its_article() -> None:
    table = assessment(FACTS).sections[0].table

    assert table is not None
    off = {row[0]: row[2] for row in table.rows}
    assert any("Art. 35" in words for words in off.values())
    assert "nothing" in off.values()


def test_every_rule_of_every_pack_is_listed() -> None:
    table = assessment(FACTS).sections[1].table

    assert table is not None
    assert len(table.rows) == sum(len(pack.rules) for pack in BUNDLE.packs)


def test_an_aggregator_that_knows_no_store_says_so() -> None:
    section = assessment(replace(FACTS, stores=())).sections[0]

    assert "Stores: not known to this aggregator." in section.sentences


def test_the_price_of_a_track_and_of_a_visit_is_stated() -> None:
    assert "ε = 3.54" in assessment(FACTS).sections[2].sentences[0]
