"""A walled camera on drawn clips, on MediaPipe alone, on a drawn shop, and on a stream that is lost."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

import cv2
import numpy as np
import pytest

from edge_node.capture.source import SourceConfig
from edge_node.drops import no_drops
from edge_node.errors import CaptureError, FrozenError, LostChildError, WallError
from edge_node.observations import FrameObservation
from edge_node.pose.models import Models
from edge_node.simulation.drawn import drawn_scenario
from edge_node.simulation.plans import PLANS
from edge_node.wall.camera import _FIRST_WAIT_S, WalledCamera
from edge_node.wall.child import LIVE_SILENCE_S, SILENCE_S
from edge_node.wall.messages import Job, Ready, Tally
from edge_node.wall.stopwatch import STAGES
from tests.support.clips import STARTED_AT, backdrop, draw_person_on, walking, write_video
from tests.support.confined import REPOSITORY
from tests.support.rtsp_server import rtsp_server
from tests.support.weights import all_models, without_detectors

FEW = Models({"pose_landmark_full.tflite": Path("/m/a"), "pose_detection.tflite": Path("/m/b")})

UNSETTLED = 5
"""Frames of a 10 Hz clip before the scene is known."""


@pytest.mark.vision
def test_a_walk_is_seen_through_the_wall(tmp_path: Path) -> None:
    source = SourceConfig(str(write_video(tmp_path / "a.mp4", walking(10))), started_at=STARTED_AT)

    with WalledCamera(source, models=all_models(), looks="always") as camera:
        frames = list(camera.frames())

    middles = [float(frame.poses[0].bbox_xyxy_px[[0, 2]].mean()) for frame in frames]
    assert [frame.index for frame in frames] == list(range(10))
    assert middles == sorted(middles)
    assert frames[0].captured_at == STARTED_AT
    report = camera.report
    assert (report.confined, report.counted, report.frames, report.dropped) == (True, True, 10, no_drops())
    assert report.heads_filled >= 10
    assert report.denied == {}
    assert set(report.stage_ms) == set(STAGES)


@pytest.mark.vision
def test_an_aisle_in_which_nothing_moves_is_looked_at_now_and_then(tmp_path: Path) -> None:
    clip = [backdrop() for _ in range(30)]
    for pixels in clip:
        draw_person_on(pixels, 320, 350, 320)
    source = SourceConfig(str(write_video(tmp_path / "a.mp4", clip)), started_at=STARTED_AT)

    with WalledCamera(source, models=all_models()) as camera:
        frames = list(camera.frames())

    assert [len(frame.poses) for frame in frames] == [1] * 30
    assert 2 <= 30 - camera.report.skipped <= 8
    assert all(frame.skipped != frame.poses[0].keypoints.any() for frame in frames)


@pytest.mark.vision
def test_a_preview_shows_the_aisle_and_no_face(tmp_path: Path) -> None:
    clip = [backdrop() for _ in range(8)]
    faces = [draw_person_on(pixels, 320, 350, 320) for pixels in clip]
    source = SourceConfig(str(write_video(tmp_path / "a.mp4", clip)))

    with WalledCamera(source, models=all_models(), preview=True) as camera:
        for frame in camera.frames():
            if frame.index < UNSETTLED:
                assert not camera.previews
                continue
            preview = camera.previews.popleft()
            shown = np.asarray(cv2.imdecode(np.frombuffer(preview.jpeg, np.uint8), cv2.IMREAD_COLOR))
            left, top, right, bottom = faces[frame.index]
            assert preview.index == frame.index
            assert np.ptp(shown[top:bottom, left:right].reshape(-1, 3).astype(int), axis=0).max() < 30
            assert np.abs(shown[:, :60].astype(int) - clip[0][:, :60]).mean() < 8
    assert camera.report.withheld == no_drops() | {"unsure": UNSETTLED}


@pytest.mark.vision
def test_masked_areas_hide_people(tmp_path: Path) -> None:
    mask = ((0.0, 0.0), (640.0, 0.0), (640.0, 360.0), (0.0, 360.0))
    source = SourceConfig(str(write_video(tmp_path / "a.mp4", walking(3))), masks_px=(mask,))

    with WalledCamera(source, models=all_models()) as camera:
        assert [len(frame.poses) for frame in camera.frames()] == [0, 0, 0]


@pytest.mark.vision
def test_previews_can_be_asked_for_later_and_stopped(tmp_path: Path) -> None:
    source = SourceConfig(str(write_video(tmp_path / "a.mp4", walking(60))))
    seen = []

    with WalledCamera(source, models=all_models()) as camera:
        for frame in camera.frames():
            if frame.index == 5:
                camera.want_previews(wanted=True)
            if camera.previews:
                camera.want_previews(wanted=False)
                seen.append(camera.previews.popleft().index)

    assert seen
    assert 5 <= seen[0] < 55


@pytest.mark.vision
def test_mediapipe_alone_finds_a_person_behind_the_wall(tmp_path: Path) -> None:
    source = SourceConfig(str(write_video(tmp_path / "a.mp4", walking(4, tall_px=300))))

    with WalledCamera(source, models=without_detectors(all_models())) as camera:
        frames = list(camera.frames())

    assert sum(bool(frame.poses) for frame in frames) >= 3
    assert camera.report.denied.get("socket", 0) >= 1


@pytest.mark.vision
def test_a_drawn_shop_enters_through_the_same_wall(tmp_path: Path) -> None:
    scenario = drawn_scenario(PLANS["boutique"](), 3, 20.0, datetime(2026, 6, 15, tzinfo=UTC))
    (tmp_path / "scene.json").write_text(scenario.scene.model_dump_json())
    source = SourceConfig(f"rendered:{tmp_path / 'scene.json'}", max_rate_hz=1)

    with WalledCamera(source, models=all_models()) as camera:
        people = [len(frame.poses) for frame in camera.frames()]

    assert len(people) == pytest.approx(20, abs=1)
    assert max(people) >= 1


def test_a_file_that_cannot_be_read_is_said_by_the_child() -> None:
    with WalledCamera(SourceConfig("/none.mp4"), models=FEW) as camera, pytest.raises(CaptureError):
        list(camera.frames())


def test_without_detectors_there_is_no_preview() -> None:
    with pytest.raises(WallError, match="detector weights"):
        WalledCamera(SourceConfig("a.mp4"), models=FEW, preview=True)

    with pytest.raises(WallError, match="detector weights"):
        WalledCamera(SourceConfig("a.mp4"), models=FEW).want_previews(wanted=True)


def test_the_parent_loads_no_library_that_decodes_or_infers() -> None:
    code = (
        "import sys, edge_node.wall.camera; "
        "print([m for m in ('cv2', 'av', 'onnxruntime', 'mediapipe', 'ai_edge_litert') if m in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


class Froze:
    """A child whose camera froze, or in its second life is gone for good."""

    lives: ClassVar[list[bool]] = []
    """Whether each child was told that its source is suspect."""

    def __init__(self, job: Job) -> None:
        self.lives.append(job.source.is_suspect)
        raise FrozenError("one picture") if len(self.lives) < 2 else WallError("gone")


def test_after_a_frozen_picture_the_fresh_child_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edge_node.wall.camera.Child", Froze)
    monkeypatch.setattr("edge_node.wall.camera._FIRST_WAIT_S", 0.0)

    with WalledCamera(SourceConfig("rtsp://door"), models=FEW) as camera, pytest.raises(WallError):
        list(camera.frames())

    assert Froze.lives == [False, True]


class Dies:
    """A child that dies after its first frame, or, in its third life, cannot be confined."""

    lives: ClassVar[list[float]] = []
    """For how many seconds each may be silent."""
    ready = Ready(landlock_abi=1, is_counted=True)
    tally = Tally(frames=0, dropped={}, replaced=0, stage_s={})

    def __init__(self, job: Job) -> None:
        if len(self.lives) == 2:
            raise WallError("no Landlock")

    def crossings(self, silence_s: float) -> Iterator[FrameObservation]:
        self.lives.append(silence_s)
        yield FrameObservation(0, STARTED_AT, 320, 240, (), 0, None)
        raise LostChildError("silence")

    def denied(self) -> Counter[str]:
        return Counter()

    def close(self) -> Counter[str]:
        return Counter({"socket": 1})


@pytest.fixture
def dies(monkeypatch: pytest.MonkeyPatch) -> type[Dies]:
    """Children that die, and nobody waits long for the next."""
    monkeypatch.setattr("edge_node.wall.camera.Child", Dies)
    monkeypatch.setattr("edge_node.wall.camera._FIRST_WAIT_S", 0.0)
    monkeypatch.setattr(Dies, "lives", [])
    return Dies


def test_a_live_child_that_dies_is_replaced_until_one_cannot_be_confined(dies: type[Dies]) -> None:
    seen = []

    with WalledCamera(SourceConfig("rtsp://door"), models=FEW) as camera:
        with pytest.raises(WallError, match="no Landlock"):
            seen.extend(camera.frames())

        assert (len(seen), camera.report.restarts, camera.report.denied) == (2, 2, {"socket": 2})
    assert dies.lives == [LIVE_SILENCE_S] * 2


def test_a_files_child_that_dies_is_an_error_and_may_be_silent_for_longer(dies: type[Dies]) -> None:
    with WalledCamera(SourceConfig("a.mp4"), models=FEW) as camera, pytest.raises(LostChildError):
        list(camera.frames())

    assert dies.lives == [SILENCE_S]


def test_silence_and_the_first_wait_are_within_five_seconds() -> None:
    assert LIVE_SILENCE_S + _FIRST_WAIT_S <= 5


@pytest.mark.live
def test_a_lost_stream_that_nobody_waits_for_is_an_error() -> None:
    source = SourceConfig("rtsp://127.0.0.1:1/none", is_awaited=False)

    with WalledCamera(source, models=FEW) as camera, pytest.raises(CaptureError, match="connection refused"):
        list(camera.frames())


@pytest.mark.live
@pytest.mark.vision
def test_a_lost_stream_gets_a_fresh_child(tmp_path: Path) -> None:
    clip = write_video(tmp_path / "a.mp4", walking(40), codec="libx264")
    with (
        rtsp_server(clip) as server,
        WalledCamera(SourceConfig(server.address), models=all_models()) as camera,
    ):
        frames = camera.frames()
        first = next(frames)
        while camera.report.restarts == 0:
            again = next(frames)

        assert again.index == 0
        assert again.captured_at > first.captured_at
        assert camera.report.confined
