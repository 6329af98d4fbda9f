"""Pictures in order, upright, of one size; what is amiss is said once they have come."""

from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from edge_node.capture.decoding import Decoding, upright
from edge_node.capture.source import SourceConfig
from edge_node.errors import CaptureError, CutOffError
from tests.support.bad_videos import FRAMES, changing, claiming, cut, damaged, of_size, turned
from tests.support.clips import walking, write_video


def decoded(path: Path, seen: list[float] | None = None) -> list[float]:
    """Return every picture's seconds; those that came before an error are in seen."""
    seen = [] if seen is None else seen
    with av.open(str(path)) as container:
        seen.extend(offset_s for _, offset_s in Decoding(container, SourceConfig(str(path))).pictures())
    return seen


def test_pictures_come_with_their_seconds_since_the_first(tmp_path: Path) -> None:
    assert decoded(write_video(tmp_path / "a.mp4", walking(5))) == pytest.approx([0, 0.1, 0.2, 0.3, 0.4])


@pytest.mark.parametrize(
    ("name", "make", "least"),
    [
        ("a.mkv", lambda path: cut(write_video(path, walking(FRAMES), codec="libx264"), 0.6), 5),
        ("a.avi", lambda path: cut(write_video(path, walking(FRAMES))), 10),
        ("a.mp4", damaged, 10),
        ("a.h264", changing, 10),
    ],
    ids=["cut Matroska", "cut AVI", "damaged", "changing size"],
)
def test_what_came_before_the_break_has_been_given(
    tmp_path: Path, name: str, make: Callable[[Path], Path], least: int
) -> None:
    seen: list[float] = []

    with pytest.raises(CutOffError, match="What came before is counted"):
        decoded(make(tmp_path / name), seen)

    assert len(seen) >= least


@pytest.mark.parametrize(
    "make",
    [lambda path: of_size(path, 16, 16), lambda path: claiming(path, 9_000, 9_000)],
    ids=["tiny", "huge"],
)
def test_an_absurd_picture_is_refused_from_its_header(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    with pytest.raises(CaptureError, match="64 to 8192 px each way") as caught:
        decoded(make(tmp_path / "a.avi"))

    assert not isinstance(caught.value, CutOffError)


@pytest.mark.parametrize(("degrees", "turns"), [(90, 1), (180, 2), (-90, 3), (0, 0)])
def test_a_picture_is_turned_as_its_file_says(tmp_path: Path, degrees: int, turns: int) -> None:
    path = turned(tmp_path / "a.mp4", degrees)
    with av.open(str(path)) as container:
        picture = next(container.decode(video=0))

        pixels = upright(picture, "a.mp4")

    assert np.abs(pixels.astype(int) - np.rot90(walking(5)[0], turns)).mean() < 6
