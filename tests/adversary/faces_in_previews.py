"""Whoever sees a preview looks for faces in it, with a detector that the product does not use.

The control looks at the frames from which the previews were made. A finding that somebody has looked at and
judged to be no face (`tests/truth/not_faces.toml`) is told and not counted. Without the development data
there is nothing to look at, and the campaign says so instead of showing a row.
"""

import sys
from pathlib import Path

from tests.adversary.row import Row, Scale
from tests.benchmarks.faces_left import CLIPS, Left, faces_left, finder_at
from tests.support.development_data import development_data

RATES_HZ: dict[Scale, float] = {"small": 1.0, "full": 5.0}
SMALL = ("argos_supermarket.mp4",)
"""The clip with most faces; in full every clip."""


def rows(*, scale: Scale, seed: int) -> list[Row]:
    """Return one row over the clips; none where there are none."""
    data = development_data()
    if data is None:
        print("faces in previews: left out, set SHOAL_DATA to clips of people", file=sys.stderr)
        return []
    finder = finder_at(data)
    counts = [faces_left(clip, finder, rate_hz=RATES_HZ[scale]) for clip in _clips(data, scale)]
    return [row_of(counts)]


def row_of(counts: list[Left]) -> Row:
    """Return the row of several clips."""
    left, faces = sum(one.left for one in counts), sum(one.faces for one in counts)
    shown = sum(one.shown for one in counts)
    judged = [what for one in counts for what in one.judged]
    told = f"; judged by eye to be no face: {len(judged)} ({', '.join(judged)})" if judged else ""
    return Row(
        promise="no face of 16 px or more in anything shown",
        attack="BlazeFace full range, which the product does not use, on every preview",
        measured=left,
        bound=0,
        holds=left == 0,
        control=faces,
        control_fails=faces > 0,
        detail=f"{shown} previews of {len(counts)} clips; control: their frames{told}",
    )


def _clips(data: Path, scale: Scale) -> list[Path]:
    found = sorted(path for path in (data / "video").iterdir() if path.suffix in CLIPS)
    return [path for path in found if scale == "full" or path.name in SMALL]
