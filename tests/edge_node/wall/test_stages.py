"""The fast path loads pinned weights only."""

import dataclasses
from pathlib import Path

import pytest

from edge_node.capture.source import SourceConfig
from edge_node.errors import ModelError
from edge_node.observations import FrameObservation
from edge_node.pose.models import BODY, PEOPLE
from edge_node.wall.messages import Job
from edge_node.wall.opening import open_camera
from edge_node.wall.stages import build, weights
from tests.support.clips import walking, write_video
from tests.support.weights import all_models


def _job(path: Path, **models: str) -> Job:
    return Job(source=SourceConfig(str(path)), models=models, looks="always")


@pytest.mark.vision
def test_a_drawn_walk_goes_through_the_whole_line(tmp_path: Path) -> None:
    clip = write_video(tmp_path / "a.mp4", walking(4))
    job = _job(clip, **{name: str(path) for name, path in all_models().paths.items()})

    seen = [
        crossing
        for crossing in build(open_camera(job.source), job).run(lambda: False)
        if isinstance(crossing, FrameObservation)
    ]

    assert [len(frame.poses) for frame in seen] == [1] * 4
    assert all(frame.poses[0].keypoints[5:, 2].max() > 0.5 for frame in seen)


def test_a_missing_weight_is_named() -> None:
    with pytest.raises(ModelError, match=f"expected {PEOPLE.name} for this back-end"):
        weights(_job(Path("a.mp4")), PEOPLE)


def test_a_weight_that_is_not_the_pinned_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "w").write_bytes(b"tampered")

    with pytest.raises(ModelError, match="SHA-256"):
        weights(_job(Path("a.mp4"), **{BODY.name: str(tmp_path / "w")}), BODY)


def test_a_job_is_frozen() -> None:
    assert dataclasses.is_dataclass(_job(Path("a.mp4")).source)
