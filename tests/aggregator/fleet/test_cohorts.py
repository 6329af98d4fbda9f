"""The cohort partition: filled one after the other, never split."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from aggregator.database import reading
from aggregator.fleet.cohorts import draw, members
from aggregator.hub import Hub
from shared.ids import CohortId


@given(st.integers(0, 200), st.integers(0, 20))
def test_only_the_newest_cohort_is_ever_below_its_size(edges: int, size: int) -> None:
    drawn: list[CohortId] = []
    for _ in range(edges):
        drawn.append(draw(drawn, size))

    counts = Counter(drawn)
    full = [counts[CohortId(f"cohort-{n}")] for n in range(1, len(counts))]
    assert all(count == size for count in full)
    assert len(counts) <= 1 or size > 0


def test_first_edge_opens_the_first_cohort() -> None:
    assert draw([], 0) == draw([], 5) == "cohort-1"


def test_members_are_all_edges_with_a_cohort(helper_hub: Hub) -> None:
    with reading(helper_hub.engine) as session:
        assert set(members(session).values()) == {"cohort-1"}
