from datetime import datetime, timedelta

import numpy as np
import pytest

from edge_node.capture.still import Stillness
from tests.support.clips import STARTED_AT, backdrop

EMPTY = backdrop()


def at(seconds: float) -> datetime:
    return STARTED_AT + timedelta(seconds=seconds)


@pytest.mark.parametrize("seconds", [1, 60, 3600])
def test_the_same_picture_is_held_since_it_was_first_shown(seconds: int) -> None:
    still = Stillness()
    still.held_s(EMPTY, at(0))

    assert still.held_s(EMPTY.copy(), at(seconds)) == seconds


def test_a_sensors_noise_is_a_change() -> None:
    noise = np.random.default_rng(1).integers(-1, 2, EMPTY.shape)
    still = Stillness()
    still.held_s(EMPTY, at(0))

    assert still.held_s(np.clip(EMPTY + noise, 0, 255).astype(np.uint8), at(90)) == 0


def test_another_size_is_a_change() -> None:
    still = Stillness()
    still.held_s(EMPTY, at(0))

    assert still.held_s(EMPTY[::2], at(90)) == 0


def test_a_source_that_was_frozen_stays_suspect_until_it_changes() -> None:
    still, seen = Stillness(is_suspect=True), []
    for seconds, pixels in enumerate((EMPTY, EMPTY, EMPTY + 1, EMPTY + 1)):
        still.held_s(pixels, at(seconds))
        seen.append(still.is_suspect)

    assert seen == [True, True, False, False]
