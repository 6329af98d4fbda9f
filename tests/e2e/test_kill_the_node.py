"""`shoal edge run` at a real camera under kill -9 at seeded moments: its children end, it starts again."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
import pytest

from edge_node.node import load_node
from edge_node.storage.home import Home
from shared.clock import SystemClock
from tests.support.clips import walking, write_video
from tests.support.consent_world import NOTICE_TOML, attest_home
from tests.support.edge_world import paired_node
from tests.support.processes import children_of, still_there, wait_until, watch
from tests.support.rtsp_server import rtsp_server
from tests.support.weights import all_models

pytestmark = [pytest.mark.chaos, pytest.mark.live, pytest.mark.vision]

SEED = 20261126
KILLS = 3
LONGEST_START_S = 60.0
ORPHANS_END_S = 10.0
SITE = """name = "Altona"
units = "px"
[[cameras]]
name = "door"
source = "{}"
frame_px = [640, 360]
[[lines]]
name = "door"
from_xy = [320, 0]
to_xy = [320, 360]
"""


class Run:
    """One `shoal edge run`, its log beside its home."""

    def __init__(self, home: Path) -> None:
        self.log = home.with_suffix(f".{len(list(home.parent.glob('*.log')))}.log")
        models = next(iter(all_models().paths.values())).parent
        with self.log.open("wb") as sink:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "shared.cli", "edge", "run", "--home", str(home)],
                stderr=sink,
                env=os.environ | {"SHOAL_MODELS": str(models)},
            )

    def frames(self) -> int:
        """Return how many frames it says that it has seen."""
        lines = [line for line in self.log.read_text().splitlines() if line.startswith("{")]
        return max((json.loads(line).get("frames", 0) for line in lines), default=0)

    def kill(self) -> set[int]:
        """Kill it as the system would under a lack of memory; return its children that outlive it."""
        watched = watch(children_of(self.process.pid))
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        return still_there(watched, ORPHANS_END_S)


@contextmanager
def running(home: Path) -> Iterator[Run]:
    """Start it, and end it whatever happens."""
    run = Run(home)
    try:
        yield run
    finally:
        if run.process.poll() is None:
            run.kill()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """Yield the home of a node whose one camera is a real RTSP server; nobody takes its reports."""
    clip = write_video(tmp_path / "a.mp4", walking(60) * 4, codec="libx264")
    with rtsp_server(clip) as server:
        paired_node(tmp_path / "home", SystemClock())
        Home(tmp_path / "home").site.write_text(SITE.format(server.address) + NOTICE_TOML)
        attest_home(tmp_path / "home", SystemClock().now())
        settings = "[uplink]\nsend_every_s = 1.0\npatience_s = 0.0\ntimeout_s = 1.0\n"
        (tmp_path / "home" / "config.toml").write_text(settings + "[cameras]\nretry_after_s = 1.0\n")
        yield tmp_path / "home"


def coverage_s(home: Path) -> float:
    """Return the seconds recorded so far, all open hours together."""
    with closing(load_node(home, SystemClock()).open_journal()) as journal:
        held = [journal.sums.get(*key) for key in journal.sums.epochs() if key[0] == "occupancy.hour.site"]
    return sum(each.coverage_s for each in held if each is not None)


def test_a_node_killed_while_it_starts_leaves_no_child(home: Path) -> None:
    with running(home) as run:
        assert wait_until(lambda: bool(children_of(run.process.pid)), LONGEST_START_S), run.log.read_text()

        assert run.kill() == set()


def test_a_node_killed_again_and_again_measures_on(home: Path) -> None:
    rng, began = np.random.default_rng(SEED), SystemClock().now()
    covered = [0.0]

    for _ in range(KILLS):
        until = int(rng.integers(5, 30))
        with running(home) as run:
            assert wait_until(lambda: run.frames() >= until, LONGEST_START_S), run.log.read_text()  # noqa: B023  # asked within the loop
            assert run.kill() == set()
        covered.append(coverage_s(home))
    with running(home) as last:
        assert wait_until(lambda: last.frames() >= 10, LONGEST_START_S), last.log.read_text()
        last.process.send_signal(signal.SIGTERM)
        ended = last.process.wait(timeout=LONGEST_START_S)

    elapsed_s = (SystemClock().now() - began).total_seconds()
    assert ended == 0
    assert covered == sorted(set(covered)), (
        "each start adds what it measured and loses nothing written before"
    )
    assert covered[-1] < coverage_s(home) < elapsed_s
    with closing(sqlite3.connect(Home(home).journal)) as journal:
        assert journal.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_replay_that_is_killed_leaves_no_child(tmp_path: Path) -> None:
    clip = write_video(tmp_path / "a.mp4", walking(300))
    models = next(iter(all_models().paths.values())).parent
    with subprocess.Popen(
        [sys.executable, "-m", "shared.cli", "edge", "replay", str(clip)],
        stdout=subprocess.DEVNULL,
        env=os.environ | {"SHOAL_MODELS": str(models)},
    ) as replay:
        assert wait_until(lambda: bool(children_of(replay.pid)), LONGEST_START_S)
        watched = watch(children_of(replay.pid))

        replay.kill()

    assert still_there(watched, ORPHANS_END_S) == set()
