"""What papers are made from in tests: the shipped policy under two packs, two stores, one kind of data."""

from datetime import timedelta

from aggregator.compliance.papers.facts import Facts
from policies.loader import load_bundle
from policies.retention import Held, Line, Rule, line
from tests.support.vector_world import NOW

BUNDLE = load_bundle(packs=["eu", "zones-by-cohort"])


def kept(days_held: float) -> Line:
    """Return the line of a kind that may live a day, the oldest being of some days ago."""
    rule = Rule("nonces", "table nonces", timedelta(days=1), "PROTOCOL §16")
    return line(
        rule, Held(3, NOW - timedelta(days=days_held)), now=NOW, next_sweep_at=NOW + timedelta(minutes=1)
    )


FACTS = Facts(
    bundle=BUNDLE,
    stores=["Altona", "Barmbek"],
    nodes=2,
    kept=(kept(0.5),),
    controller="Shoal Stores Ltd",
    contact="privacy@example.org",
)
