"""The benchmark's own arithmetic, and that both lines see a drawn person in every frame."""

from pathlib import Path

import numpy as np
import pytest

from edge_node.capture.source import SourceConfig
from edge_node.track.tracker import FloorTracker
from edge_node.wall.camera import WalledCamera
from tests.benchmarks.edge_speed import Run, lines, middle, timed
from tests.benchmarks.naive_line import NaiveLine
from tests.benchmarks.recall import Score
from tests.benchmarks.reported import reported_boxes
from tests.support.clips import walking, write_video
from tests.support.weights import all_models

SCORE = Score(people=10, found=9, reported=11)


def test_the_middle_run_is_the_one_of_median_speed() -> None:
    runs = [Run(fps, 1.0, {}, SCORE) for fps in (9.0, 3.0, 5.0)]

    assert middle(runs).fps == 5.0


def test_everything_that_was_reported_is_kept() -> None:
    frames = [np.full((count, 4), 1, np.float32) for count in (2, 0, 1)]

    boxes, fps, processor_ms = timed(iter(frames))

    assert [len(found) for found in boxes] == [2, 0, 1]
    assert fps > 0
    assert processor_ms >= 0


def test_a_person_reads_every_figure_under_its_clip() -> None:
    assert list(lines({"a.mp4": {"fps": 12.5, "recall": 0.9}})) == [
        "a.mp4",
        "  fps             12.5",
        "  recall          0.9",
    ]


@pytest.mark.vision
def test_both_lines_report_a_drawn_walker_in_every_frame(tmp_path: Path) -> None:
    models, clip = all_models(), write_video(tmp_path / "a.mp4", walking(8))

    naive = [len(boxes) for boxes in NaiveLine(models, 1).frames(clip)]
    with WalledCamera(SourceConfig(str(clip)), models=models) as camera:
        ours = [len(boxes) for boxes in reported_boxes(camera, FloorTracker(), {"track": 0.0})]

    assert naive == ours == [1] * 8
