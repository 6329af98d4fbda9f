"""HOTA, MOTA and IDF1 of one tracker output against ground truth, from their definitions.

Sources: Luiten 2021 (HOTA) §4, 19 thresholds 0.05…0.95; Ristani 2016 (IDF1) §2; Bernardin 2008 (MOTA).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from edge_node.track.assign import iou

Rows = NDArray[np.float64]
ALPHAS = np.arange(0.05, 0.99, 0.05)


@dataclass(frozen=True, slots=True)
class Scores:
    hota: float
    mota: float
    idf1: float


@dataclass(frozen=True, slots=True)
class _Frames:
    """Per frame: rows of truth ids, of tracker ids, and their overlap."""

    truth: list[NDArray[np.intp]]
    found: list[NDArray[np.intp]]
    overlap: list[NDArray[np.float64]]
    truth_count: NDArray[np.float64]
    found_count: NDArray[np.float64]


def score(truth: Rows, found: Rows) -> Scores:
    frames = _frames(truth, found)
    return Scores(hota=_hota(frames), mota=_mota(frames), idf1=_idf1(frames))


def _frames(truth: Rows, found: Rows) -> _Frames:
    truth_ids, truth_row = np.unique(truth[:, 1], return_inverse=True)
    found_ids, found_row = np.unique(found[:, 1], return_inverse=True)
    pairs = []
    for frame in np.union1d(truth[:, 0], found[:, 0]):
        here, there = truth[:, 0] == frame, found[:, 0] == frame
        overlap = iou(_xyxy(truth[here]), _xyxy(found[there]))
        pairs.append((truth_row[here], found_row[there], overlap))
    return _Frames(
        [p[0] for p in pairs],
        [p[1] for p in pairs],
        [p[2] for p in pairs],
        np.bincount(truth_row, minlength=len(truth_ids)).astype(float),
        np.bincount(found_row, minlength=len(found_ids)).astype(float),
    )


def _hota(frames: _Frames) -> float:
    together = np.zeros((len(frames.truth_count), len(frames.found_count)))
    for truth, found, overlap in zip(frames.truth, frames.found, frames.overlap, strict=True):
        rest = overlap.sum(0)[None, :] + overlap.sum(1)[:, None] - overlap
        together[np.ix_(truth, found)] += np.divide(
            overlap, rest, out=np.zeros_like(overlap), where=rest > 1e-9
        )
    alignment = together / np.maximum(
        frames.truth_count[:, None] + frames.found_count[None, :] - together, 1e-9
    )
    matched = np.zeros((len(ALPHAS), *together.shape))
    hits = np.zeros(len(ALPHAS))
    for truth, found, overlap in zip(frames.truth, frames.found, frames.overlap, strict=True):
        rows, columns = linear_sum_assignment(-alignment[np.ix_(truth, found)] * overlap)
        for k, alpha in enumerate(ALPHAS):
            good = overlap[rows, columns] >= alpha - 1e-9
            hits[k] += good.sum()
            matched[k, truth[rows[good]], found[columns[good]]] += 1
    total = frames.truth_count.sum() + frames.found_count.sum()
    scores = []
    for k in range(len(ALPHAS)):
        union = frames.truth_count[:, None] + frames.found_count[None, :] - matched[k]
        association = (matched[k] * matched[k] / np.maximum(union, 1)).sum() / max(hits[k], 1)
        scores.append(np.sqrt(hits[k] / max(total - hits[k], 1) * association))
    return float(np.mean(scores))


def _mota(frames: _Frames) -> float:
    last: dict[int, int] = {}
    hits = switches = 0
    for truth, found, overlap in zip(frames.truth, frames.found, frames.overlap, strict=True):
        stays = np.array([[last.get(int(t)) == int(f) for f in found] for t in truth]).reshape(overlap.shape)
        gain = np.where(overlap >= 0.5 - 1e-9, 1000.0 * stays + overlap, 0.0)
        for row, column in zip(*linear_sum_assignment(-gain), strict=True):
            if gain[row, column] <= 0:
                continue
            who, as_whom = int(truth[row]), int(found[column])
            hits += 1
            switches += last.get(who, as_whom) != as_whom
            last[who] = as_whom
    misses, false = frames.truth_count.sum() - hits, frames.found_count.sum() - hits
    return float(1 - (misses + false + switches) / frames.truth_count.sum())


def _idf1(frames: _Frames) -> float:
    agree = np.zeros((len(frames.truth_count), len(frames.found_count)))
    for truth, found, overlap in zip(frames.truth, frames.found, frames.overlap, strict=True):
        agree[np.ix_(truth, found)] += overlap >= 0.5 - 1e-9
    hits = agree[linear_sum_assignment(-agree)].sum()
    return float(2 * hits / (frames.truth_count.sum() + frames.found_count.sum()))


def _xyxy(rows: Rows) -> Rows:
    return np.hstack((rows[:, 2:4], rows[:, 2:4] + rows[:, 4:6]))
