"""Counts of a replay are what would be measured, exact."""

import numpy as np

from edge_node.counts import Counts
from edge_node.features.catalog import CATALOG, JOINT
from edge_node.observations import Crossing, Journey, Reach, Track, TrackId, Visit
from edge_node.simulation.plans import PLANS
from edge_node.simulation.site_toml import site_toml
from edge_node.site import Site, bare_site
from edge_node.site_file import SiteFile
from edge_node.site_reader import to_site
from shared.config import parse_toml
from shared.schemas.task import MetricName


def site() -> Site:
    return to_site(parse_toml(site_toml(PLANS["boutique"](), "Test", "UTC"), SiteFile, name="site.toml"))


def shopper(at_s: float = 1000.0) -> Journey:
    xy_m = np.array([[4.0, 6.0], [4.0, 6.0]], dtype=np.float32)
    track = Track(TrackId(1), at_s, np.array([at_s, at_s + 60]), xy_m, view="hall")
    visits = (Visit("home", at_s, 20.0), Visit("queue", at_s + 30, 25.0))
    return Journey(
        track, visits, (Crossing("entrance", at_s, "in"),), (Reach("west-wall", at_s + 5, at_s + 7),)
    )


def test_every_metric_is_counted_where_the_site_has_a_place_for_it() -> None:
    optional: set[MetricName] = {"posture", "intent"}

    assert set(Counts.of(site()).by_metric()) == set(CATALOG) - optional | JOINT


def test_a_journey_counts_in_each_metric() -> None:
    counts = Counts.of(site())
    counts.add(shopper())

    found = counts.by_metric()
    assert found["funnel"] == {"hall:checkout": 1}
    assert found["shelf"] == {"west-wall:hand_in_shelf": 1}
    assert found["flow"] == {"home:queue": 1}
    assert found["queue_wait"] == {"queue:5-30s": 1}


def test_groups_are_counted_together() -> None:
    counts = Counts.of(site())
    for at_s in (1000.0, 1001.0, 2000.0):
        counts.add(shopper(at_s))

    assert counts.by_metric()["groups"] == {"entrance:1": 1, "entrance:2": 1}


def test_without_metres_nothing_is_counted_by_metric() -> None:
    assert Counts.of(bare_site("clip", is_in_metres=False)).by_metric() == {}
