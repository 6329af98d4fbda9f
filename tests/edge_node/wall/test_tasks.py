"""The MediaPipe path, with detector weights and without."""

from pathlib import Path

import pytest

from edge_node.capture.source import SourceConfig
from edge_node.observations import FrameObservation
from edge_node.pose.models import Models
from edge_node.wall.messages import Job
from edge_node.wall.opening import open_camera
from edge_node.wall.preview import Preview
from edge_node.wall.tasks import build
from tests.support.clips import walking, write_video
from tests.support.weights import all_models, without_detectors

pytestmark = pytest.mark.vision


@pytest.mark.parametrize(
    ("models", "previews"),
    [(all_models, 2), (lambda: without_detectors(all_models()), 0)],
    ids=["with", "without"],
)
def test_a_drawn_walk_is_read_by_mediapipe(tmp_path: Path, models: object, previews: int) -> None:
    found = models() if callable(models) else None
    assert isinstance(found, Models)
    source = SourceConfig(str(write_video(tmp_path / "a.mp4", walking(7, tall_px=300))))
    job = Job(source=source, models={name: str(path) for name, path in found.paths.items()}, pose="mediapipe")

    seen = list(build(open_camera(source), job).run(lambda: True))

    frames = [crossing for crossing in seen if isinstance(crossing, FrameObservation)]
    assert all(len(frame.poses) >= 1 for frame in frames)
    assert all(frame.poses[0].keypoints[5:, 2].max() > 0.3 for frame in frames)
    assert sum(isinstance(crossing, Preview) for crossing in seen) == previews
