"""The wearer that is measured has as many pixels a module as is said, and the whole frame is searched."""

import numpy as np
import pytest

from edge_node.badges.reader import _TRUNK_BOTTOM, _TRUNK_TOP
from tests.benchmarks.badges import CONDITIONS, _tiles, is_read, worn


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_large_badge_that_faces_the_camera_is_read(condition: str) -> None:
    read = [is_read(worn(condition, 0, 5.0, n, np.random.default_rng(n))) for n in range(6)]  # type: ignore[arg-type]  # one of CONDITIONS

    assert sum(read) >= 5


def test_half_a_pixel_a_module_is_not_read() -> None:
    assert not any(is_read(worn("lit", 0, 0.7, n, np.random.default_rng(n))) for n in range(4))


def test_trunks_of_the_tiles_cover_the_frame() -> None:
    covered = np.zeros((720, 1280), bool)
    for left, top, right, bottom in np.array(_tiles(1280, 720)):
        tall = bottom - top
        low, high = max(round(top + _TRUNK_TOP * tall), 0), round(top + _TRUNK_BOTTOM * tall)
        covered[low:high, round(left) : round(right)] = True

    assert covered.mean() > 0.99
