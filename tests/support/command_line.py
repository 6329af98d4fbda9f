"""The ``shoal`` command as a person meets it, run within the test: exit status, answer, message."""

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from shared.cli import main


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended."""

    status: int
    """0 done, 1 refused or failed, 2 misuse."""
    answer: str
    """What it wrote to stdout."""
    message: str
    """What it wrote to stderr."""


class Shoal:
    """Runs the console script's own function, with what it prints taken aside."""

    def __init__(self, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> None:
        self._patch = patch
        self._capture = capture

    def __call__(self, *words: str | Path) -> Done:
        """Run ``shoal`` with the words and return how it ended."""
        self._patch.setattr(sys, "argv", ["shoal", *map(str, words)])
        self._capture.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = self._capture.readouterr()
        return Done(int(ended.value.code or 0), out, err)
