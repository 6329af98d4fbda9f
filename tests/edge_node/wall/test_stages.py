"""The fast path loads pinned weights only."""

import dataclasses
from pathlib import Path

import pytest

from edge_node.capture.source import FrontLine, Segment, SourceConfig
from edge_node.errors import ModelError
from edge_node.observations import FrameObservation
from edge_node.pose.models import BODY, PEOPLE
from edge_node.wall.messages import Job
from edge_node.wall.opening import open_camera
from edge_node.wall.stages import build, curtains_of, gate_of, weights
from tests.edge_node.wall.test_gate import LINE, SOMEBODY, frame_at
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


@pytest.mark.parametrize(("watched_px", "is_due"), [((), False), ((LINE,), True)], ids=["nothing", "a line"])
def test_the_gate_watches_what_the_source_says(watched_px: tuple[Segment, ...], is_due: bool) -> None:
    gate = gate_of(Job(source=SourceConfig("a.mp4", watched_px=watched_px), models={}))
    assert gate is not None

    for after_s in (0.0, 3.0):
        gate.looked(frame_at(after_s, 320), SOMEBODY)

    assert gate.is_due(frame_at(3.05, 320, arm=40)) is is_due


def test_arms_are_looked_for_across_the_fronts_of_the_source_and_never_in_its_masks() -> None:
    front = FrontLine(0, ((320.0, 300.0), (320.0, 60.0)), 140.0)
    everything = ((0.0, 0.0), (640.0, 0.0), (640.0, 360.0), (0.0, 360.0))
    told = []
    for masks_px in ((), (everything,)):
        curtains = curtains_of(Job(source=SourceConfig("a", masks_px=masks_px, fronts=(front,)), models={}))
        for after_s in (0, 2, 4, 6):
            curtains.look(frame_at(after_s))
        told.append(len(curtains.look(frame_at(8.0, arm=200)) or ()))

    assert told == [1, 0]


def test_where_every_frame_is_looked_at_there_is_no_gate() -> None:
    assert gate_of(_job(Path("a.mp4"))) is None


def test_a_missing_weight_is_named() -> None:
    with pytest.raises(ModelError, match=f"expected {PEOPLE.name} for this back-end"):
        weights(_job(Path("a.mp4")), PEOPLE)


def test_a_weight_that_is_not_the_pinned_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "w").write_bytes(b"tampered")

    with pytest.raises(ModelError, match="SHA-256"):
        weights(_job(Path("a.mp4"), **{BODY.name: str(tmp_path / "w")}), BODY)


def test_a_job_is_frozen() -> None:
    assert dataclasses.is_dataclass(_job(Path("a.mp4")).source)
