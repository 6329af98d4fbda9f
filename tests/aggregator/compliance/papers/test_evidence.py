from dataclasses import replace
from datetime import timedelta

from aggregator.compliance.papers.evidence import evidence
from policies.retention import Held, Rule, line
from tests.support.papers import FACTS, kept
from tests.support.vector_world import NOW


def test_the_oldest_stands_beside_its_limit() -> None:
    table = evidence(FACTS).sections[0].table

    assert table is not None
    assert table.rows[0][2:6] == ("24 hours", "PROTOCOL §16", "3", "2026-06-15 00:00 UTC")
    assert evidence(FACTS).sections[1].sentences == ("Nothing.",)


def test_what_is_late_is_named() -> None:
    late = evidence(replace(FACTS, kept=(kept(3),)))

    assert "nonces: the oldest should have gone" in late.sections[1].sentences[0]


def test_a_kind_without_a_term_says_whose_rule_it_follows() -> None:
    endless = line(
        Rule("open sums", "journal", None, "the epoch"),
        Held(),
        now=NOW,
        next_sweep_at=NOW + timedelta(minutes=1),
    )

    table = evidence(replace(FACTS, kept=(endless,))).sections[0].table

    assert table is not None
    assert table.rows[0][2:] == ("as the rule says", "the epoch", "0", "–", "–")
