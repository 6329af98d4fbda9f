"""Sums say what honest nodes taught, or that there are none."""

import numpy as np
import pytest

from aggregator.federated.combining import GroupTotal, Impossible, Learnt, learn_from
from tests.support.learning_world import PLAN, vector_of


def group(*updates: list[float]) -> GroupTotal:
    return GroupTotal(len(updates), np.sum([vector_of(one) for one in updates], axis=0))


def learnt(totals: list[GroupTotal]) -> Learnt:
    found = learn_from(totals, PLAN)
    assert isinstance(found, Learnt)
    return found


def test_one_sum_is_the_mean_over_windows() -> None:
    found = learnt([group(*[[1.0, 0, 0, 0]] * 3, *[[0.0, 0, 0, 0]] * 3)])

    assert found.update == pytest.approx([0.5, 0, 0, 0])
    assert (found.loss, found.hits, found.groups) == (pytest.approx(1.0), pytest.approx(0.5), 1)


def test_of_three_sums_the_outermost_are_left_out() -> None:
    honest = group(*[[0.1, 0, 0, 0]] * 5)
    poisoned = group(*[[10.0, 0, 0, 0]] * 5)

    found = learnt([honest, honest, poisoned])

    assert found.groups == 3
    assert found.update[0] == pytest.approx(0.1, abs=1e-4)


def test_two_sums_are_no_defence() -> None:
    found = learnt([group(*[[0.0, 0, 0, 0]] * 5), group(*[[10.0, 0, 0, 0]] * 5)])

    assert found.groups == 1
    assert found.update[0] == pytest.approx(5.0)


def test_nodes_without_windows_teach_nothing() -> None:
    found = learnt([GroupTotal(5, np.zeros(PLAN.length, dtype=np.int64))])

    assert not found.update.any()
    assert (found.loss, found.hits) == (None, None)


def test_a_sum_out_of_range_is_impossible() -> None:
    assert isinstance(learn_from([GroupTotal(5, vector_of([1e6, 0, 0, 0]))], PLAN), Impossible)
