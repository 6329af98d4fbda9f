"""Where heads are, given person boxes and faces: a tight oval for pose, a wide box for anything shown."""

import numpy as np
from numpy.typing import NDArray

from edge_node.boxes import Boxes

_FACE_SIDE, _FACE_TOP = 0.5, 0.3
"""The oval in YuNet's box grown by these covers every corner of 18 faces marked by people."""
_HEAD_TO_WIDTH = 0.4
"""Head height over person-box width, within [0.13, 0.40] of the person's height: standing people to busts."""
_LEAST_HEAD, _MOST_HEAD = 0.13, 0.40
_HEAD_WIDTH, _ROUNDNESS = 0.4, 0.8
_SURE_FACE = 0.6
"""From this score on a face at the top of a person box is that person's head, and its oval stands for it."""
_FACE_WITHIN = (0.2, 0.8, -0.02, 0.3)
"""Where such a face's centre lies in the box: left, right, top, bottom as fractions."""
_WIDE_FACE = 0.9
_WIDE_HEAD, _LEAST_WIDE, _WIDE_SIDE, _WIDE_ABOVE = 1.8, 0.28, 0.1, 0.06


def tight_heads(people: Boxes, faces: Boxes, face_scores: NDArray[np.float32]) -> Boxes:
    """Return float32 (M, 4): each face with its margin, and the top of each person box that has none."""
    hidden = people[~_has_face(people, faces[face_scores >= _SURE_FACE])]
    width, height = _sizes(hidden)
    centre = (hidden[:, 0] + hidden[:, 2]) / 2
    half = np.maximum(_HEAD_WIDTH * width, _ROUNDNESS * _head_heights(hidden)) / 2
    top, bottom = hidden[:, 1] - 0.02 * height, hidden[:, 1] + _head_heights(hidden)
    tops = np.stack([centre - half, top, centre + half, bottom], axis=1)
    return np.concatenate([grown(faces, _FACE_SIDE, _FACE_TOP), tops]).astype(np.float32)


def wide_heads(people: Boxes, faces: Boxes) -> Boxes:
    """Return float32 (N + M, 4): the whole top of each person box, and each face with its surroundings."""
    width, height = _sizes(people)
    tops = np.stack(
        [
            people[:, 0] - _WIDE_SIDE * width,
            people[:, 1] - _WIDE_ABOVE * height,
            people[:, 2] + _WIDE_SIDE * width,
            people[:, 1] + np.maximum(_WIDE_HEAD * _head_heights(people), _LEAST_WIDE * height),
        ],
        axis=1,
    )
    return np.concatenate([tops, grown(faces, _WIDE_FACE, _WIDE_FACE / 2)]).astype(np.float32)


def grown(boxes: Boxes, sideways: float, upwards: float) -> Boxes:
    """Return the boxes with these fractions of their width and height added on either side."""
    width, height = _sizes(boxes)
    margin = np.stack([-sideways * width, -upwards * height, sideways * width, upwards * height], axis=1)
    return np.asarray(boxes + margin, np.float32)


def _has_face(people: Boxes, faces: Boxes) -> NDArray[np.bool_]:
    """Return for each person box whether a face lies where its head must be."""
    centres = (faces[None, :, :2] + faces[None, :, 2:]) / 2
    size = np.maximum(people[:, None, 2:] - people[:, None, :2], 1e-6)
    place = (centres - people[:, None, :2]) / size
    left, right, top, bottom = _FACE_WITHIN
    inside = (place >= (left, top)) & (place <= (right, bottom))
    return np.asarray(inside.all(axis=2).any(axis=1), np.bool_)


def _head_heights(people: Boxes) -> NDArray[np.float32]:
    width, height = _sizes(people)
    bounds = _LEAST_HEAD * height, _MOST_HEAD * height
    return np.asarray(np.clip(_HEAD_TO_WIDTH * width, *bounds), np.float32)


def _sizes(boxes: Boxes) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    return boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
