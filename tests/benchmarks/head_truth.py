"""Heads marked by people: tests/truth/heads.toml, the faces of face_boxes.csv, and mirrors made of both.

A head is *covered* when at least 90 % of the ellipse inscribed in its box is filled and, where eyes may show
(every view but ``behind``), every pixel of that ellipse between 10 % and 45 % of its height, where they lie.
"""

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from edge_node.frame import Pixels

View = Literal["face", "profile", "behind"]
Side = Literal["left", "right"]
SIDES: tuple[Side, ...] = ("left", "right")
Box = tuple[int, int, int, int]
MARKS = Path(__file__).resolve().parents[1] / "truth" / "heads.toml"
SMALL_PX = 24
"""A head whose box is narrower and lower than this is a small one."""
LEAST_FILLED = 0.9
EYES = (0.1, 0.45)
_GLASS = 0.8
"""A mirror gives back this share of the light."""


@dataclass(frozen=True, slots=True)
class Head:
    """One head marked by eye."""

    box_px: Box
    """Left, top, right, bottom in px of the frame."""
    view: View
    border: bool = False
    """The frame's edge cuts the person near the head, or the head."""
    first: bool = False
    """Within half a second of the person's first appearance."""

    @property
    def kinds(self) -> Iterator[str]:
        """The kinds this head is counted under."""
        yield {"face": "facing", "profile": "in profile", "behind": "from behind"}[self.view]
        if self.border:
            yield "partial at the border"
        if self.first:
            yield "first half second"
        left, top, right, bottom = self.box_px
        if max(right - left, bottom - top) < SMALL_PX:
            yield f"small, under {SMALL_PX} px"


@dataclass(frozen=True, slots=True)
class Picture:
    """One frame with every head that was marked in it."""

    file: str
    """Below the data folder."""
    frame: int
    heads: tuple[Head, ...]


def pictures(data: Path) -> list[Picture]:
    """Return every marked frame by file and number; in frame 0 of a clip everybody has just appeared."""
    found = [
        Picture(
            entry["file"],
            entry["frame"],
            tuple(
                _head(head, is_opening=entry["frame"] == 0 and is_clip(entry["file"]))
                for head in entry["heads"]
            ),
        )
        for entry in tomllib.loads(MARKS.read_text(encoding="utf-8"))["pictures"]
    ]
    return [*found, *_annotated_faces(data)]


def mirrored(pixels: Pixels, heads: tuple[Head, ...], *, side: Side) -> tuple[Pixels, tuple[Head, ...]]:
    """Return the frame with a mirror for one half of it, and the heads before and in the mirror.

    The mirror shows the other half, darker by its glass; heads that its edge would cut are left out.
    """
    width = pixels.shape[1]
    if side == "left":
        flipped, turned = mirrored(
            pixels[:, ::-1], tuple(_turned(head, width) for head in heads), side="right"
        )
        return np.ascontiguousarray(flipped[:, ::-1]), tuple(_turned(head, width) for head in turned)
    shown = pixels.copy()
    half = width // 2
    shown[:, width - half :] = np.rint(_GLASS * pixels[:, :half][:, ::-1]).astype(np.uint8)
    before = tuple(replace(head, first=False) for head in heads if head.box_px[2] <= half)
    return shown, (*before, *(_turned(head, width) for head in before))


def judge(kept: NDArray[np.bool_], head: Head) -> tuple[float, bool]:
    """Return the share of the head's box that is filled, and whether the head is covered.

    kept: bool (H, W), True where the pixel is as the camera gave it.
    """
    left, top, right, bottom = head.box_px
    bare = kept[max(top, 0) : bottom, max(left, 0) : right]
    height, width = bare.shape
    rows, columns = (np.arange(height) + 0.5) / height, (np.arange(width) + 0.5) / width
    inside = (2 * rows[:, None] - 1) ** 2 + (2 * columns[None, :] - 1) ** 2 <= 1
    eyes = inside & ((rows >= EYES[0]) & (rows <= EYES[1]))[:, None]
    is_filled = float(bare[inside].mean()) <= 1 - LEAST_FILLED
    hides_eyes = head.view == "behind" or not bare[eyes].any()
    return 1 - float(bare.mean()), is_filled and hides_eyes


def read_picture(path: Path) -> Pixels:
    """Return a still picture."""
    return np.asarray(cv2.imread(str(path)), np.uint8)


def is_clip(file: str) -> bool:
    """Return whether the file has more than one frame."""
    return not file.endswith(".jpg")


def _head(entry: dict[str, object], *, is_opening: bool) -> Head:
    head = Head(**entry)
    return replace(head, box_px=tuple(head.box_px), first=head.first or is_opening)


def _annotated_faces(data: Path) -> list[Picture]:
    faces: dict[str, list[Head]] = {}
    with (data / "faces" / "face_boxes.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            x, y, w, h = (int(row[key]) for key in "xywh")
            faces.setdefault(f"faces/{row['image']}", []).append(Head((x, y, x + w, y + h), "face"))
    return [Picture(file, 0, tuple(heads)) for file, heads in faces.items()]


def _turned(head: Head, width: int) -> Head:
    left, top, right, bottom = head.box_px
    return replace(head, box_px=(width - right, top, width - left, bottom))
