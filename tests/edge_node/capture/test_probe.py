"""A header is read without decoding a picture."""

from pathlib import Path

import pytest

from edge_node.capture.probe import probe
from edge_node.errors import CaptureError


@pytest.mark.media
def test_size_and_length_stand_in_the_header(data_folder: Path) -> None:
    clip = probe(data_folder / "video" / "intel_one-by-one-person-detection.mp4")

    assert (clip.width_px, clip.height_px) == (768, 432)
    assert clip.length_s == pytest.approx(139, abs=1)


def test_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_text("no video")

    with pytest.raises(
        CaptureError, match=r"clip\.mp4, got invalid data found when processing input\. Choose"
    ):
        probe(path)
