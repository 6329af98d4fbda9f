"""How long each stage of the confined line takes, summed over frames."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal, get_args

Stage = Literal["capture", "gate", "people", "blur", "badges", "pose", "hands", "preview", "wall"]
STAGES: tuple[Stage, ...] = get_args(Stage)


class Stopwatch:
    """Seconds by stage; a stage inside another one of the same thread counts in its own name alone."""

    def __init__(self) -> None:
        self._seconds: dict[Stage, float] = dict.fromkeys(STAGES, 0.0)
        self._inside = threading.local()

    @contextmanager
    def on(self, stage: Stage) -> Iterator[None]:
        """Note how long the block takes, less what other stages took inside it."""
        outside_s: float = getattr(self._inside, "seconds", 0.0)
        self._inside.seconds = 0.0
        began = time.perf_counter()
        try:
            yield
        finally:
            spent_s = time.perf_counter() - began
            self._seconds[stage] += spent_s - self._inside.seconds
            self._inside.seconds = outside_s + spent_s

    def seconds(self) -> dict[Stage, float]:
        """Return the sums so far."""
        return dict(self._seconds)
