from dataclasses import replace

from aggregator.compliance.papers.facts import Facts
from aggregator.compliance.papers.record import record
from policies.loader import load_bundle
from tests.support.learning_policy import learning
from tests.support.papers import BUNDLE, FACTS


def test_every_letter_of_the_article_has_its_section() -> None:
    assert [section.title[:3] for section in record(FACTS).sections] == [
        f"({letter})" for letter in "abcdefg"
    ]


def test_every_purpose_stands_with_its_limits_under_every_pack() -> None:
    sections = {section.title: section.table for section in record(FACTS).sections if section.table}

    titles = [document.title for document in BUNDLE.documents]
    for title in ("(b) Purposes", "(d) Recipients", "(f) Time limits"):
        assert [row[0] for row in sections[title].rows] == titles


def test_a_badge_is_promised_only_where_it_is_read() -> None:
    said = " ".join(record(FACTS).sections[2].sentences)

    assert "where a camera can read it" in said


def test_the_controller_is_named() -> None:
    assert record(FACTS).sections[0].sentences[0] == "Controller: Shoal Stores Ltd."


def test_windows_are_told_of_where_something_is_learnt_and_nowhere_else() -> None:
    learns = replace(FACTS, bundle=learning(load_bundle(), keep_hours=30))

    limits = {title: windows for title, _, windows, *_ in _limits(learns)}
    assert limits["Which parts of the shop people visit"] == "30 hours"
    assert set(limits.values()) == {"30 hours", "none kept"}
    assert "movement windows" in " ".join(record(learns).sections[2].sentences)
    assert {row[2] for row in _limits(FACTS)} == {"none kept"}
    assert "movement windows" not in " ".join(record(FACTS).sections[2].sentences)


def _limits(facts: Facts) -> tuple[tuple[str, ...], ...]:
    [table] = [section.table for section in record(facts).sections if section.title == "(f) Time limits"]
    assert table is not None
    return tuple(table.rows)
