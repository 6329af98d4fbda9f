"""A disk that is full: one message, exit 1, and nothing lost, doubled or half-written. A real small tmpfs."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from edge_node.close import close_out
from edge_node.errors import StorageError
from edge_node.node import Node, load_node
from edge_node.release import close as release_close
from edge_node.release.schedule import Due, due_epochs
from edge_node.simulated import SimulatedSource
from edge_node.simulation.plans import PLANS
from edge_node.simulation.site_toml import site_toml
from edge_node.storage.home import Home
from edge_node.storage.journal import Journal
from edge_node.storage.sums import OpenSum
from edge_node.track.mot import write_mot
from edge_node.uplink import report
from shared.clock import SystemClock
from tests.support.clips import walking, write_video
from tests.support.clock import FakeClock
from tests.support.command_line import Shoal
from tests.support.consent_world import attest_home
from tests.support.edge_world import BUNDLE, paired_node
from tests.support.small_disk import SmallDisk, small_disk
from tests.support.weights import all_models

NOW = datetime(2026, 6, 17, 12, 30, tzinfo=UTC)
BEGUN = NOW - timedelta(hours=26)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk", pages=512) as mounted:
        yield mounted


@pytest.fixture
def shoal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shoal:
    return Shoal(monkeypatch, capsys)


def boxes(count: int) -> np.ndarray:
    return np.array([(k, -1, 10.0 + 4 * k, 100.0, 40.0, 120.0, 0.9) for k in range(1, count)])


def test_tracks_are_written_whole_or_not_at_all(shoal: Shoal, disk: SmallDisk, tmp_path: Path) -> None:
    write_mot(tmp_path / "det.txt", boxes(400))
    out = disk.path / "out.txt"
    out.write_text("what was there before\n")
    disk.fill()
    disk.free_pages(1)

    done = shoal("edge", "track", "--detections", tmp_path / "det.txt", "--out", out)

    assert (done.status, done.answer) == (1, "")
    assert "no space left on device. free space on that disk" in done.message.lower()
    assert out.read_text() == "what was there before\n"
    assert sorted(path.name for path in disk.path.iterdir()) == ["ballast", "out.txt"]


@pytest.mark.vision
def test_no_half_picture_is_saved(
    shoal: Shoal, disk: SmallDisk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOAL_MODELS", str(next(iter(all_models().paths.values())).parent))
    clip = write_video(tmp_path / "a.mp4", walking(12))
    (disk.path / "out").mkdir()
    disk.fill()
    disk.free_pages(2)

    done = shoal(
        "edge", "preview", clip, "--save", disk.path / "out", "--every", "1", "--home", tmp_path / "h"
    )

    assert done.status == 1
    assert "cannot save previews in" in done.message
    assert "Free space on that disk" in done.message
    assert list((disk.path / "out").iterdir()) == []


def test_what_cannot_be_recorded_is_not_shown(shoal: Shoal, disk: SmallDisk, tmp_path: Path) -> None:
    log = disk.path / "audit.jsonl"
    log.write_text("x" * 4090 + "\n")
    disk.fill()

    done = shoal("edge", "preview", tmp_path / "a.mp4", "--save", tmp_path / "out", "--home", disk.path)

    assert done.status == 1
    assert "cannot write the audit log, so nothing is shown" in done.message
    assert log.read_text() == "x" * 4090 + "\n"
    assert not (tmp_path / "out").exists()


def simulated_home(home: Path) -> None:
    """Pair a small simulated shop with one day behind it, with aggregators that do not answer."""
    source = SimulatedSource(plan="boutique", days=1, visitors=30, seed=3)
    text = site_toml(PLANS["boutique"](), "Test", "UTC")
    paired_node(home, SystemClock())
    site = Home(home).site
    site.write_text(f'{text}\n[[cameras]]\nname = "shoppers"\nsource = "{source.address}"\n')
    (home / "config.toml").write_text("[uplink]\npatience_s = 0.0\ntimeout_s = 1.0\n")
    attest_home(home, datetime.now(UTC))


def test_a_pass_that_could_not_be_written_is_simply_made_again(
    shoal: Shoal, disk: SmallDisk, tmp_path: Path
) -> None:
    home = disk.path / "home"
    simulated_home(home)
    disk.fill()

    refused = shoal("edge", "run", "--once", "--home", home, "--json")
    disk.empty()
    done = shoal("edge", "run", "--once", "--home", home, "--json")

    last = refused.message.splitlines()[-1]
    assert (refused.status, refused.answer) == (1, "")
    assert last.startswith("shoal: ")
    assert "Free space" in last
    assert done.status == 0
    assert json.loads(done.answer)["closed"] == len(
        load_node(home, SystemClock()).open_journal().ledger.all()
    )


def filled_with_sums(node: Node) -> list[Due]:
    """Put an exact sum into every due epoch; return what is due."""
    due = list(due_epochs(node.plans(), begun=BEGUN, until=node.complete_until()))
    journal = node.open_journal()
    journal.add(
        [
            OpenSum(
                item.plan.task.task_id,
                item.epoch,
                BUNDLE.hash,
                item.plan.layout_hash,
                np.full(len(item.plan.cells), 41, dtype=np.int64),
                600.0,
            )
            for item in due
        ]
    )
    journal.close()
    return due


def test_a_day_is_closed_and_sealed_once_however_often_the_disk_is_full(
    disk: SmallDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is given one more page after each refusal, so that it runs full at every step on the way."""
    monkeypatch.setattr(release_close, "BATCH", 8)
    monkeypatch.setattr(report, "BATCH", 8)
    node, _ = paired_node(disk.path / "home", FakeClock(NOW))
    due = filled_with_sums(node)
    disk.fill()
    refusals = 0

    while not closed_whole(node):
        refusals += 1
        disk.free_pages(2)

    journal = node.open_journal()
    waiting = Counter((sealed.task_id, sealed.epoch, sealed.role) for sealed in journal.sealed.waiting())
    assert refusals > 10
    assert Counter((entry.task_id, entry.epoch) for entry in journal.ledger.all()) == Counter(
        (item.plan.task.task_id, item.epoch) for item in due
    )
    assert set(waiting.values()) == {1}
    assert {key[:2] for key in waiting} == {(item.plan.task.task_id, item.epoch) for item in due}
    assert (journal.sums.epochs(), journal.contributions.first(1)) == ([], [])


def closed_whole(node: Node) -> bool:
    """Start the node anew, close what is due and seal it; False when the disk was full on the way."""
    journal: Journal | None = None
    try:
        journal = node.open_journal()
        close_out(node, journal, begun=BEGUN)
    except StorageError:
        return False
    finally:
        if journal is not None:
            journal.close()
    return True
