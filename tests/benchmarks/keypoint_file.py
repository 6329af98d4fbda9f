"""A file of keypoints in the form of merl_shopping_keypoints.csv.gz, read whole and checked."""

import gzip
from collections.abc import Iterator, Sequence
from csv import Error as CsvError
from math import isfinite
from pathlib import Path
from typing import Final

from shared.errors import ShoalError
from tests.benchmarks.public_hands import BODY, Rows, grouped, table

COLUMNS: Final = ("clip", "subject", "class", "frame")
NUMBERS: Final = ("frame", *(f"{name}_{axis}" for name in BODY for axis in "xy"))


class KeypointFileError(ShoalError):
    """The file cannot be read as keypoints."""


def clips_in(path: Path, names: Sequence[str] | None = None) -> list[Rows]:
    """Return the rows of every clip whose label counts; names: those labels, all where none are given.

    Raises: KeypointFileError saying what was expected.
    """
    try:
        clips = list(_checked(path))
    except OSError as error:
        if isinstance(error, gzip.BadGzipFile):
            raise KeypointFileError(
                f"expected {path} to be packed by gzip as its name says: {error}"
            ) from error
        raise KeypointFileError(f"cannot read {path}: {error.strerror}") from error
    except (EOFError, UnicodeDecodeError, CsvError) as error:
        raise KeypointFileError(
            f"expected a table of keypoints in {path}, got something else: {error}"
        ) from error
    if not clips:
        raise KeypointFileError(f"expected at least one clip in {path}, got none")
    found = [rows for rows in clips if names is None or rows[0]["class"] in names]
    if not found:
        labels = ", ".join(sorted({rows[0]["class"] for rows in clips}))
        raise KeypointFileError(
            f"expected clips of what was learnt ({', '.join(names or ())}) in {path}, got {labels}"
        )
    return found


def _checked(path: Path) -> Iterator[Rows]:
    for rows in grouped(_with_columns(path), "clip"):
        for row in rows:
            wrong = next((name for name in NUMBERS if not _is_number(row[name])), None)
            if wrong is not None:
                raise KeypointFileError(
                    f"expected a number as {wrong} of clip {row['clip']} in {path}, got {row[wrong]!r}"
                )
        yield rows


def _with_columns(path: Path) -> Iterator[dict[str, str]]:
    for row in table(path):
        missing = [name for name in dict.fromkeys((*COLUMNS, *NUMBERS)) if row.get(name) is None]
        if missing:
            some = ", ".join(missing[:3]) + (f" and {len(missing) - 3} more" if len(missing) > 3 else "")
            raise KeypointFileError(
                f"expected the columns of merl_shopping_keypoints.csv.gz in {path}, got none named {some}"
            )
        yield row


def _is_number(text: str) -> bool:
    try:
        return isfinite(float(text))
    except ValueError:
        return False
