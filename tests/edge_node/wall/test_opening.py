"""An address becomes an open camera of its kind."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from edge_node.capture.rate import Thinned
from edge_node.capture.source import SourceConfig
from edge_node.capture.video import Video
from edge_node.errors import CaptureError
from edge_node.simulation.drawn import drawn_scenario
from edge_node.simulation.plans import PLANS
from edge_node.wall.opening import open_camera
from tests.support.clips import walking, write_video


def test_a_file_opens_as_video(tmp_path: Path) -> None:
    camera = open_camera(SourceConfig(str(write_video(tmp_path / "a.mp4", walking(3)))))

    assert isinstance(camera, Video)
    assert len(list(camera.frames())) == 3


def test_a_scene_opens_as_a_drawn_shop(tmp_path: Path) -> None:
    shop = PLANS["boutique"]()
    scenario = drawn_scenario(shop, 1, 20.0, datetime(2026, 6, 15, tzinfo=UTC))
    (tmp_path / "scene.json").write_text(scenario.scene.model_dump_json())

    camera = open_camera(SourceConfig(f"rendered:{tmp_path / 'scene.json'}"))

    assert isinstance(camera, Thinned)
    assert next(iter(camera.frames())).index == 0


def test_what_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    (tmp_path / "scene.json").write_text(json.dumps({"not": "a scene"}))

    with pytest.raises(CaptureError):
        open_camera(SourceConfig(f"rendered:{tmp_path / 'scene.json'}"))
