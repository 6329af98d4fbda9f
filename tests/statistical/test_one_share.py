"""One share of two reveals nothing: whatever the vector, it looks uniform. False alarm: 1e-7 per test."""

import secrets

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import chi2

from privacy.shares import expand, split

FALSE_ALARM = 1e-7
SPLITS = 400
LENGTH = 50
VECTORS = {
    "zeros": np.zeros(LENGTH, dtype=np.int64),
    "counting": np.arange(LENGTH, dtype=np.int64),
    "extremes": np.full(LENGTH, np.iinfo(np.int64).min),
}


def _statistic(shares: list[NDArray[np.uint64]]) -> float:
    counts = np.bincount(np.concatenate(shares).view(np.uint8), minlength=256)
    expected = counts.sum() / 256
    return float(((counts - expected) ** 2 / expected).sum())


@pytest.mark.parametrize("name", VECTORS)
def test_leader_share_is_uniform(name: str) -> None:
    shares = [split(VECTORS[name], b"header", secrets.token_bytes)[0].values for _ in range(SPLITS)]

    assert _statistic(shares) <= chi2.isf(FALSE_ALARM, 255)


def test_helper_share_is_uniform() -> None:
    seeds = [split(VECTORS["counting"], b"header", secrets.token_bytes)[1] for _ in range(SPLITS)]

    assert _statistic([expand(seed, b"header", LENGTH) for seed in seeds]) <= chi2.isf(FALSE_ALARM, 255)


def test_seed_is_the_randomness_and_nothing_of_the_vector() -> None:
    fixed = secrets.token_bytes(32)

    seeds = {split(vector, b"header", lambda _: fixed)[1].seed for vector in VECTORS.values()}

    assert seeds == {fixed}
