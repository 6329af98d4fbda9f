"""Whatever a feature hands over, what one track adds stays within its bound."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from privacy.sensitivity import clip, l2_squared, obeys
from shared.schemas.task import ContributionBound

SMALL = st.integers(-30, 30)
WIDE = st.integers(-(1 << 63), (1 << 63) - 1)


def _vector(*entries: int) -> NDArray[np.int64]:
    return np.array(entries, dtype=np.int64)


def _bound(max_cells: int, max_per_cell: int, squared: int) -> ContributionBound:
    return ContributionBound(max_cells=max_cells, max_per_cell=max_per_cell, l2_squared=squared)


@st.composite
def bounds(draw: st.DrawFn) -> ContributionBound:
    cells, per_cell = draw(st.integers(1, 12)), draw(st.integers(1, 100))
    return _bound(cells, per_cell, draw(st.integers(1, cells * per_cell**2)))


@st.composite
def vectors(draw: st.DrawFn) -> NDArray[np.int64]:
    entries = draw(st.one_of(st.lists(SMALL, max_size=20), st.lists(WIDE, max_size=20)))
    return np.array(entries, dtype=np.int64)


@given(vectors(), bounds())
def test_clipped_vector_obeys_the_bound(vector: NDArray[np.int64], bound: ContributionBound) -> None:
    clipped = clip(vector, bound).tolist()

    assert sum(1 for value in clipped if value) <= bound.max_cells
    assert all(abs(value) <= bound.max_per_cell for value in clipped)
    assert sum(value * value for value in clipped) <= bound.l2_squared


@given(vectors(), bounds())
def test_vector_within_the_bound_comes_back_equal(
    vector: NDArray[np.int64], bound: ContributionBound
) -> None:
    assume(obeys(vector, bound))

    assert clip(vector, bound).tolist() == vector.tolist()


@given(vectors(), bounds())
def test_clipping_twice_is_clipping_once(vector: NDArray[np.int64], bound: ContributionBound) -> None:
    once = clip(vector, bound)

    assert clip(once, bound).tolist() == once.tolist()


@given(vectors(), bounds())
def test_clipping_moves_entries_towards_zero_only(
    vector: NDArray[np.int64], bound: ContributionBound
) -> None:
    for before, after in zip(vector.tolist(), clip(vector, bound).tolist(), strict=True):
        assert after == 0 or (before > 0) == (after > 0)
        assert abs(after) <= abs(before)


@given(vectors(), bounds())
def test_clipping_leaves_its_argument(vector: NDArray[np.int64], bound: ContributionBound) -> None:
    before = vector.tolist()

    clip(vector, bound)

    assert vector.tolist() == before


def test_largest_cells_are_kept() -> None:
    assert clip(_vector(1, 5, -7, 2), _bound(2, 9, 162)).tolist() == [0, 5, -7, 0]


def test_of_equal_cells_the_earlier_are_kept() -> None:
    assert clip(_vector(1, 1, -1, 1), _bound(2, 1, 2)).tolist() == [1, 1, 0, 0]


def test_each_cell_is_cut() -> None:
    assert clip(_vector(40, -50, 3), _bound(3, 12, 432)).tolist() == [12, -12, 3]


def test_long_vector_is_scaled_down_towards_zero() -> None:
    assert clip(_vector(12, 12, -12), _bound(3, 12, 144)).tolist() == [6, 6, -6]


def test_norm_is_exact_beyond_64_bits() -> None:
    assert l2_squared(_vector(1 << 62, -(1 << 62))) == 1 << 125


@pytest.mark.parametrize("vector", [np.zeros(2), np.zeros((2, 2), np.int64)], ids=["floats", "a matrix"])
def test_other_arrays_are_refused(vector: NDArray[np.int64]) -> None:
    with pytest.raises(ValueError, match="expected int64"):
        clip(vector, _bound(1, 1, 1))
