"""No packet leaves the machine while the line runs; the vendors' code, left alone, would send some."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.clips import walking, write_video
from tests.support.confined import REPOSITORY
from tests.support.netns import Namespace, leaving, namespace
from tests.support.weights import all_models

pytestmark = [pytest.mark.live, pytest.mark.vision]
FRAMES = 30
WALLED = """
import sys
from collections.abc import Iterator
from pathlib import Path
sys.path.insert(0, {repository!r})
from edge_node.capture.source import SourceConfig
from edge_node.pose.models import Models
from edge_node.wall.camera import WalledCamera
models = Models({{name: Path(path) for name, path in {paths!r}.items()}})
with WalledCamera(SourceConfig({clip!r}), models=models, pose={pose!r}) as camera:
    frames = list(camera.frames())
    assert len(frames) == {frames} and any(frame.poses for frame in frames), len(frames)
report = camera.report
assert report.confined and report.counted, report
assert bool(report.denied.get("socket")) == ({pose!r} == "mediapipe"), report.denied
"""
UNWALLED = """
import sys, time
from pathlib import Path
sys.path.insert(0, {repository!r})
import numpy as np
from edge_node.pose.mediapipe import MediaPipePeople
from edge_node.pose.models import BODY, BODY_FINDER
paths = {paths!r}
finder = MediaPipePeople(*(Path(paths[model.name]).read_bytes() for model in (BODY_FINDER, BODY)))
finder.find(np.zeros((240, 320, 3), np.uint8))
time.sleep(4)
finder.close()
"""


@pytest.fixture
def apart(tmp_path: Path) -> Iterator[Namespace]:
    with namespace(tmp_path) as made:
        yield made


def _script(text: str, clip: Path | None = None, pose: str = "direct") -> list[str]:
    filled = text.format(
        repository=str(REPOSITORY),
        paths={name: str(path) for name, path in all_models().paths.items()},
        clip=str(clip),
        pose=pose,
        frames=FRAMES,
    )
    return [sys.executable, "-c", filled]


@pytest.mark.parametrize("pose", ["direct", "mediapipe"])
def test_no_packet_leaves_while_the_line_runs(apart: Namespace, tmp_path: Path, pose: str) -> None:
    clip = write_video(tmp_path / "walk.mp4", walking(FRAMES, tall_px=300))

    packets = apart.run(_script(WALLED, clip, pose), timeout_s=120)

    assert leaving(packets) == []


def test_the_same_library_outside_the_wall_does_try(apart: Namespace) -> None:
    packets = apart.run(_script(UNWALLED), timeout_s=60)

    assert any(".53:" in packet and "A?" in packet for packet in leaving(packets)), packets[:5]


@pytest.mark.media
@pytest.mark.parametrize("name", ["intel_store-aisle-detection.gif", "intel_face-demographics-walking.gif"])
def test_no_packet_leaves_on_a_real_clip(
    apart: Namespace, data_folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(f"{__name__}.FRAMES", {"intel_store-aisle-detection.gif": 67}.get(name, 35))

    packets = apart.run(_script(WALLED, data_folder / "video" / name), timeout_s=120)

    assert leaving(packets) == []
