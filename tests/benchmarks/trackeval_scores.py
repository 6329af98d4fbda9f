"""HOTA, MOTA and IDF1 by TrackEval itself: run by the interpreter of ``.venv-peers``, free of our code.

``trackeval_scores.py TRUTH FOUND [TRUTH FOUND …]`` prints one JSON object a pair, in order.
"""

import contextlib
import io
import json
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

with contextlib.redirect_stdout(io.StringIO()):  # it prints which of its datasets lack a library
    from trackeval.metrics import CLEAR, HOTA, Identity

Rows = NDArray[np.float64]


def read(path: Path) -> Rows:
    return np.loadtxt(path, delimiter=",", ndmin=2)[:, :6]


def sequence(truth: Rows, found: Rows) -> dict[str, object]:
    """Return what TrackEval's metrics take, without the MOTChallenge's removal of distractors."""
    truth_ids, truth_row = np.unique(truth[:, 1], return_inverse=True)
    found_ids, found_row = np.unique(found[:, 1], return_inverse=True)
    frames = np.union1d(truth[:, 0], found[:, 0])
    in_truth = [np.flatnonzero(truth[:, 0] == frame) for frame in frames]
    in_found = [np.flatnonzero(found[:, 0] == frame) for frame in frames]
    return {
        "num_timesteps": len(frames),
        "num_gt_ids": len(truth_ids),
        "num_tracker_ids": len(found_ids),
        "num_gt_dets": len(truth),
        "num_tracker_dets": len(found),
        "gt_ids": [truth_row[rows] for rows in in_truth],
        "tracker_ids": [found_row[rows] for rows in in_found],
        "similarity_scores": [
            overlap(truth[a, 2:6], found[b, 2:6]) for a, b in zip(in_truth, in_found, strict=True)
        ],
    }


def overlap(first_ltwh: Rows, second_ltwh: Rows) -> Rows:
    low = np.maximum(first_ltwh[:, None, :2], second_ltwh[None, :, :2])
    first_end, second_end = (boxes[:, :2] + boxes[:, 2:] for boxes in (first_ltwh, second_ltwh))
    high = np.minimum(first_end[:, None], second_end[None])
    shared = np.prod(np.maximum(high - low, 0), axis=2)
    areas = first_ltwh[:, 2:].prod(axis=1)[:, None] + second_ltwh[:, 2:].prod(axis=1)[None]
    union: Rows = shared / np.maximum(areas - shared, 1e-9)
    return union


def scores(truth: Path, found: Path) -> dict[str, float]:
    data, quiet = sequence(read(truth), read(found)), {"PRINT_CONFIG": False}
    return {
        "hota": float(np.mean(HOTA().eval_sequence(data)["HOTA"])),
        "mota": float(CLEAR(quiet).eval_sequence(data)["MOTA"]),
        "idf1": float(Identity(quiet).eval_sequence(data)["IDF1"]),
    }


if __name__ == "__main__":
    paths = [Path(argument) for argument in sys.argv[1:]]
    print(json.dumps([scores(*pair) for pair in zip(paths[::2], paths[1::2], strict=True)]))
