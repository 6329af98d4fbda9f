"""Body keypoints by BlazePose on each person's box, a few people a frame in turn."""

from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from edge_node.frame import BlurredFrame, Pixels
from edge_node.observations import KEYPOINTS, Pose
from edge_node.pose.turns import Turns

_SIDE_PX = 256
"""Input of `pose_landmark_full`: a square RGB crop in [0, 1]."""
_MARGIN = 1.25
"""The crop's side over the longer side of the person box, as BlazePose was trained."""
_FROM_BLAZEPOSE = {
    5: 11, 6: 12, 7: 13, 8: 14, 9: 15, 10: 16, 11: 23, 12: 24, 13: 25, 14: 26, 15: 27, 16: 28,
}  # fmt: skip
"""COCO-17 index by BlazePose-33 index, shoulders to ankles; the face has no entry: it ends here."""
_LANDMARKS, _VALUES = 39, 5
_LEAST_PRESENCE = 0.3
"""With the head filled the model is less sure of anybody. Source: tests/benchmarks/fill_and_pose.py."""
_MOST_ROUNDS = 2
"""A frame after skipped ones takes their turns as well, up to so many frames' worth."""


class BlazePoseEstimator:
    """Reads body keypoints off filled frames; people not looked at this time have scores of 0."""

    def __init__(self, weights: bytes, *, threads: int, people_per_frame: int = 2) -> None:
        self._readers = [BodyReader(weights, threads=threads) for _ in range(people_per_frame)]
        self._pool = ThreadPoolExecutor(people_per_frame, thread_name_prefix="pose")
        self._turns = Turns(people_per_frame)
        self._last_index = -1

    def estimate(self, frame: BlurredFrame) -> tuple[Pose, ...]:
        """Return one pose per person box, in the boxes' order; those chosen are read side by side.

        Turns of frames that were skipped are not lost: what they saved goes to more people now.
        """
        boxes = frame.person_boxes_xyxy_px
        rounds = min(max(frame.index - self._last_index, 1), _MOST_ROUNDS)
        self._last_index = frame.index
        chosen = self._turns.choose(boxes, frame.is_readable, rounds=rounds)
        count = len(self._readers)
        shares = [chosen[first::count] for first in range(count)]
        read = self._pool.map(
            lambda reader, mine: [(index, reader.read(frame.pixels, boxes[index])) for index in mine],
            self._readers,
            shares,
        )
        keypoints = dict(pair for pairs in read for pair in pairs)
        return tuple(
            Pose(keypoints.get(index, unmeasured()), box, float(score))
            for index, (box, score) in enumerate(zip(boxes, frame.person_scores, strict=True))
        )


class BodyReader:
    """One copy of BlazePose; not for two threads at once."""

    def __init__(self, weights: bytes, *, threads: int, least_presence: float = _LEAST_PRESENCE) -> None:
        self._least_presence = least_presence
        self._model = Interpreter(model_content=weights, num_threads=threads)
        self._model.allocate_tensors()
        self._input = self._model.get_input_details()[0]["index"]
        outputs = {tuple(detail["shape"]): detail["index"] for detail in self._model.get_output_details()}
        self._landmarks, self._presence = outputs[(1, _LANDMARKS * _VALUES)], outputs[(1, 1)]

    def read(self, pixels: Pixels, box: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return keypoints float32 (17, 3) of the person in this box, zeros where the model sees nobody."""
        side = max(_MARGIN * float(max(box[2] - box[0], box[3] - box[1])), 1.0)
        corner = np.asarray((box[:2] + box[2:]) / 2 - side / 2, np.float32)
        self._model.set_tensor(self._input, _crop(pixels, corner, side))
        self._model.invoke()
        if float(self._model.get_tensor(self._presence)[0, 0]) < self._least_presence:
            return unmeasured()
        rows = self._model.get_tensor(self._landmarks).reshape(_LANDMARKS, _VALUES)
        return to_coco(rows, corner, side / _SIDE_PX)


def unmeasured() -> NDArray[np.float32]:
    """Return float32 (17, 3) of zeros: nothing is known about this person's keypoints."""
    return np.zeros((KEYPOINTS, 3), np.float32)


def to_coco(
    rows: NDArray[np.float32], corner_px: NDArray[np.float32], px_per_unit: float
) -> NDArray[np.float32]:
    """Return keypoints float32 (17, 3) in px of the frame from landmarks (≥ 29, 5) in px of the crop.

    The columns are x, y, z, visibility and presence, the last two as logits. Face keypoints stay zero.
    """
    keypoints = unmeasured()
    ours, theirs = list(_FROM_BLAZEPOSE), list(_FROM_BLAZEPOSE.values())
    keypoints[ours, :2] = corner_px + rows[theirs, :2] * px_per_unit
    keypoints[ours, 2] = 1 / (1 + np.exp(-np.clip(rows[theirs, 3:5].min(axis=1), -30, 30)))
    return keypoints


def _crop(pixels: Pixels, corner: NDArray[np.float32], side: float) -> NDArray[np.float32]:
    scale = _SIDE_PX / side
    warp = np.array([[scale, 0, -corner[0] * scale], [0, scale, -corner[1] * scale]], np.float32)
    crop = cv2.warpAffine(pixels, warp, (_SIDE_PX, _SIDE_PX), flags=cv2.INTER_LINEAR)
    return np.asarray(crop[None, :, :, ::-1] / np.float32(255), np.float32)
