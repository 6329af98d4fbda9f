"""Public recordings become windows in the product's ranges."""

from pathlib import Path

import numpy as np
import pytest

from edge_node.intent.levels import LEVELS, UNREAD
from tests.adversary.public_windows import SHIFTS_S, laid, merl, utkinect, worst

HIGHEST = [len(level.edges) for level in LEVELS]


@pytest.mark.media
def test_ten_people_have_two_recordings_of_ten_actions(data_folder: Path) -> None:
    clips = utkinect(data_folder)

    assert clips.movement.shape == (199, len(SHIFTS_S), 4, 11)
    assert (clips.movement >= UNREAD).all()
    assert (clips.movement <= HIGHEST).all()
    assert [len(np.unique(each)) for each in (clips.people, clips.sessions, clips.actions)] == [10, 2, 10]


@pytest.mark.media
def test_seven_people_reach_into_a_shelf(data_folder: Path) -> None:
    clips = merl(data_folder)

    assert [len(np.unique(each)) for each in (clips.people, clips.sessions, clips.actions)] == [7, 2, 4]
    assert clips.places_m is None


def test_a_recording_is_laid_into_the_same_shop_every_time() -> None:
    places = np.random.default_rng(1).uniform(-1, 1, (3, 4, 2))

    one, again, other = (laid(seed)(places) for seed in (1, 1, 2))

    assert one.shape == (3, 4, 3)
    assert np.isfinite(one).all()
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)


def test_edges_can_be_laid_right_through_the_crowd() -> None:
    places = np.random.default_rng(1).uniform(-1, 1, (30, 4, 2))
    distances = worst(places)(places)

    assert [
        0.4 < float((distances[..., k] < np.median(distances[..., k])).mean()) < 0.6 for k in range(3)
    ] == [True] * 3
