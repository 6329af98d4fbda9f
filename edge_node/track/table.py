"""Tracks from a table: ``t_s,person_id,x_m,y_m``, plain or .gz; other columns are ignored.

What such a table holds enters the line after ``track``: it is taken as confirmed at its first point.
"""

import csv
import gzip
import io
import math
import zlib
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from edge_node.errors import CaptureError
from edge_node.observations import Track, TrackId
from edge_node.track.tracker import CUT_S

COLUMNS = ("t_s", "person_id", "x_m", "y_m")
FURTHEST_M = 100_000.0
"""A float32 still tells a centimetre at this distance from the origin; nothing farther is a shop."""


def read_tracks(path: Path, *, cut_s: float = CUT_S) -> tuple[Track, ...]:
    """Return one track per person of the table, in order of their first points, cut at T_max.

    Points of one person are sorted by time; a moment given twice keeps its first position.
    Raises: CaptureError naming the line and what was expected.
    """
    try:
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise CaptureError(f"cannot read {path}: {error.strerror or error}") from error
    except (EOFError, UnicodeDecodeError, zlib.error) as error:
        raise CaptureError(f"{path} is not a UTF-8 table: {error}") from error
    try:
        people = _people(csv.reader(io.StringIO(text, newline="")), path)
    except csv.Error as error:
        raise CaptureError(f"{path} is not a table: {error}") from error
    tracks = [_track(number, points, cut_s) for number, points in enumerate(people.values(), 1)]
    return tuple(sorted(tracks, key=lambda track: float(track.t_s[0])))


def _people(rows: Iterable[list[str]], path: Path) -> dict[str, list[tuple[float, float, float]]]:
    people: dict[str, list[tuple[float, float, float]]] = {}
    columns: list[int] | None = None
    for number, row in enumerate(rows, 1):
        if not row:
            continue
        if columns is None:
            columns = _columns(row, path)
            continue
        try:
            t_s, x, y = (float(row[columns[index]]) for index in (0, 2, 3))
            person = row[columns[1]]
        except (ValueError, IndexError) as error:
            raise CaptureError(
                f"{path} line {number}: expected numbers, got {','.join(row)[:60]!r}"
            ) from error
        if not (math.isfinite(t_s) and max(abs(x), abs(y)) <= FURTHEST_M):
            raise CaptureError(
                f"{path} line {number}: expected finite seconds and positions within {FURTHEST_M:g} m, "
                f"got {','.join(row)[:60]!r}"
            )
        people.setdefault(person, []).append((t_s, x, y))
    if columns is None:
        raise CaptureError(f"{path} is empty; expected a first line with {','.join(COLUMNS)}")
    return people


def _columns(header: list[str], path: Path) -> list[int]:
    names = [name.strip() for name in header]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise CaptureError(f"{path} has no column {missing[0]!r}; expected {','.join(COLUMNS)}")
    return [names.index(name) for name in COLUMNS]


def _track(number: int, points: list[tuple[float, float, float]], cut_s: float) -> Track:
    table = np.array(points, dtype=np.float64)
    _, first = np.unique(table[:, 0], return_index=True)
    table = table[first]
    table = table[table[:, 0] - table[0, 0] < cut_s]
    return Track(
        track_id=TrackId(number),
        confirmed_at_s=float(table[0, 0]),
        t_s=table[:, 0],
        floor_xy_m=table[:, 1:].astype(np.float32),
    )
