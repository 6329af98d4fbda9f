"""What many looks at one person's hands come to."""

import numpy as np
import pytest
from numpy.typing import NDArray

from edge_node.observations import NO_SHELF, NOT_LOOKED
from edge_node.track.reaching import NOTHING_SEEN, OUT_OF_REACH, HandLook, hands_at

SHELF = 2
T_S = np.arange(80) * 0.25


def looks(log_odds: list[float]) -> list[HandLook]:
    return [HandLook(SHELF, odds) for odds in log_odds]


def during(hand_at: NDArray[np.int8]) -> tuple[float, float]:
    inside = T_S[hand_at == SHELF]
    return float(inside[0]), float(inside[-1])


@pytest.mark.parametrize("usual", [-3.5, -2.0, -0.5], ids=["arms show", "arms half hidden", "arms hidden"])
def test_a_hand_is_in_the_shelf_while_looks_are_surer_than_usual(usual: float) -> None:
    said = looks([usual + (2.5 if 8.0 <= t <= 11.0 else 0.0) for t in T_S])

    first_s, last_s = during(hands_at(T_S, said))

    assert (first_s, last_s) == pytest.approx((8.0, 11.0), abs=0.5)


def test_a_view_that_never_tells_says_no_hand_for_as_long_as_somebody_stands_there() -> None:
    hand_at = hands_at(T_S, looks([-0.5] * len(T_S)))

    assert set(hand_at.tolist()) == {NO_SHELF}


def test_a_hand_that_is_surely_in_the_shelf_all_the_time_is_there() -> None:
    hand_at = hands_at(T_S, looks([3.0] * len(T_S)))

    assert set(hand_at.tolist()) == {SHELF}


def test_a_single_sure_look_among_many_is_a_mistake() -> None:
    said = looks([1.0 if row == 40 else -3.0 for row in range(len(T_S))])

    assert set(hands_at(T_S, said).tolist()) == {NO_SHELF}


def test_who_comes_and_reaches_at_once_needs_no_past() -> None:
    said = [OUT_OF_REACH] * 70 + looks([-0.2, -0.2])

    hand_at = hands_at(np.append(T_S[:70], [60.0, 60.25]), said)

    assert hand_at.tolist()[70:] == [SHELF, SHELF]


def test_moments_nobody_looked_at_stay_unsaid() -> None:
    said = looks([-3.0] * 4)
    said[1] = NOTHING_SEEN

    assert hands_at(T_S[:4], said).tolist() == [NO_SHELF, NOT_LOOKED, NO_SHELF, NO_SHELF]


def test_without_any_look_nothing_is_said() -> None:
    assert hands_at(T_S[:2], [NOTHING_SEEN, NOTHING_SEEN]).tolist() == [NOT_LOOKED, NOT_LOOKED]


@pytest.mark.parametrize(
    ("look", "said"),
    [(HandLook(SHELF, 0.0), SHELF), (HandLook(SHELF, -2.0), NO_SHELF), (NOTHING_SEEN, NOT_LOOKED)],
    ids=["likely", "unlikely", "not seen"],
)
def test_one_look_alone_says_a_shelf_only_where_it_is_likely(look: HandLook, said: int) -> None:
    assert look.hand_at == said
