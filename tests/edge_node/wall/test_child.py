"""One child from start to end: frames, failures, silence and death."""

import os
import signal
from pathlib import Path

import pytest

from edge_node.capture.source import SourceConfig
from edge_node.errors import CaptureError, ModelError, WallError
from edge_node.observations import FrameObservation
from edge_node.wall.child import Child
from edge_node.wall.messages import Job
from tests.support.clips import walking, write_video
from tests.support.weights import all_models


def _job(path: Path, models: dict[str, str] | None = None) -> Job:
    found = {name: str(p) for name, p in all_models().paths.items()} if models is None else models
    return Job(source=SourceConfig(str(path)), models=found)


def test_a_file_that_is_none_is_a_capture_error() -> None:
    with pytest.raises(CaptureError, match=r"/none\.mp4"):
        Child(_job(Path("/none.mp4"), {}))


def test_a_child_without_weights_is_a_model_error(tmp_path: Path) -> None:
    child = Child(_job(write_video(tmp_path / "a.mp4", walking(2)), {}))

    with pytest.raises(ModelError, match=r"yolox_nano\.onnx"):
        list(child.crossings())
    child.close()


@pytest.mark.vision
def test_a_clip_crosses_frame_by_frame_and_is_tallied(tmp_path: Path) -> None:
    child = Child(_job(write_video(tmp_path / "a.mp4", walking(5))))

    seen = list(child.crossings())
    denied = child.close()

    assert [type(crossing) for crossing in seen] == [FrameObservation] * 5
    assert child.tally.frames == 5
    assert child.ready.is_counted
    assert not denied


@pytest.mark.vision
@pytest.mark.chaos
def test_a_child_that_is_killed_is_a_wall_error(tmp_path: Path) -> None:
    child = Child(_job(write_video(tmp_path / "a.mp4", walking(200))))
    frames = child.crossings()
    next(frames)

    os.kill(child.process_id, signal.SIGKILL)
    with pytest.raises(WallError, match="exit status -9"):
        list(frames)
    child.close()


@pytest.mark.vision
@pytest.mark.chaos
def test_a_child_that_falls_silent_is_given_up(tmp_path: Path) -> None:
    child = Child(_job(write_video(tmp_path / "a.mp4", walking(50))))
    frames = child.crossings(silence_s=0.5)
    next(frames)

    os.kill(child.process_id, signal.SIGSTOP)
    with pytest.raises(WallError, match="silence"):
        list(frames)
    child.close()

    assert not Path(f"/proc/{child.process_id}").exists()
