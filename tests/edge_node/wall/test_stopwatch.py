"""A stage inside another counts once; threads do not count each other's stages."""

import threading

import pytest

from edge_node.wall import stopwatch
from edge_node.wall.stopwatch import STAGES, Stopwatch


class Ticks:
    """A clock that goes on by one second whenever it is read."""

    def __init__(self) -> None:
        self._now = 0.0

    def perf_counter(self) -> float:
        """Return the next second."""
        self._now += 1.0
        return self._now


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


def test_another_threads_stage_is_not_inside_this_one(watch: Stopwatch) -> None:
    def elsewhere() -> None:
        with watch.on("capture"):
            pass

    with watch.on("blur"):
        thread = threading.Thread(target=elsewhere)
        thread.start()
        thread.join()

    assert (watch.seconds()["blur"], watch.seconds()["capture"]) == (3.0, 1.0)
