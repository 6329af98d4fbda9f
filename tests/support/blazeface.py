"""A face detector that the product does not use: BlazeFace full range, on tiles of a picture."""

from pathlib import Path

import cv2
import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

WEIGHTS = "face_detection_full_range_sparse.tflite"
_INPUT_PX = 192
_STRIDE_PX = 4
_TILE_PX, _STEP_PX = 256, 128
"""A face of 16 px is 12 px at the input; a tile overlaps the next by half, so that no face is cut by both."""
_SAME = 0.3
"""Boxes that overlap by more than this share of their union are one face."""


class BlazeFace:
    """Finds faces of about 16 px and more."""

    def __init__(self, weights: Path) -> None:
        self._model = Interpreter(str(weights), num_threads=1)
        self._model.allocate_tensors()
        self._input = self._model.get_input_details()[0]["index"]
        self._boxes, self._scores = (one["index"] for one in self._model.get_output_details())
        centres = (np.arange(_INPUT_PX // _STRIDE_PX) + 0.5) * _STRIDE_PX
        self._anchors = np.stack(np.meshgrid(centres, centres), axis=-1).reshape(-1, 2)

    def find_alike(
        self, pixels: NDArray[np.uint8], *, least_score: float, least_px: float
    ) -> NDArray[np.float64]:
        """Return the faces found in the picture and in its mirror image at the same place, as `find` does."""
        seen = self.find(pixels, least_score=least_score, least_px=least_px)
        turned = np.ascontiguousarray(pixels[:, ::-1])
        back = self.find(turned, least_score=least_score, least_px=least_px)
        back[:, [0, 2]] = pixels.shape[1] - back[:, [2, 0]]
        alike = [bool(len(back)) and overlap(box, back).max() >= _SAME for box in seen]
        return seen[np.array(alike, dtype=bool)]

    def find(self, pixels: NDArray[np.uint8], *, least_score: float, least_px: float) -> NDArray[np.float64]:
        """Return float64 (N, 4): left, top, right, bottom in px, the surest first; uint8 BGR pixels."""
        found = [np.empty((0, 5))]
        for scale in (1.0, 0.5):
            size = (round(pixels.shape[1] * scale), round(pixels.shape[0] * scale))
            small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
            for left, top in _corners(*size):
                rows = self._in_tile(small[top : top + _TILE_PX, left : left + _TILE_PX], least_score)
                rows[:, :4] = (rows[:, :4] + (left, top, left, top)) / scale
                found.append(rows)
        rows = np.concatenate(found)
        rows = rows[(rows[:, 2:4] - rows[:, :2]).min(axis=1) >= least_px]
        return _apart(rows[np.argsort(-rows[:, 4], kind="stable")])

    def _in_tile(self, tile: NDArray[np.uint8], least_score: float) -> NDArray[np.float64]:
        side = max(tile.shape[:2])
        square = np.zeros((side, side, 3), np.uint8)
        square[: tile.shape[0], : tile.shape[1]] = tile
        rgb = cv2.cvtColor(cv2.resize(square, (_INPUT_PX, _INPUT_PX)), cv2.COLOR_BGR2RGB)
        self._model.set_tensor(self._input, rgb[None].astype(np.float32) / 127.5 - 1)
        self._model.invoke()
        raw = self._model.get_tensor(self._boxes)[0].astype(np.float64)
        score = 1 / (1 + np.exp(-np.clip(self._model.get_tensor(self._scores)[0, :, 0], -50, 50)))
        sure = score >= least_score
        centre, half = raw[sure, :2] + self._anchors[sure], raw[sure, 2:4] / 2
        return np.column_stack(((centre - half), (centre + half), score[sure])) * (
            *(side / _INPUT_PX,) * 4,
            1,
        )


def overlap(box: NDArray[np.float64], boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the intersection over the union of one box with each of (N, 4)."""
    shared = np.clip(np.minimum(box[2:], boxes[:, 2:]) - np.maximum(box[:2], boxes[:, :2]), 0, None).prod(
        axis=1
    )
    areas = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)
    union = (box[2:] - box[:2]).prod() + areas - shared
    return shared / np.maximum(union, 1e-9)


def _corners(width: int, height: int) -> list[tuple[int, int]]:
    return [
        (left, top)
        for top in range(0, max(height - _STEP_PX, 1), _STEP_PX)
        for left in range(0, max(width - _STEP_PX, 1), _STEP_PX)
    ]


def _apart(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    kept: list[NDArray[np.float64]] = []
    for row in rows[:, :4]:
        if not kept or overlap(row, np.stack(kept)).max() < _SAME:
            kept.append(row)
    return np.stack(kept) if kept else np.empty((0, 4))
