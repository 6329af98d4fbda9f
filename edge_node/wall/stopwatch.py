"""How long each stage of the confined line takes, summed over frames."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from edge_node.blur.anonymize import FindPeople
from edge_node.boxes import Boxes
from edge_node.frame import Pixels

Stage = Literal["capture", "people", "blur", "pose", "preview", "wall"]
STAGES: tuple[Stage, ...] = ("capture", "people", "blur", "pose", "preview", "wall")


class Stopwatch:
    """Seconds by stage; a stage inside another one counts in its own name alone."""

    def __init__(self) -> None:
        self._seconds: dict[Stage, float] = dict.fromkeys(STAGES, 0.0)
        self._inside_s = 0.0

    @contextmanager
    def on(self, stage: Stage) -> Iterator[None]:
        """Note how long the block takes, less what other stages took inside it."""
        outside_s, self._inside_s = self._inside_s, 0.0
        began = time.perf_counter()
        try:
            yield
        finally:
            spent_s = time.perf_counter() - began
            self._seconds[stage] += spent_s - self._inside_s
            self._inside_s = outside_s + spent_s

    def seconds(self) -> dict[Stage, float]:
        """Return the sums so far."""
        return dict(self._seconds)


class TimedPeople:
    """A person detector on the watch: it works inside the blur stage and is a stage of its own."""

    def __init__(self, people: FindPeople, watch: Stopwatch) -> None:
        self._people = people
        self._watch = watch

    def find(self, pixels: Pixels) -> tuple[Boxes, NDArray[np.float32]]:
        """Return what the detector finds."""
        with self._watch.on("people"):
            return self._people.find(pixels)
