"""Groups are drawn once, hold enough nodes, and say nothing."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.federated.groups import ALL, draw, split
from tests.support.vector_world import fixed_random

SIZE = 5


@given(count=st.integers(0, 60), seed=st.integers(0, 1_000))
def test_every_node_is_in_one_group_of_enough(count: int, seed: int) -> None:
    nodes = [f"node-{number}" for number in range(count)]

    drawn = draw(nodes, {}, SIZE, fixed_random(str(seed)))

    assert set(drawn) == set(nodes)
    assert all(held >= min(SIZE, count) for held in Counter(drawn.values()).values())


@given(first=st.integers(1, 30), later=st.integers(1, 30))
def test_who_was_drawn_stays(first: int, later: int) -> None:
    random = fixed_random("groups")
    before = draw([f"a{number}" for number in range(first)], {}, SIZE, random)

    after = draw([f"b{number}" for number in range(later)], before, SIZE, random)

    assert not set(after) & set(before)
    assert len(after) == later


def test_draws_differ() -> None:
    nodes = [f"node-{number}" for number in range(20)]

    first, second = (draw(nodes, {}, SIZE, fixed_random(label)) for label in ("one", "two"))

    assert [n for n in nodes if first[n] == first[nodes[0]]] != [
        n for n in nodes if second[n] == second[nodes[0]]
    ]


@pytest.mark.parametrize(("groups", "expected"), [(1, 1), (2, 1), (3, 3), (4, 4)])
def test_sums_are_by_group_where_there_are_three(groups: int, expected: int) -> None:
    reports = {f"{number:04}".encode(): f"n{number}" for number in range(groups * SIZE)}
    of = {edge: f"g{number % groups}" for number, edge in enumerate(reports.values())}

    together = split(reports, of, SIZE)

    assert len(together) == expected
    assert sorted(one for ids in together.values() for one in ids) == sorted(reports)


def test_a_group_with_too_few_reports_is_left_out() -> None:
    reports = {f"{number:04}".encode(): f"n{number}" for number in range(19)}
    of = {edge: f"g{number // SIZE}" for number, edge in enumerate(reports.values())}

    together = split(reports, of, SIZE)

    assert set(together) == {"g0", "g1", "g2"}


def test_with_two_full_groups_everybody_is_summed() -> None:
    reports = {f"{number:04}".encode(): f"n{number}" for number in range(12)}
    of = {edge: f"g{number // SIZE}" for number, edge in enumerate(reports.values())}

    assert set(split(reports, of, SIZE)) == {ALL}
