"""The pause button on a node at work: cameras close within a second, and come back when somebody resumes."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from edge_node.commands.pause import Wanted, press_pause, resume_store
from edge_node.node import load_node
from edge_node.storage.home import Home
from shared.clock import SystemClock
from tests.support.clips import walking, write_video
from tests.support.consent_world import NOTICE_TOML, attest_home
from tests.support.edge_world import paired_node
from tests.support.processes import children_of, wait_until
from tests.support.rtsp_server import rtsp_server
from tests.support.weights import all_models

pytestmark = [pytest.mark.live, pytest.mark.vision]

LONGEST_START_S = 60.0
CLOSES_WITHIN = timedelta(seconds=1)
"""What the public page promises."""
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


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """Yield the home of a node whose one camera is a real RTSP server and has its sign."""
    clip = write_video(tmp_path / "a.mp4", walking(60) * 4, codec="libx264")
    with rtsp_server(clip) as server:
        paired_node(tmp_path / "home", SystemClock())
        Home(tmp_path / "home").site.write_text(SITE.format(server.address) + NOTICE_TOML)
        attest_home(tmp_path / "home", SystemClock().now())
        settings = "[uplink]\nsend_every_s = 1.0\npatience_s = 0.0\ntimeout_s = 1.0\n"
        page = f'[page]\nfolder = "{tmp_path / "www"}"\n'
        (tmp_path / "home" / "config.toml").write_text(settings + page + "[cameras]\nretry_after_s = 1.0\n")
        yield tmp_path / "home"


@pytest.fixture
def node(home: Path, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Yield `shoal edge run` at work, its log beside its home."""
    models = next(iter(all_models().paths.values())).parent
    with (tmp_path / "log").open("wb") as sink:
        running = subprocess.Popen(
            [sys.executable, "-m", "shared.cli", "edge", "run", "--home", str(home)],
            stderr=sink,
            env=os.environ | {"SHOAL_MODELS": str(models)},
        )
    yield running
    running.kill()
    running.wait()


def lines(log: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]


def frames(log: Path) -> int:
    return max((int(str(line.get("frames", 0))) for line in lines(log)), default=0)


def closed_at(log: Path) -> datetime | None:
    """Return when the node said that it closed the camera, None before."""
    told = [line for line in lines(log) if str(line["message"]).startswith("camera closed")]
    return datetime.fromisoformat(str(told[0]["time"])) if told else None


def test_a_press_closes_the_camera_within_a_second_and_a_release_opens_it(
    home: Path, node: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    log, index = tmp_path / "log", tmp_path / "www" / "index.html"
    assert wait_until(lambda: frames(log) >= 10, LONGEST_START_S), log.read_text()

    pressed = press_pause(home, Wanted("till 2"), SystemClock()).now
    assert wait_until(lambda: closed_at(log) is not None, 10.0), log.read_text()
    assert wait_until(lambda: not children_of(node.pid), 10.0), "the camera's child has ended"
    page, seen = index.read_text("utf-8"), frames(log)
    with closing(load_node(home, SystemClock()).open_journal()) as journal:
        covered = journal.sums.epochs()
    resume_store(home, "till 2", SystemClock())
    came_back = wait_until(lambda: frames(log) > seen + 5, LONGEST_START_S)
    node.send_signal(signal.SIGTERM)

    closed = closed_at(log)
    assert pressed is not None
    assert closed is not None
    assert closed - pressed.pressed.at < CLOSES_WITHIN
    assert "Paused: nothing is measured" in page
    assert covered, "what was seen before the press is kept"
    assert came_back, log.read_text()
    assert node.wait(LONGEST_START_S) == 0
