"""Frames thinned evenly keep their own index and time."""

from collections.abc import Iterator
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_node.capture.rate import Thinned, thinned
from edge_node.frame import RawFrame
from tests.support.clips import STARTED_AT

PIXELS = np.zeros((2, 2, 3), np.uint8)


def _frames(count: int, rate_hz: float = 10) -> Iterator[RawFrame]:
    return (RawFrame(PIXELS, STARTED_AT + timedelta(seconds=i / rate_hz), i) for i in range(count))


@given(st.integers(1, 200), st.floats(0.5, 60), st.floats(0.5, 60))
def test_never_more_than_the_rate_allows(count: int, rate_hz: float, most_hz: float) -> None:
    kept = list(thinned(_frames(count, rate_hz), most_hz))

    seconds = (count - 1) / rate_hz
    assert len(kept) <= seconds * most_hz + 2
    assert len(kept) >= min(count, seconds * min(most_hz, rate_hz) * 0.6)


@pytest.mark.parametrize(("most_hz", "indices"), [(5.0, [0, 2, 4, 6, 8]), (None, list(range(10)))])
def test_frames_keep_their_index(most_hz: float | None, indices: list[int]) -> None:
    assert [frame.index for frame in thinned(_frames(10), most_hz)] == indices


def test_a_camera_is_thinned_as_its_frames_are() -> None:
    class Camera:
        def frames(self) -> Iterator[RawFrame]:
            return _frames(10)

    assert [frame.index for frame in Thinned(Camera(), 2.0).frames()] == [0, 5]
