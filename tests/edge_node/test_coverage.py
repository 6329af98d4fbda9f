"""Two cameras are no double time."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from edge_node.coverage import union

SECONDS = st.integers(0, 500)
STRETCHES = st.lists(
    st.tuples(SECONDS, SECONDS).map(lambda pair: (float(min(pair)), float(max(pair)))), max_size=12
)


@given(STRETCHES)
def test_a_moment_is_covered_if_and_only_if_a_stretch_covers_it(stretches: list[tuple[float, float]]) -> None:
    merged = union(stretches)

    for moment in range(500):
        at_s = moment + 0.5
        assert any(a <= at_s < b for a, b in merged) == any(a <= at_s < b for a, b in stretches)


@given(STRETCHES)
def test_stretches_are_disjoint_and_ascending(stretches: list[tuple[float, float]]) -> None:
    merged = union(stretches)

    assert all(first[1] < second[0] for first, second in pairwise(merged))
