"""MediaPipe Tasks as a back-end: finds people where no detector weights can be had, and reads poses.

Tasks report usage to their vendor when they can; inside the wall they can not. Found by the full-frame
landmarker: 25 % of the people that YOLOX-nano's 93 % are counted against.
"""

import mediapipe
import numpy as np
from mediapipe.tasks.python import BaseOptions
from mediapipe.tasks.python.components.containers.landmark import NormalizedLandmark
from mediapipe.tasks.python.vision import PoseLandmarker, PoseLandmarkerOptions
from numpy.typing import NDArray

from edge_node.boxes import Boxes, thin
from edge_node.frame import BlurredFrame, Pixels
from edge_node.observations import Pose
from edge_node.pose.bundle import pose_bundle
from edge_node.pose.keypoints import to_coco, unmeasured
from edge_node.pose.turns import Turns

_MOST_PEOPLE = 6
_LEAST_CONFIDENCE = 0.3
_SHOULDERS, _TORSO = (11, 12), (11, 12, 23, 24)
_FACE = slice(0, 11)
_MARGIN = 0.1
_ABOVE = 1.2
"""The crown lies about this many eye-to-shoulder heights above the eyes; half of it is hair."""
_AROUND = 1.25
_FACE_GROWN = 0.8
"""Half a head over the spread of eyes, ears and mouth."""


class MediaPipePeople:
    """Finds people in raw pixels with the full-frame landmarker; used by the blur stage only."""

    def __init__(self, detector: bytes, landmarks: bytes) -> None:
        self._task = _landmarker(pose_bundle(detector, landmarks), _MOST_PEOPLE)
        self.heads: Boxes = np.zeros((0, 4), np.float32)
        """Where the heads of the last frame are: float32 (M, 4), one per person found, kept or not."""

    def find(self, pixels: Pixels) -> tuple[Boxes, NDArray[np.float32]]:
        """Return boxes float32 (N, 4) in px of the frame and the torso's mean visibility."""
        size = np.array(pixels.shape[1::-1], np.float32)
        people = [_rows(person) for person in self._task.detect(_image(pixels)).pose_landmarks]
        boxes = np.array([_box(rows, size) for rows in people], np.float32).reshape(-1, 4)
        scores = np.array([rows[list(_TORSO), 3].mean() for rows in people], np.float32)
        self.heads = np.array([_head(rows, size) for rows in people], np.float32).reshape(-1, 4)
        kept = thin(boxes, scores)
        return boxes[kept], np.clip(scores[kept], 0, 1)

    def close(self) -> None:
        """Close the task; an open one aborts at exit."""
        self._task.close()


class MediaPipeHeads:
    """Hands on the heads that `MediaPipePeople` saw in the same frame, in place of a face detector."""

    def __init__(self, people: MediaPipePeople) -> None:
        self._people = people

    def find(self, pixels: Pixels) -> tuple[Boxes, NDArray[np.float32]]:
        """Return the heads of the frame that people were last looked for in; all of them sure."""
        return self._people.heads, np.ones(len(self._people.heads), np.float32)


class MediaPipeEstimator:
    """Reads body keypoints off filled frames, one PoseLandmarker run per person in turn."""

    def __init__(self, detector: bytes, landmarks: bytes, *, people_per_frame: int = 2) -> None:
        self._task = _landmarker(pose_bundle(detector, landmarks), 1)
        self._turns = Turns(people_per_frame)

    def estimate(self, frame: BlurredFrame) -> tuple[Pose, ...]:
        """Return one pose per person box, in the boxes' order."""
        boxes = frame.person_boxes_xyxy_px
        chosen = set(self._turns.choose(boxes, frame.is_readable))
        return tuple(
            Pose(self._read(frame.pixels, box) if index in chosen else unmeasured(), box, float(score))
            for index, (box, score) in enumerate(zip(boxes, frame.person_scores, strict=True))
        )

    def close(self) -> None:
        """Close the task; an open one aborts at exit."""
        self._task.close()

    def _read(self, pixels: Pixels, box: NDArray[np.float32]) -> NDArray[np.float32]:
        half = (box[2:] - box[:2]) * _AROUND / 2
        corners = np.concatenate([(box[:2] + box[2:]) / 2 - half, (box[:2] + box[2:]) / 2 + half])
        left, top, right, bottom = np.clip(corners, 0, [*pixels.shape[1::-1]] * 2).astype(int)
        if right - left < 8 or bottom - top < 8:
            return unmeasured()
        found = self._task.detect(_image(pixels[top:bottom, left:right])).pose_landmarks
        if not found:
            return unmeasured()
        rows = _rows(found[0])
        rows[:, :2] *= (right - left, bottom - top)
        rows[:, 3:] = _logit(rows[:, 3:])
        return to_coco(rows, np.array([left, top], np.float32), 1.0)


def _landmarker(bundle: bytes, most_people: int) -> PoseLandmarker:
    return PoseLandmarker.create_from_options(
        PoseLandmarkerOptions(
            base_options=BaseOptions(model_asset_buffer=bundle),
            num_poses=most_people,
            min_pose_detection_confidence=_LEAST_CONFIDENCE,
            min_pose_presence_confidence=_LEAST_CONFIDENCE,
        )
    )


def _image(pixels: Pixels) -> mediapipe.Image:
    return mediapipe.Image(mediapipe.ImageFormat.SRGB, np.ascontiguousarray(pixels[:, :, ::-1]))


def _rows(person: list[NormalizedLandmark]) -> NDArray[np.float32]:
    """Return float32 (33, 5): x, y, z as fractions of the image, visibility, presence."""
    return np.array([[p.x, p.y, p.z, p.visibility or 0, p.presence or 0] for p in person], np.float32)


def _box(rows: NDArray[np.float32], size: NDArray[np.float32]) -> NDArray[np.float32]:
    points = rows[:, :2] * size
    top, bottom = points.min(axis=0), points.max(axis=0)
    neck = max(float(points[list(_SHOULDERS), 1].mean() - points[_FACE, 1].mean()), 0.0)
    margin = _MARGIN * (bottom - top)
    top = np.minimum(top - margin, [np.inf, points[_FACE, 1].min() - _ABOVE * neck])
    return np.asarray(np.clip(np.concatenate([top, bottom + margin]), 0, np.tile(size, 2)), np.float32)


def _head(rows: NDArray[np.float32], size: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the head's box: around the eleven face landmarks, as tall as the neck says it must be."""
    points = rows[:, :2] * size
    face = points[_FACE]
    neck = float(np.linalg.norm(points[list(_SHOULDERS)].mean(axis=0) - face.mean(axis=0)))
    half = np.maximum(np.ptp(face, axis=0) * _FACE_GROWN, neck * np.array([0.4, 0.6], np.float32))
    return np.concatenate([face.mean(axis=0) - half, face.mean(axis=0) + half])


def _logit(values: NDArray[np.float32]) -> NDArray[np.float32]:
    bounded = np.clip(values, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(bounded / (1 - bounded)), np.float32)
