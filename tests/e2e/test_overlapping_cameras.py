"""A drawn door seen by three cameras at once: people are counted once, and three times without a view."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from edge_node.measurer import Measurer
from edge_node.pipeline import build
from edge_node.running import measurer_of
from edge_node.simulation.plans import PLANS
from edge_node.simulation.shoppers import SimulatedDay, simulate_day
from edge_node.simulation.site_toml import site_toml
from edge_node.site import bare_site
from edge_node.site_file import SiteFile
from edge_node.site_reader import to_site
from edge_node.track.cameras import Sighting
from edge_node.track.joined import Part, joined
from edge_node.track.people import sort_out
from edge_node.zones.journey import journey_of
from shared.config import parse_toml
from tests.support.clock import FakeClock
from tests.support.drawn_floor import DrawnFloor, detections, drawn_floor
from tests.support.edge_world import paired_node
from tests.support.overlap import Eye, Seen, Walk, seen_by

START = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
SEEDS = (0, 1, 2)
SECONDS = 60.0
ERROR_M = 0.18


@pytest.fixture
def measurer(tmp_path: Path) -> Iterator[Measurer]:
    """Yield a measurer of a paired node."""
    node, _ = paired_node(tmp_path, FakeClock(START))
    with closing(node.open_journal()) as journal:
        yield measurer_of(node, bare_site("test", is_in_metres=True), journal)


def entries(floor: DrawnFloor, measurer: Measurer, seed: int) -> int:
    """Return what the whole line after the wall counts at the door, all cameras together."""
    lines = build(floor.site, measurer)
    rng = np.random.default_rng(seed)
    streams = [detections(floor.scenes[name], rng) for name in lines]
    for frames in zip(*streams, strict=True):
        for pipeline, observation in zip(lines.values(), frames, strict=True):
            pipeline.observe(observation)
    for pipeline in lines.values():
        pipeline.finish()
    return sum(pipeline.tally.entries for pipeline in lines.values())


def test_who_comes_in_before_three_cameras_of_one_view_is_counted_once(measurer: Measurer) -> None:
    # What is left over are mix-ups of single cameras; tests/benchmarks/cameras.py has them over ten clips.
    floors = {seed: drawn_floor(seed, SECONDS, START) for seed in SEEDS}

    came = sum(floor.scenario.truth.entries for floor in floors.values())
    counted = sum(entries(floor, measurer, seed) for seed, floor in floors.items())

    assert abs(counted - came) <= 0.1 * came


def test_without_a_common_view_everybody_is_counted_about_three_times(measurer: Measurer) -> None:
    floor = drawn_floor(SEEDS[0], SECONDS, START, view=None)

    assert entries(floor, measurer, SEEDS[0]) >= 2.5 * floor.scenario.truth.entries


def visits(seen: list[Seen], *, is_merged: bool) -> dict[str, int]:
    """Return the visits of every zone of the boutique."""
    site = to_site(parse_toml(site_toml(PLANS["boutique"](), "Hall", "UTC"), SiteFile, name="site.toml"))
    tracks = [one.track for one in seen]
    if is_merged:
        sightings = [Sighting.of(one.camera, one.track.t_s, one.track.floor_xy_m) for one in seen]
        people = sort_out(tracks, sightings, {"west": ERROR_M, "east": ERROR_M}).people
        tracks = [joined([Part(p.track, ERROR_M) for p in person], cut_s=1800.0) for person in people]
    found = [visit.zone for track in tracks for visit in journey_of(track, site).visits]
    return {zone.name: found.count(zone.name) for zone in site.zones}


def eye(name: str, jitter_m: float, offset_m: tuple[float, float]) -> Eye:
    """Return a camera that sees the whole boutique and its street."""
    return Eye(name, (4.0, 6.0), (-10.0, -5.0, 20.0, 13.0), offset_m, jitter_m)


@pytest.fixture(scope="module")
def day() -> SimulatedDay:
    """Return a day of the boutique with some sixty visitors."""
    shop, rng = PLANS["boutique"](), np.random.default_rng(4)
    return simulate_day(shop, date(2026, 6, 13), ZoneInfo("UTC"), 60, rng)


def test_visits_of_a_day_seen_by_two_noisy_cameras_are_those_of_one_perfect_camera(day: SimulatedDay) -> None:
    walks = [Walk(movement.t_s, movement.xy_m) for movement in day.movements]
    rng = np.random.default_rng(5)
    both = seen_by(eye("west", 0.1, (0.1, 0.0)), walks, rng) + seen_by(
        eye("east", 0.1, (0.0, -0.1)), walks, rng
    )
    true = visits(seen_by(eye("west", 0.0, (0.0, 0.0)), walks, rng), is_merged=False)

    merged, doubled = visits(both, is_merged=True), visits(both, is_merged=False)

    assert sum(abs(merged[zone] - true[zone]) for zone in true) <= 0.05 * sum(true.values())
    assert sum(doubled.values()) >= 1.9 * sum(true.values())
