"""One pass over a simulated site ends with sealed reports in the outbox."""

from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from edge_node.config import UplinkConfig
from edge_node.errors import EdgeError
from edge_node.observations import Track
from edge_node.pipeline import Pipeline
from edge_node.running import Sent, measure, send
from edge_node.simulated import SimulatedSource
from edge_node.simulation.plans import PLANS
from edge_node.simulation.site_toml import site_toml
from edge_node.site import bare_site
from edge_node.site_reader import load_site
from edge_node.storage.documents import save
from edge_node.storage.home import Home
from privacy.errors import KeyListError
from shared.epoch import epoch_of
from shared.ids import TaskId
from tests.support.clock import FakeClock
from tests.support.edge_world import load_node, paired_node

NOW = datetime(2026, 6, 16, 13, 30, tzinfo=UTC)
IMPATIENT = UplinkConfig(timeout_s=1.0, patience_s=0.0)


@pytest.fixture
def site_file(tmp_path: Path) -> Path:
    """Return the site file of a small simulated shop with one day behind it."""
    source = SimulatedSource(plan="boutique", days=1, visitors=30, seed=3)
    text = site_toml(PLANS["boutique"](), "Test", "Europe/Berlin")
    path = tmp_path / "site.toml"
    path.write_text(f'{text}\n[[cameras]]\nname = "shoppers"\nsource = "{source.address}"\n')
    return path


def test_a_pass_measures_and_leaves_its_reports_waiting(tmp_path: Path, site_file: Path) -> None:
    clock = FakeClock(NOW)
    paired_node(tmp_path / "home", clock)
    site = load_site(site_file)
    save(Home(tmp_path / "home").layout, site.layout())
    node = load_node(tmp_path / "home", clock)

    with closing(node.open_journal()) as journal:
        done = measure(node, site, journal)
        sent = send(node, journal, site, uplink=IMPATIENT, unfinished=True)

        assert done.cameras["shoppers"].entries > 0
        assert sent.closed > 0
        assert sent.waiting >= sent.closed


def test_a_simulated_shop_counts_its_funnel_by_views_of_its_own(tmp_path: Path, site_file: Path) -> None:
    clock = FakeClock(NOW)
    paired_node(tmp_path / "home", clock)
    site = load_site(site_file)
    save(Home(tmp_path / "home").layout, site.layout())
    node = load_node(tmp_path / "home", clock)
    today = epoch_of(NOW, "day", site.layout().zone_info)

    with closing(node.open_journal()) as journal:
        measure(node, site, journal)

        funnel = journal.sums.get(TaskId("funnel.day.site"), today)
        assert funnel is not None
        assert funnel.vector.sum() > 0


def test_a_pass_that_is_killed_has_counted_nothing(
    tmp_path: Path, site_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = FakeClock(NOW)
    paired_node(tmp_path / "home", clock)
    site = load_site(site_file)
    save(Home(tmp_path / "home").layout, site.layout())
    node = load_node(tmp_path / "home", clock)
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
    paired_node(tmp_path / "home", clock)
    site = load_site(site_file)
    save(Home(tmp_path / "home").layout, site.layout())
    node = load_node(tmp_path / "home", clock)

    with closing(node.open_journal()) as journal:
        measure(node, site, journal)
        clock.advance(100 * 86_400)
        with pytest.raises(KeyListError, match="key valid at"):
            send(node, journal, site, uplink=IMPATIENT, unfinished=True)

        assert journal.ledger.all() == []
        assert journal.sums.epochs()
