"""Findings of the independent detector that were looked at and are no face: tests/truth/not_faces.toml.

An entry speaks of one box in one frame of one clip. What is found beside it, or in another frame, is a face
until somebody has looked.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.support.blazeface import overlap

JUDGED = Path(__file__).resolve().parents[1] / "truth" / "not_faces.toml"
SAME = 0.5
"""A finding is the one judged where they share so much of their union: other machines are off by a few px."""


@dataclass(frozen=True, slots=True)
class NotAFace:
    """One finding judged by eye."""

    clip: str
    """The file's name."""
    frame: int
    box_px: tuple[int, int, int, int]
    """Left, top, right, bottom in px of the frame."""
    what: str
    judged_on: date

    def is_at(self, clip: str, frame: int, box_px: NDArray[np.float64]) -> bool:
        """Return whether this very finding was judged; box_px: float64 (4,), left, top, right, bottom."""
        if (self.clip, self.frame) != (clip, frame):
            return False
        return bool(overlap(np.array(self.box_px, np.float64), box_px[None])[0] >= SAME)


def not_faces(file: Path = JUDGED) -> tuple[NotAFace, ...]:
    """Return every finding judged."""
    return tuple(
        NotAFace(
            clip=Path(one["file"]).name,
            frame=one["frame"],
            box_px=tuple(one["box_px"]),
            what=one["what"],
            judged_on=one["judged_on"],
        )
        for one in tomllib.loads(file.read_text(encoding="utf-8"))["findings"]
    )


def judged_at(
    judged: Sequence[NotAFace], clip: str, frame: int, box_px: NDArray[np.float64]
) -> NotAFace | None:
    """Return what the finding was judged to be; None for one that nobody has looked at."""
    return next((one for one in judged if one.is_at(clip, frame, box_px)), None)
