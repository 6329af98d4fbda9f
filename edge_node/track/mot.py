"""MOT text files: other people's boxes in, our tracks out.

One box a line: frame (from 1), id, left, top, width, height in px, confidence, then three ignored numbers.
Source: Milan 2016 (MOT16) §4.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edge_node.errors import CaptureError
from edge_node.storage.files import advice_for, write_whole
from edge_node.track.boxes import BoxTracker, Parting, Rules
from edge_node.track.smoothing import smoothed

Rows = NDArray[np.float64]
"""float64 (N, 7): frame, id, left, top, width, height, confidence."""

FRAME, ID, LEFT, WIDTH, HEIGHT, CONFIDENCE = 0, 1, 2, 4, 5, 6
LAST_FRAME = 1_000_000
"""Eleven hours at 25 Hz: a longer file is cut up by whoever made it."""
MAX_FILLED_S = 1.0
"""Gaps up to this long are filled: someone passing behind a pillar was there all along."""


def read_mot(path: Path) -> Rows:
    """Return the file's boxes in frame order.

    Raises: CaptureError when it cannot be read or is not of the form.
    """
    try:
        lines = path.read_text(encoding="ascii").splitlines()
        rows = np.loadtxt(lines, delimiter=",", ndmin=2, dtype=np.float64) if any(lines) else np.empty((0, 7))
    except OSError as error:
        raise CaptureError(f"cannot read {path}: {error.strerror}") from error
    except ValueError as error:
        raise CaptureError(f"{path} is not a MOT file: {error}") from error
    if rows.size and rows.shape[1] < 7:
        raise CaptureError(f"{path} is not a MOT file: expected at least 7 columns, got {rows.shape[1]}")
    boxes: Rows = rows[:, :7].reshape(-1, 7)
    if not np.isfinite(boxes).all():
        raise CaptureError(f"{path} holds numbers that are not finite")
    _check(boxes, path)
    return boxes[np.argsort(boxes[:, FRAME], kind="stable")]


def write_mot(path: Path, rows: Rows) -> None:
    """Write boxes in frame order.

    Raises: CaptureError when the file cannot be written.
    """
    lines = [
        f"{int(row[0])},{int(row[1])},{row[2]:.2f},{row[3]:.2f},{row[4]:.2f},{row[5]:.2f},{row[6]:.4f},-1,-1,-1"
        for row in rows
    ]
    content = "".join(f"{line}\n" for line in lines).encode("ascii")
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)  # a pipe or a device has no old content to keep
        else:
            write_whole(path, content, mode=0o666)
    except OSError as error:
        raise CaptureError(f"cannot write {path}: {error.strerror}. {advice_for(error)}") from error


def follow(detections: Rows, *, rate_hz: float, rules: Rules | None = None) -> Rows:
    """Return the boxes of every confirmed track, smoothed, gaps filled, in frame order."""
    tracker, found, kept = BoxTracker(rules), list[tuple[float, ...]](), set[int]()
    if len(detections) == 0:
        return np.empty((0, 7))
    for frame in range(int(detections[0, FRAME]), int(detections[-1, FRAME]) + 1):
        here = detections[detections[:, FRAME] == frame]
        step = tracker.step(frame / rate_hz, _xyxy(here), here[:, CONFIDENCE])
        kept.update(step.confirmed)
        for parting in step.partings:
            kept.add(parting.second)
            found = [_renamed(row, parting, rate_hz) for row in found]
        found += [(frame, match.track_id, *here[match.row, LEFT:]) for match in step.matches]
    rows = np.array([row for row in found if row[ID] in kept], dtype=np.float64).reshape(-1, 7)
    parts = [_filled(rows[rows[:, ID] == track], rate_hz) for track in sorted(kept)]
    joined = np.vstack([np.empty((0, 7)), *parts])
    return joined[np.lexsort((joined[:, ID], joined[:, FRAME]))]


def _renamed(row: tuple[float, ...], parting: Parting, rate_hz: float) -> tuple[float, ...]:
    is_second = row[ID] == parting.first and row[FRAME] / rate_hz >= parting.since_s
    return (row[FRAME], parting.second, *row[LEFT:]) if is_second else row


def _check(boxes: Rows, path: Path) -> None:
    frames = boxes[:, FRAME]
    if ((frames < 0) | (frames > LAST_FRAME) | (frames % 1 != 0)).any():
        raise CaptureError(f"{path} is not a MOT file: expected whole frame numbers from 0 to {LAST_FRAME}")
    if (boxes[:, WIDTH : HEIGHT + 1] < 0).any():
        raise CaptureError(f"{path} is not a MOT file: expected no negative width or height")


def _filled(rows: Rows, rate_hz: float) -> Rows:
    """Return one track's rows, smoothed over time, with a row for every frame of its short gaps."""
    frames = np.arange(rows[0, FRAME], rows[-1, FRAME] + 1)
    nearest = np.searchsorted(rows[:, FRAME], frames)
    is_seen = rows[nearest, FRAME] == frames
    gap = rows[nearest, FRAME] - rows[np.maximum(nearest - 1, 0), FRAME]
    boxes = smoothed(frames / rate_hz, _xyxy(rows)[nearest], is_seen)
    confidence = np.interp(frames, rows[:, FRAME], rows[:, CONFIDENCE])
    track = np.full(len(frames), rows[0, ID])
    filled = np.column_stack((frames, track, boxes[:, :2], boxes[:, 2:] - boxes[:, :2], confidence))
    kept: Rows = filled[is_seen | (gap <= MAX_FILLED_S * rate_hz)]
    return kept


def _xyxy(rows: Rows) -> NDArray[np.float64]:
    return np.hstack((rows[:, LEFT:WIDTH], rows[:, LEFT:WIDTH] + rows[:, WIDTH:CONFIDENCE]))
