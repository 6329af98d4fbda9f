"""A stage inside another counts once, and the detector is a stage of its own."""

import numpy as np
import pytest

from edge_node.wall import stopwatch
from edge_node.wall.stopwatch import STAGES, Stopwatch, TimedPeople
from tests.support.clips import backdrop


class Ticks:
    """A clock that goes on by one second whenever it is read."""

    def __init__(self) -> None:
        self._now = 0.0

    def perf_counter(self) -> float:
        """Return the next second."""
        self._now += 1.0
        return self._now


class Nobody:
    """Finds nobody."""

    def find(self, pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return no box."""
        return np.zeros((0, 4), np.float32), np.zeros(0, np.float32)


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Stopwatch:
    monkeypatch.setattr(stopwatch, "time", Ticks())
    return Stopwatch()


def test_nothing_has_taken_time_at_first() -> None:
    assert Stopwatch().seconds() == dict.fromkeys(STAGES, 0.0)


def test_a_stage_counts_from_its_beginning_to_its_end(watch: Stopwatch) -> None:
    for _ in range(2):
        with watch.on("pose"):
            pass

    assert watch.seconds()["pose"] == 2.0


def test_a_stage_inside_another_counts_in_its_own_name_alone(watch: Stopwatch) -> None:
    with watch.on("blur"), watch.on("people"):
        pass
    with watch.on("blur"):
        pass

    assert (watch.seconds()["blur"], watch.seconds()["people"]) == (3.0, 1.0)


def test_a_stage_that_fails_is_counted_as_well(watch: Stopwatch) -> None:
    with pytest.raises(ValueError, match="no"), watch.on("pose"):
        raise ValueError("no")

    assert watch.seconds()["pose"] == 1.0


def test_the_finding_of_people_is_timed_and_changes_nothing(watch: Stopwatch) -> None:
    boxes, scores = TimedPeople(Nobody(), watch).find(backdrop())

    assert (len(boxes), len(scores)) == (0, 0)
    assert watch.seconds()["people"] == 1.0
