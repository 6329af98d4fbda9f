"""Simulated days become examples, one of a track at most, and the same with the same seed."""

from datetime import date
from zoneinfo import ZoneInfo

import numpy as np

from edge_node.intent.examples import examples_of
from edge_node.intent.window import LABELS, stacked
from edge_node.observations import Track
from edge_node.simulation.plans import PLANS
from edge_node.simulation.shoppers import simulate_day
from edge_node.simulation.site_toml import site_toml
from edge_node.site_file import SiteFile
from edge_node.site_reader import to_site
from shared.config import parse_toml

SHOP = PLANS["boutique"]()
SITE = to_site(parse_toml(site_toml(SHOP, "Test", "UTC"), SiteFile, name="site.toml"))


def day() -> tuple[Track, ...]:
    rng = np.random.default_rng(1)
    return simulate_day(SHOP, date(2026, 6, 15), ZoneInfo("UTC"), 40, rng, with_bodies=True).tracks


def test_every_track_is_one_example_and_every_label_comes() -> None:
    tracks = day()

    examples = examples_of(tracks, SITE, np.random.default_rng(2).bytes)

    assert 0 < len(examples) <= len(tracks)
    assert {example.label for example in examples} == set(LABELS)


def test_the_same_seed_gives_the_same_examples() -> None:
    tracks = day()

    one, other = (stacked(examples_of(tracks, SITE, np.random.default_rng(2).bytes)) for _ in range(2))

    assert one[0].tolist() == other[0].tolist()
    assert one[1].tolist() == other[1].tolist()


def test_nobody_gives_no_examples() -> None:
    assert examples_of((), SITE, np.random.default_rng(2).bytes) == ()
