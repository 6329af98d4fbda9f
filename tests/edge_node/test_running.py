"""One pass over a simulated site ends with sealed reports in the outbox."""

from collections.abc import Iterable, Iterator
from contextlib import closing, nullcontext
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from edge_node.commands.pause import Wanted, press_pause
from edge_node.config import UplinkConfig
from edge_node.errors import EdgeError
from edge_node.node import Node
from edge_node.observations import FrameObservation, Track
from edge_node.pipeline import Pipeline
from edge_node.running import Sent, measure, send
from edge_node.simulated import SimulatedSource
from edge_node.simulation.plans import PLANS
from edge_node.simulation.site_toml import site_toml
from edge_node.site import CameraPlace, Site, bare_site
from edge_node.site_reader import load_site
from edge_node.storage.documents import save
from edge_node.storage.files import write_private
from edge_node.storage.home import Home
from edge_node.wall.report import WallReport
from policies.hours import EVERY_MINUTE, DailyHours, minutes_of
from privacy.errors import KeyListError
from shared.epoch import epoch_of
from shared.ids import TaskId
from shared.schemas.task import MetricName
from tests.support.clock import FakeClock
from tests.support.consent_world import attest_all
from tests.support.edge_world import load_node, paired_node
from tests.support.learning_policy import learning
from tests.support.packs import adopt
from tests.support.shared_models import always, published, that_learns

NOW = datetime(2026, 6, 16, 13, 30, tzinfo=UTC)
NOON = DailyHours(begins_at=time(12), ends_at=time(13))
IMPATIENT = UplinkConfig(timeout_s=1.0, patience_s=0.0)


@pytest.fixture
def site_file(tmp_path: Path) -> Path:
    """Return the site file of a small simulated shop with one day behind it."""
    source = SimulatedSource(plan="boutique", days=1, visitors=30, seed=3)
    text = site_toml(PLANS["boutique"](), "Test", "Europe/Berlin")
    path = tmp_path / "site.toml"
    path.write_text(f'{text}\n[[cameras]]\nname = "shoppers"\nsource = "{source.address}"\n')
    return path


def paired(root: Path, site_file: Path, clock: FakeClock) -> tuple[Node, Site]:
    """Return a paired store of the file whose signs hang."""
    paired_node(root, clock)
    site = load_site(site_file)
    save(Home(root).layout, site.layout())
    attest_all(Home(root), site, NOW)
    return load_node(root, clock), site


def test_a_pass_measures_and_leaves_its_reports_waiting(tmp_path: Path, site_file: Path) -> None:
    node, site = paired(tmp_path / "home", site_file, FakeClock(NOW))

    with closing(node.open_journal()) as journal:
        done = measure(node, site, journal)
        sent = send(node, journal, site, uplink=IMPATIENT, unfinished=True)

        assert done.cameras["shoppers"].entries > 0
        assert sent.closed > 0
        assert sent.waiting >= sent.closed


def test_under_a_policy_that_learns_a_pass_leaves_windows(tmp_path: Path, site_file: Path) -> None:
    node, site = paired(tmp_path / "home", site_file, FakeClock(NOW))

    with closing(node.open_journal()) as journal:
        measure(node, site, journal)
        assert journal.vault.records("windows") == []

        done = measure(replace(node, bundle=learning()), site, journal)

        windows = journal.vault.records("windows")
        assert 0 < len(windows) <= done.cameras["shoppers"].tracks
        assert {stored.record.camera for stored in windows} == {"shoppers"}


@pytest.mark.parametrize("metric", ["posture", "intent"])
def test_a_simulated_shop_has_bodies_where_they_are_read(
    tmp_path: Path, site_file: Path, metric: MetricName
) -> None:
    node, site = paired(tmp_path / "home", site_file, FakeClock(NOW))
    attest_all(node.home, site, NOW, text="notice-movement-en-1")
    week = epoch_of(NOW, "week", site.layout().zone_info)

    with closing(node.open_journal()) as journal:
        measure(replace(node, bundle=adopt(metric)), site, journal)

        counted = journal.sums.get(TaskId(f"{metric}.week.cohort"), week)
        assert counted is not None
        assert counted.vector.sum() > 0


def test_a_simulated_shop_counts_its_funnel_by_views_of_its_own(tmp_path: Path, site_file: Path) -> None:
    node, site = paired(tmp_path / "home", site_file, FakeClock(NOW))
    today = epoch_of(NOW, "day", site.layout().zone_info)

    with closing(node.open_journal()) as journal:
        measure(node, site, journal)

        funnel = journal.sums.get(TaskId("funnel.day.site"), today)
        assert funnel is not None
        assert funnel.vector.sum() > 0


def test_a_pass_that_is_killed_has_counted_nothing(
    tmp_path: Path, site_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    node, site = paired(tmp_path / "home", site_file, FakeClock(NOW))
    taken = []

    def die_at_the_twentieth(pipeline: Pipeline, tracks: Iterable[Track]) -> None:
        for track in tracks:
            count(pipeline, [track])
            taken.append(track)
            if len(taken) == 20:
                raise KeyboardInterrupt

    count = Pipeline.take
    monkeypatch.setattr(Pipeline, "take", die_at_the_twentieth)
    monkeypatch.setattr("edge_node.measurer.FLUSH_EVERY", 1)

    with closing(node.open_journal()) as journal:
        with pytest.raises(KeyboardInterrupt):
            measure(node, site, journal)

        assert journal.sums.epochs() == []


def test_a_site_without_a_camera_is_refused(tmp_path: Path) -> None:
    node, _ = paired_node(tmp_path, FakeClock(NOW))

    with closing(node.open_journal()) as journal, pytest.raises(EdgeError, match="has no camera"):
        measure(node, bare_site("empty", is_in_metres=True), journal)


def test_without_a_policy_nothing_is_sent(tmp_path: Path, site_file: Path) -> None:
    clock = FakeClock(NOW)
    paired_node(tmp_path / "home", clock)
    Home(tmp_path / "home").policy.unlink()
    node = load_node(tmp_path / "home", clock)

    with closing(node.open_journal()) as journal:
        sent = send(node, journal, load_site(site_file), uplink=IMPATIENT, unfinished=True)

    assert sent == Sent(closed=0, refused_at_door={}, accepted=0, refused=0, waiting=0)


def test_nothing_is_closed_that_could_not_be_sealed(tmp_path: Path, site_file: Path) -> None:
    clock = FakeClock(NOW)
    node, site = paired(tmp_path / "home", site_file, clock)

    with closing(node.open_journal()) as journal:
        measure(node, site, journal)
        clock.advance(100 * 86_400)
        with pytest.raises(KeyListError, match="key valid at"):
            send(node, journal, site, uplink=IMPATIENT, unfinished=True)

        assert journal.ledger.all() == []
        assert journal.sums.epochs()


@pytest.fixture
def ready(tmp_path: Path, site_file: Path) -> Node:
    """Return a node whose camera has its sign."""
    return paired(tmp_path / "home", site_file, FakeClock(NOW))[0]


@pytest.mark.parametrize("rule", ["not_attested", "paused", "no_policy", "unreadable", "quiet_hours"])
def test_a_camera_that_may_not_look_counts_nothing_and_reports_no_coverage(
    ready: Node, site_file: Path, rule: str
) -> None:
    site = load_site(site_file)
    if rule == "not_attested":
        ready.home.attestations.unlink()
    elif rule == "paused":
        press_pause(ready.home.root, Wanted("till 2"), ready.clock)
    elif rule == "no_policy":
        ready = replace(ready, bundle=None)
    elif rule == "unreadable":
        ready.home.pauses.write_text("{")
    else:
        site = replace(site, quiet_minutes=EVERY_MINUTE)

    with closing(ready.open_journal()) as journal:
        done = measure(ready, site, journal)
        sent = send(ready, journal, site, uplink=IMPATIENT, unfinished=True)

        covered = [c.vector[-1] for c in journal.contributions.first(1_000)]
    assert {name: refusal.rule for name, refusal in done.closed.items()} == {"shoppers": rule}
    assert done.cameras["shoppers"].tracks == 0
    assert set(covered) <= {0}
    assert (sent.closed > 0) is (rule != "no_policy"), "the same reports leave as on any other day"


def test_quiet_hours_are_a_gap_and_never_a_zero(ready: Node, site_file: Path) -> None:
    site = replace(load_site(site_file), quiet_minutes=minutes_of([NOON]))
    noon, before = (int(datetime(2026, 6, 16, hour, tzinfo=UTC).timestamp()) // 3600 for hour in (10, 9))

    with closing(ready.open_journal()) as journal:
        measure(ready, site, journal)

        assert journal.sums.get(TaskId("occupancy.hour.site"), noon) is None
        held = journal.sums.get(TaskId("occupancy.hour.site"), before)
        assert held is not None
        assert held.coverage_s == 3600


def test_a_pause_ends_a_film_where_it_is(
    ready: Node, site_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = CameraPlace("shoppers", "clip.mp4", None, None, 0.0)
    site = replace(load_site(site_file), cameras=(place,), is_in_metres=False)

    class Film:
        report = WallReport()

        def frames(self) -> Iterator[FrameObservation]:
            for index in range(20):
                if index == 5:
                    press_pause(ready.home.root, Wanted("till 2"), ready.clock)
                yield FrameObservation(index, NOW - timedelta(seconds=60 - index), 64, 48, (), 0, None)

    monkeypatch.setattr("edge_node.running.models_at_hand", lambda: SimpleNamespace(has_detectors=True))
    monkeypatch.setattr("edge_node.running._first_frame_at", lambda *_: None)
    monkeypatch.setattr("edge_node.running.open_camera", lambda *_, **__: nullcontext(Film()))

    with closing(ready.open_journal()) as journal:
        done = measure(ready, site, journal)

    assert done.closed["shoppers"].rule == "paused"
    assert done.cameras["shoppers"].frames == 5


def test_guesses_are_made_by_the_model_that_the_stores_have_learnt(tmp_path: Path, site_file: Path) -> None:
    clock = FakeClock(NOW)
    _, parties = paired_node(tmp_path / "home", clock)
    site = load_site(site_file)
    save(Home(tmp_path / "home").layout, site.layout())
    attest_all(Home(tmp_path / "home"), site, NOW, text="notice-movement-en-1")
    node = replace(load_node(tmp_path / "home", clock), bundle=that_learns(adopt("intent")))
    write_private(node.home.model, published(parties["leader"].root, always(3)))

    with closing(node.open_journal()) as journal:
        measure(node, site, journal)
        counted = journal.sums.get(TaskId("intent.week.cohort"), epoch_of(NOW, "week", site.zone_info))

    assert counted is not None
    assert np.flatnonzero(counted.vector[:5]).tolist() == [3]
