"""Vectors survive the journal."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from edge_node.storage.vectors import from_blob, to_blob


@given(st.lists(st.integers(-(2**63), 2**63 - 1)))
def test_a_vector_comes_back_equal_and_writable(values: list[int]) -> None:
    vector = from_blob(to_blob(np.array(values, dtype=np.int64)))

    assert vector.tolist() == values
    assert vector.flags.writeable
