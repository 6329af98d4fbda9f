"""A node that learns, forgets and is killed at work: ``HOME MODE BEFORE TRUTH``.

MODE ``product`` is the product. ``open`` has its defences off: the vault seals nothing, and what is in memory
is dumped beside it as a crash reporter would. BEFORE is a copy of the home before anything was forgotten;
TRUTH is what a thief looks for, told by whoever ran the node.
"""

import json
import os
import shutil
import signal
import sys
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edge_node.learning import Learning
from edge_node.node import Node
from edge_node.observations import KEYPOINTS, FrameObservation, Journey, Pose, Track
from edge_node.pipeline import Pipeline
from edge_node.retention.kinds import Place, keepings
from edge_node.retention.sweep import sweep
from edge_node.running import measurer_of
from edge_node.storage import vault
from edge_node.storage.journal import Journal
from edge_node.track.homography import Homography
from edge_node.track.tracker import FloorTracker
from shared.elapsed import Uptime
from tests.support.clock import FakeClock
from tests.support.edge_world import paired_node
from tests.support.learning_policy import learning
from tests.support.learning_site import SITE

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
HZ, SECONDS, PEOPLE = 5, 12, 4
KEEP_HOURS = 1


@dataclass
class Truth:
    """What a thief would recognise, in hex."""

    old_windows: list[str] = field(default_factory=list)
    new_windows: list[str] = field(default_factory=list)
    keypoints: list[str] = field(default_factory=list)
    tracks: list[str] = field(default_factory=list)
    pixels: list[str] = field(default_factory=list)


def main(root: Path, mode: str, before: Path, truth_file: Path) -> None:
    """Learn from people, forget them an hour later, learn from others, and die while writing."""
    clock, truth = FakeClock(NOW), Truth()
    node, _ = paired_node(root, clock)
    bundle = learning(keep_hours=KEEP_HOURS)
    learner = replace(node, bundle=bundle)
    if mode == "open":
        vault.seal = lambda _key, text, _about, _random: text  # type: ignore[assignment]  # the defence, off
        vault.unseal = lambda _key, sealed, _about: sealed  # type: ignore[assignment]  # the same
    with closing(Journal(node.home.journal)) as journal:
        keeper = Learning(learner, SITE, journal, lambda _: {"hall": None})
        _watch(learner, journal, keeper, truth)
        keeper.flush()
        truth.old_windows = _kept(journal)
        shutil.copytree(root, before)
        clock.advance(7_200)
        _watch(learner, journal, keeper, truth)
        keeper.flush()
        sweep(
            journal,
            keepings(Place(journal, bundle, SITE.zone_info)),
            now=clock.now(),
            uptime=Uptime("b", 9e4),
        )
        truth.new_windows = [one for one in _kept(journal) if one not in truth.old_windows]
        truth_file.write_text(json.dumps(vars(truth)), encoding="utf-8")
        if mode == "open":
            dumped = [needle for needles in vars(truth).values() for needle in needles]
            (root / "core").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes.fromhex("".join(dumped)))
        _watch(learner, journal, keeper, truth, ends=False)
        with journal.vault.unit():
            os.kill(os.getpid(), signal.SIGKILL)


def _watch(node: Node, journal: Journal, keeper: Learning, truth: Truth, *, ends: bool = True) -> None:
    """Let people walk through one camera's picture; note everything that must not be found."""

    def keep(journey: Journey) -> None:
        truth.tracks += _rows(journey.track)
        keeper.seat("hall")(journey)

    tracker = FloorTracker(Homography.scaled(0.01, 480.0).to_floor)
    pipeline = Pipeline(site=SITE, tracker=tracker, measurer=measurer_of(node, SITE, journal), keep=keep)
    started_s = node.clock.now().timestamp() - SECONDS - 30
    for index in range(SECONDS * HZ):
        poses = tuple(_pose(person, index, started_s) for person in range(PEOPLE))
        truth.keypoints += [pose.keypoints[5:9].tobytes().hex() for pose in poses]
        truth.pixels.append(_frame(index, started_s).tobytes()[:64].hex())
        at = datetime.fromtimestamp(started_s + index / HZ, UTC)
        pipeline.observe(FrameObservation(index, at, 640, 480, poses, 0, None))
    if ends:
        pipeline.finish()


def _pose(person: int, index: int, started_s: float) -> Pose:
    left = 60.0 + 140 * person + 0.7 * index
    rng = np.random.default_rng([person, index, int(started_s)])
    keypoints = np.zeros((KEYPOINTS, 3), np.float32)
    keypoints[5:, 0] = left + rng.uniform(0, 40, 12)
    keypoints[5:, 1] = 200 + rng.uniform(0, 120, 12)
    keypoints[5:, 2] = rng.uniform(0.5, 1.0, 12)
    return Pose(keypoints, np.array([left, 190, left + 40, 330], np.float32), 0.9)


def _frame(index: int, started_s: float) -> NDArray[np.uint8]:
    """Return a picture that the process has in memory."""
    return np.random.default_rng([99, index, int(started_s)]).integers(0, 256, (48, 64, 3), dtype=np.uint8)


def _rows(track: Track) -> list[str]:
    return [track.floor_xy_m[:4].tobytes().hex(), track.t_s[:4].tobytes().hex()]


def _kept(journal: Journal) -> list[str]:
    return [stored.record.payload.hex() for stored in journal.vault.records("windows")]


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
