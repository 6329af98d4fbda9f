"""Prints how many faces a detector that the product does not use still finds in previews of every clip.

``python -m tests.benchmarks.faces_left [--rate HZ] [--json] [CLIP ...]``: each clip runs through the real
wall with previews asked for; BlazeFace full range looks at each picture before and after, for faces of 16
px and more that it finds in the picture and in its mirror image (all 18 annotated faces of the development
data pass that). A face *left* is one that it finds in the preview where it found one in the frame itself;
what it finds in the preview alone (a fill, a shelf) was no face and is counted apart, and so is a finding
that somebody has looked at and judged to be none (`not_faces.py`). Each face left is told with its frame and
box. Needs the development data (SHOAL_DATA).
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from edge_node.cameras import models_at_hand
from edge_node.capture.source import SourceConfig
from edge_node.capture.video import Video
from edge_node.wall.camera import WalledCamera
from shared.clock import SystemClock
from tests.benchmarks.not_faces import NotAFace, judged_at, not_faces
from tests.support.blazeface import WEIGHTS, BlazeFace, overlap

LEAST_PX, LEAST_SCORE, SAME = 16.0, 0.6, 0.3
REPOSITORY = Path(__file__).resolve().parents[2]
CLIPS = (".mp4", ".avi", ".gif")
Finding = tuple[int, NDArray[np.float64]]
"""A frame's number and a box in it, float64 (4,): left, top, right, bottom in px."""


@dataclass(frozen=True, slots=True)
class Left:
    """One clip: what was shown of it, and the faces before and after."""

    clip: str
    shown: int
    """Previews made."""
    faces: int
    """Faces found in the frames of those previews."""
    left: int
    """Of them, found in the preview at the same place."""
    elsewhere: int
    """Found in the preview alone."""
    judged: tuple[str, ...] = ()
    """What else was found in both, and was judged by eye to be no face."""
    at: tuple[str, ...] = ()
    """Frame and box of each face left, for whoever looks at it."""


def faces_left(clip: Path, finder: BlazeFace, *, rate_hz: float) -> Left:
    """Return the counts of one clip, looked at so many times a second."""
    shown = faces = elsewhere = 0
    found: list[Finding] = []
    source = SourceConfig(str(clip), max_rate_hz=rate_hz)
    raw = {frame.index: frame.pixels for frame in Video(source, SystemClock()).frames()}
    for index, picture in _previews(source):
        before = finder.find_alike(raw[index], least_score=LEAST_SCORE, least_px=LEAST_PX)
        after = finder.find_alike(picture, least_score=LEAST_SCORE, least_px=LEAST_PX)
        still = [box for box in before if len(after) and overlap(box, after).max() >= SAME]
        found += [(index, box) for box in still]
        shown, faces, elsewhere = shown + 1, faces + len(before), elsewhere + len(after) - len(still)
    left, judged = sorted_out(not_faces(), clip.name, found)
    return Left(clip.name, shown, faces, len(left), elsewhere, judged, left)


def sorted_out(
    known: Sequence[NotAFace], clip: str, found: Sequence[Finding]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what is left of a clip's findings, and what those of them are that somebody has looked at."""
    seen = [(frame, box, judged_at(known, clip, frame, box)) for frame, box in found]
    left = (
        f"frame {frame}, box {np.round(box).astype(int).tolist()} px"
        for frame, box, was in seen
        if was is None
    )
    return tuple(left), tuple(was.what for _, _, was in seen if was is not None)


def _previews(source: SourceConfig) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    with WalledCamera(source, models=models_at_hand(), preview=True) as camera:
        for _ in camera.frames():
            while camera.previews:
                preview = camera.previews.popleft()
                picture = cv2.imdecode(np.frombuffer(preview.jpeg, np.uint8), cv2.IMREAD_COLOR)
                yield preview.index, np.asarray(picture, np.uint8)


def finder_at(data: Path) -> BlazeFace:
    """Return the detector. Raises: SystemExit without the development data."""
    if not (data / "models" / WEIGHTS).is_file():
        raise SystemExit(f"expected the development data with models/{WEIGHTS} in {data}; set SHOAL_DATA")
    return BlazeFace(data / "models" / WEIGHTS)


def main() -> None:
    """Print one line a clip."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("clips", nargs="*", type=Path)
    asked.add_argument("--rate", type=float, default=5.0, help="Frames a second looked at.")
    asked.add_argument("--json", action="store_true")
    options = asked.parse_args()
    data = Path(os.environ.get("SHOAL_DATA", REPOSITORY.parent / "shared" / "data"))
    finder = finder_at(data)
    clips = options.clips or sorted(path for path in (data / "video").iterdir() if path.suffix in CLIPS)
    rows = []
    for clip in clips:
        row = faces_left(clip, finder, rate_hz=options.rate)
        rows.append(asdict(row))
        print(row.clip, *row.at, sep="\n  left: ", file=sys.stderr)
        if not options.json:
            counts = f"faces {row.faces:5}  left {row.left:4}  elsewhere {row.elsewhere:4}"
            print(f"{row.clip:44} shown {row.shown:5}  {counts}  judged {len(row.judged):2}")
    if options.json:
        print(json.dumps(rows))


if __name__ == "__main__":
    main()
