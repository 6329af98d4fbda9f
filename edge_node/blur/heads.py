"""Where heads are, given person boxes and faces: a tight box for pose, a wide one for anything shown."""

import numpy as np

from edge_node.frame import Boxes

_FACE_SIDE, _FACE_TOP = 0.35, 0.2
"""YuNet's box is narrower than a face as people mark it: 28–37 px for 37 px, measured on 18 faces."""
_WIDE_FACE = 0.9
_HEAD_TO_WIDTH = 0.5
"""Head height over person-box width, within [0.15, 0.45] of the person's height: standing people to busts."""
_LEAST_HEAD, _MOST_HEAD = 0.15, 0.45
_HEAD_WIDTH = 0.6
_WIDE_HEAD, _WIDE_SIDE, _WIDE_ABOVE = 1.4, 0.1, 0.06


def tight_heads(people: Boxes, faces: Boxes) -> Boxes:
    """Return float32 (N + M, 4): the head at the top of each person box, and each face with its margin."""
    width, height = _sizes(people)
    centre = (people[:, 0] + people[:, 2]) / 2
    half = np.maximum(_HEAD_WIDTH * width, 0.8 * _head_heights(people)) / 2
    top = people[:, 1] - 0.02 * height
    tops = np.stack([centre - half, top, centre + half, people[:, 1] + _head_heights(people)], axis=1)
    return np.concatenate([tops, grown(faces, _FACE_SIDE, _FACE_TOP)]).astype(np.float32)


def wide_heads(people: Boxes, faces: Boxes) -> Boxes:
    """Return float32 (N + M, 4): the whole top of each person box, and each face with its surroundings."""
    width, height = _sizes(people)
    tops = np.stack(
        [
            people[:, 0] - _WIDE_SIDE * width,
            people[:, 1] - _WIDE_ABOVE * height,
            people[:, 2] + _WIDE_SIDE * width,
            people[:, 1] + np.maximum(_WIDE_HEAD * _head_heights(people), 0.28 * height),
        ],
        axis=1,
    )
    return np.concatenate([tops, grown(faces, _WIDE_FACE, _WIDE_FACE / 2)]).astype(np.float32)


def grown(boxes: Boxes, sideways: float, upwards: float) -> Boxes:
    """Return the boxes with these fractions of their width and height added on either side."""
    width, height = _sizes(boxes)
    margin = np.stack([-sideways * width, -upwards * height, sideways * width, upwards * height], axis=1)
    return np.asarray(boxes + margin, np.float32)


def _head_heights(people: Boxes) -> Boxes:
    width, height = _sizes(people)
    return np.clip(_HEAD_TO_WIDTH * width, _LEAST_HEAD * height, _MOST_HEAD * height)


def _sizes(boxes: Boxes) -> tuple[Boxes, Boxes]:
    return boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
