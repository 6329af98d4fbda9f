"""Person boxes by YOLOX-nano: one pass over the letterboxed frame, decoded and thinned here."""

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from edge_node.boxes import Boxes, thin
from edge_node.errors import ModelError
from edge_node.frame import Pixels

WIDTH_PX, HEIGHT_PX = 640, 384
"""Input size: finds 93 % of people ≥ 60 px tall at 640 px wide; 416×256 finds 84 %."""
_STRIDES = (8, 16, 32)
_PAD = 114
"""Grey that YOLOX was trained to see around a letterboxed frame."""
_STORED_INPUT = bytes.fromhex("0a0308a0030a0308a003")
"""The input's ONNX dimensions (416, 416) as protobuf; the network is fully convolutional."""
_MOST_CANDIDATES = 300


class PersonFinder:
    """Finds people in raw pixels; used by the blur stage only, before anything else sees the frame."""

    def __init__(
        self,
        weights: bytes,
        *,
        threads: int,
        least_score: float = 0.15,
        size_px: tuple[int, int] = (WIDTH_PX, HEIGHT_PX),
    ) -> None:
        """Load the network for inputs of this width and height, multiples of 32 px from 128 on."""
        if weights.count(_STORED_INPUT) != 1:
            raise ModelError("expected YOLOX-nano with one 416×416 input, got other weights")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 4
        options.enable_mem_pattern = False
        self._session = onnxruntime.InferenceSession(
            weights.replace(_STORED_INPUT, _dimensions(*size_px)), options, providers=["CPUExecutionProvider"]
        )
        self._least_score = least_score
        self._size_px = size_px
        self._cells = _cells(*size_px)

    def find(self, pixels: Pixels) -> tuple[Boxes, NDArray[np.float32]]:
        """Return boxes float32 (N, 4) in px of the frame and their scores, best first."""
        width_px, height_px = self._size_px
        scale = min(width_px / pixels.shape[1], height_px / pixels.shape[0])
        canvas = np.full((height_px, width_px, 3), _PAD, np.uint8)
        rows = self._session.run(None, {"images": _letterboxed(pixels, scale, canvas)})[0][0]
        scores = rows[:, 4] * rows[:, 5]
        likely = np.flatnonzero(scores >= self._least_score)
        likely = likely[np.argsort(-scores[likely])][:_MOST_CANDIDATES]
        boxes = _decode(rows[likely, :4], self._cells[likely]) / scale
        boxes = np.clip(boxes, 0, np.array([*pixels.shape[1::-1]] * 2)).astype(np.float32)
        kept = thin(boxes, scores[likely])
        return boxes[kept], scores[likely][kept].astype(np.float32)


def _dimensions(width_px: int, height_px: int) -> bytes:
    """Return the ONNX dimensions (height, width) as protobuf, each a varint of two bytes."""
    return b"".join(
        bytes((0x0A, 3, 8, 0x80 | length & 0x7F, length >> 7)) for length in (height_px, width_px)
    )


def _letterboxed(pixels: Pixels, scale: float, canvas: Pixels) -> NDArray[np.float32]:
    width, height = round(pixels.shape[1] * scale), round(pixels.shape[0] * scale)
    canvas[:height, :width] = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.ascontiguousarray(canvas.transpose(2, 0, 1)[None], np.float32)


def _cells(width_px: int, height_px: int) -> NDArray[np.float32]:
    """Return float32 (M, 3): column, row and stride of every output row, finest stride first."""
    grids = []
    for stride in _STRIDES:
        rows, columns = np.mgrid[0 : height_px // stride, 0 : width_px // stride]
        grids.append(np.stack([columns.ravel(), rows.ravel(), np.full(rows.size, stride)], axis=1))
    return np.concatenate(grids).astype(np.float32)


def _decode(rows: NDArray[np.float32], cells: NDArray[np.float32]) -> NDArray[np.float32]:
    stride = cells[:, 2:]
    centre = (rows[:, :2] + cells[:, :2]) * stride
    half = np.exp(rows[:, 2:4]) * stride / 2
    return np.concatenate([centre - half, centre + half], axis=1)
