"""Every real clip goes through the walled child without error, and the people in it are found."""

from pathlib import Path

import pytest

from edge_node.capture.source import SourceConfig
from edge_node.drops import no_drops
from edge_node.wall.camera import WalledCamera
from tests.support.weights import all_models

pytestmark = [pytest.mark.media, pytest.mark.vision]
ALL_FRAMES = None


@pytest.mark.parametrize(
    ("name", "max_rate_hz", "frames", "least_people"),
    [
        ("argos_supermarket.mp4", ALL_FRAMES, 97, 4.0),
        ("arjun_vtest.avi", 2.0, 159, 3.0),
        ("intel_face-demographics-walking.gif", ALL_FRAMES, 35, 1.7),
        ("intel_one-by-one-person-detection.mp4", 2.0, 279, 0.5),
        ("intel_store-aisle-detection.gif", ALL_FRAMES, 67, 2.0),
        ("intel_worker-zone-detection.gif", ALL_FRAMES, 71, 0.8),
    ],
)
def test_a_real_clip_goes_through(
    data_folder: Path, name: str, max_rate_hz: float | None, frames: int, least_people: float
) -> None:
    source = SourceConfig(str(data_folder / "video" / name), max_rate_hz=max_rate_hz)

    with WalledCamera(source, models=all_models()) as camera:
        people = [len(frame.people) for frame in camera.frames()]

    assert len(people) == pytest.approx(frames, abs=1)
    assert sum(people) / len(people) >= least_people
    assert camera.report.confined
    assert camera.report.denied == {}
    assert camera.report.dropped == no_drops()
