"""Where heads are, by person boxes and faces: ovals and rooms before pose, wide boxes for anything shown."""

import numpy as np
from numpy.typing import NDArray

from edge_node.boxes import Boxes

Size = tuple[int, int]
"""Width and height of the frame, px."""

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
_ROOM, _ROOM_ABOVE = 1.2, 0.06
"""A room is this many head heights tall, its top this share of the box above it, and as wide as the box."""
_WIDE_FACE = 0.9
_WIDE_HEAD, _LEAST_WIDE, _WIDE_SIDE, _WIDE_ABOVE = 1.8, 0.28, 0.1, 0.06
_AT_EDGE = 0.02
"""A box that ends within this share of the frame's height of its lower edge is cut by it."""
_ONLY_HEAD, _BUST, _BUST_SHARE = 1.2, 1.45, 0.6
"""Below the first height over width a cut box may be all head, below the second this share of it may be."""


def tight_heads(people: Boxes, faces: Boxes, face_scores: NDArray[np.float32]) -> Boxes:
    """Return float32 (M, 4): each face with its margin, and the top of each person box that has none."""
    hidden = people[~_has_face(people, faces[face_scores >= _SURE_FACE])]
    width, height = _sizes(hidden)
    centre = (hidden[:, 0] + hidden[:, 2]) / 2
    half = np.maximum(_HEAD_WIDTH * width, _ROUNDNESS * _head_heights(hidden)) / 2
    top, bottom = hidden[:, 1] - 0.02 * height, hidden[:, 1] + _head_heights(hidden)
    tops = np.stack([centre - half, top, centre + half, bottom], axis=1)
    return np.concatenate([grown(faces, _FACE_SIDE, _FACE_TOP), tops]).astype(np.float32)


def head_rooms(people: Boxes, size_px: Size) -> Boxes:
    """Return float32 (N, 4): for each person the room their head is in, however they hold it."""
    _, height = _sizes(people)
    deep = np.maximum(_ROOM * _head_heights(people), _cut_depth(people, size_px))
    tops = [people[:, 0], people[:, 1] - _ROOM_ABOVE * height, people[:, 2], people[:, 1] + deep]
    return np.asarray(np.stack(tops, axis=1), np.float32)


def wide_heads(people: Boxes, faces: Boxes, size_px: Size) -> Boxes:
    """Return float32 (N + M, 4): the whole top of each person box, and each face with its surroundings."""
    width, height = _sizes(people)
    deep = np.maximum(_WIDE_HEAD * _head_heights(people), _LEAST_WIDE * height)
    tops = np.stack(
        [
            people[:, 0] - _WIDE_SIDE * width,
            people[:, 1] - _WIDE_ABOVE * height,
            people[:, 2] + _WIDE_SIDE * width,
            people[:, 1] + np.maximum(deep, _cut_depth(people, size_px)),
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


def _cut_depth(people: Boxes, size_px: Size) -> NDArray[np.float32]:
    """Return how far down a box that the frame's lower edge cuts may be head: 0 where it is not cut."""
    width, height = _sizes(people)
    is_cut = people[:, 3] >= (1 - _AT_EDGE) * size_px[1]
    shape = height / np.maximum(width, 1)
    share = np.where(shape < _ONLY_HEAD, 1.0, np.where(shape < _BUST, _BUST_SHARE, 0.0))
    return np.asarray(np.where(is_cut, share, 0.0) * height, np.float32)


def _sizes(boxes: Boxes) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    return boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
