"""A corner without slowing down is two people; turning round as people do is one."""

import numpy as np
import pytest

from edge_node.track.turning import turned_back_s

T_S = np.arange(0.0, 2.0, 0.125)
ASIDE = np.zeros_like(T_S)


def along(x_m: np.ndarray) -> np.ndarray:
    return np.column_stack([x_m, ASIDE])


BACK = along(1.2 * np.where(T_S < 1.0, T_S, 2.0 - T_S))


def test_a_walk_that_goes_back_at_once_is_parted_at_the_corner() -> None:
    assert turned_back_s(T_S, BACK) == pytest.approx(1.0, abs=0.13)


@pytest.mark.parametrize(
    "way_m",
    [
        along(1.2 * T_S),
        along(np.zeros_like(T_S)),
        along(0.3 * np.where(T_S < 1.0, T_S, 2.0 - T_S)),
        np.column_stack([1.2 * np.minimum(T_S, 1.0), 1.2 * np.maximum(T_S - 1.0, 0.0)]),
        along(0.6 * T_S * (2.0 - T_S)),
    ],
    ids=["straight on", "standing", "swaying", "round a corner", "slowing down and turning"],
)
def test_other_ways_are_one_persons(way_m: np.ndarray) -> None:
    assert turned_back_s(T_S, way_m) is None


def test_what_a_box_jitters_makes_no_corner() -> None:
    rng = np.random.default_rng(3)
    straight = along(1.0 * T_S)

    found = [turned_back_s(T_S, straight + rng.normal(0, 0.08, straight.shape)) for _ in range(200)]

    assert found == [None] * 200


def test_a_corner_is_not_told_before_the_way_back_is_long_enough() -> None:
    early = T_S < 1.35

    assert turned_back_s(T_S[early], BACK[early]) is None
