"""Faces by YuNet: finds those that the person boxes miss, such as busts cut by the frame's edge."""

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from edge_node.boxes import Boxes, thin
from edge_node.frame import Pixels

WIDTH_PX = 640
"""Frames are scaled to this width at most; faces down to about 10 px there are found."""
_MOST_ENLARGED = 2.0
_SAME_FACE = 0.3
"""Finds that share more than this (IoU) are one face."""
_MULTIPLE = 32
_STRIDES = (8, 16, 32)
_OUTPUTS = tuple(f"{kind}_{stride}" for stride in _STRIDES for kind in ("cls", "obj", "bbox"))


class FaceFinder:
    """Finds faces in raw pixels; faint finds count too, because they are only ever filled."""

    def __init__(self, weights: bytes, *, threads: int, least_score: float = 0.4) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 4
        self._session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
        self._least_score = least_score

    def find(self, pixels: Pixels, *, scale: float | None = None) -> tuple[Boxes, NDArray[np.float32]]:
        """Return boxes float32 (N, 4) in px of the frame and their scores, down to least_score.

        scale: what the pixels are scaled by; None chooses by their size.
        """
        scale = scale or scale_of(pixels)
        image = _padded(pixels, scale)
        outputs = self._session.run(_OUTPUTS, {"input": image.transpose(2, 0, 1)[None].astype(np.float32)})
        levels = [
            _decode(outputs[3 * level : 3 * level + 3], stride, image.shape[1] // stride, self._least_score)
            for level, stride in enumerate(_STRIDES)
        ]
        boxes = np.asarray(np.concatenate([found for found, _ in levels]) / scale, np.float32)
        scores = np.concatenate([score for _, score in levels])
        kept = thin(boxes, scores, _SAME_FACE)
        return boxes[kept], scores[kept]


def scale_of(pixels: Pixels) -> float:
    """Return what a frame of this size is scaled by."""
    return float(min(WIDTH_PX / max(pixels.shape[:2]), _MOST_ENLARGED))


def _padded(pixels: Pixels, scale: float) -> Pixels:
    width, height = max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale))
    image = cv2.resize(
        pixels, (width, height), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    )
    below, right = -height % _MULTIPLE, -width % _MULTIPLE
    return np.asarray(cv2.copyMakeBorder(image, 0, below, 0, right, cv2.BORDER_CONSTANT), np.uint8)


def _decode(
    outputs: list[NDArray[np.float32]], stride: int, columns: int, least_score: float
) -> tuple[Boxes, NDArray[np.float32]]:
    classes, objects, boxes = (output[0] for output in outputs)
    scores = np.sqrt(np.clip(classes[:, 0], 0, 1) * np.clip(objects[:, 0], 0, 1))
    chosen = np.flatnonzero(scores >= least_score)
    cells = np.stack([chosen % columns, chosen // columns], axis=1)
    centre = (cells + boxes[chosen, :2]) * stride
    half = np.exp(boxes[chosen, 2:4]) * stride / 2
    return np.concatenate([centre - half, centre + half], axis=1), scores[chosen].astype(np.float32)
