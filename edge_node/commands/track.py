"""``shoal edge track``: the tracker alone, on boxes somebody else detected."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from edge_node.track.mot import FRAME, ID, follow, read_mot, write_mot


@dataclass(frozen=True, slots=True)
class Followed:
    """What a run over a MOT file came to."""

    frames: int
    detections: int
    tracks: int
    boxes: int
    """Boxes written, filled gaps included."""


def track_file(detections: Path, out: Path, *, rate_hz: float) -> Followed:
    """Follow the boxes of a MOT file and write confirmed tracks as another.

    Raises: CaptureError when a file cannot be read or written, or is not of the form.
    """
    rows = read_mot(detections)
    found = follow(rows, rate_hz=rate_hz)
    write_mot(out, found)
    return Followed(
        frames=len(np.unique(rows[:, FRAME])),
        detections=len(rows),
        tracks=len(np.unique(found[:, ID])),
        boxes=len(found),
    )
