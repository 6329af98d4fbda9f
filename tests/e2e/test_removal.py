"""The unit of privacy, on a simulated day: each track is taken away in turn, before anything is grouped."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from edge_node.features.catalog import JOINT
from edge_node.measurer import LONGEST_TRACK_S, Measurer
from edge_node.observations import Journey
from edge_node.simulation.plans import PLANS
from edge_node.simulation.shoppers import simulate_day
from edge_node.simulation.site_toml import site_toml
from edge_node.site import Site
from edge_node.site_file import SiteFile
from edge_node.site_reader import to_site
from edge_node.storage.journal import Journal
from edge_node.vector_plan import plans
from edge_node.zones.journey import journey_of
from policies.engine import decide
from policies.loader import load_bundle
from policies.tasks import tasks
from privacy.sensitivity import obeys
from shared.config import parse_toml
from shared.ids import TaskId

BUNDLE = load_bundle()
TASKS = tasks(BUNDLE)
DAY = date(2026, 6, 16)
NOW = datetime(2026, 6, 17, 12, 0, tzinfo=UTC)
VISITORS = 25
Sums = dict[tuple[TaskId, int], NDArray[np.int64]]


@pytest.fixture(scope="module")
def site() -> Site:
    text = site_toml(PLANS["boutique"](), "Test", "UTC")
    return to_site(parse_toml(text, SiteFile, name="site.toml"))


@pytest.fixture(scope="module")
def journeys(site: Site) -> list[Journey]:
    rng = np.random.default_rng(5)
    tracks = simulate_day(PLANS["boutique"](), DAY, site.layout().zone_info, VISITORS, rng).tracks
    return [journey_of(track, site) for track in tracks]


def counted(site: Site, journeys: Sequence[Journey], folder: Path) -> Sums:
    """Return what the journal holds after the day, flushed as a live node does: hour by hour."""
    journal = Journal(folder / "journal.sqlite3")
    measurer = Measurer(
        plans=plans(TASKS.values(), site.layout(), BUNDLE.chain.layout, site.entrance),
        policy_hash=BUNDLE.hash,
        decide=lambda request: decide(request, BUNDLE, NOW),
        journey_of=lambda track: journey_of(track, site),
        journal=journal,
    )
    opened_s = datetime(DAY.year, DAY.month, DAY.day, 8, tzinfo=UTC).timestamp()
    waiting = list(journeys)
    for hour in range(14):
        until_s = opened_s + hour * 3600 + LONGEST_TRACK_S
        while waiting and waiting[0].track.t_s[-1] < until_s:
            measurer.add(waiting.pop(0))
        measurer.record_coverage(opened_s, until_s)
        measurer.flush()
    measurer.flush(at_end=True)
    held = (journal.sums.get(task_id, epoch) for task_id, epoch in journal.sums.epochs())
    return {(each.task_id, each.epoch): each.vector for each in held if each is not None}


def test_the_day_fills_every_metric(site: Site, journeys: list[Journey], tmp_path: Path) -> None:
    filled = {task_id for (task_id, _), vector in counted(site, journeys, tmp_path).items() if vector.any()}

    assert filled == set(TASKS)


def test_no_track_of_a_day_moves_any_vector_by_more_than_its_bound(
    site: Site, journeys: list[Journey], tmp_path: Path
) -> None:
    whole, moved_by = counted(site, journeys, tmp_path), {task_id: 0 for task_id in TASKS}

    for left_out in range(len(journeys)):
        folder = tmp_path / str(left_out)
        folder.mkdir()
        without = counted(site, journeys[:left_out] + journeys[left_out + 1 :], folder)
        assert without.keys() == whole.keys()
        moved = {key: whole[key] - without[key] for key in whole if np.any(whole[key] != without[key])}
        assert len({task_id for task_id, _ in moved}) == len(moved), "one epoch per task at most"
        for (task_id, _), change in moved.items():
            assert obeys(change, TASKS[task_id].bound)
            moved_by[task_id] = max(moved_by[task_id], int(change @ change))
    assert all(moved_by[task_id] > 0 for task_id in TASKS)
    assert any(moved_by[task_id] > 1 for task_id, task in TASKS.items() if task.metric in JOINT)
