"""Boxes that end at a table's edge, among those of people who show from head to foot."""

import numpy as np
from numpy.typing import NDArray

from edge_node.track.legs import LASTING_S, looks_cut, without_legs

T_S = np.arange(120) * 0.25


def cut_between(*spans: tuple[float, float]) -> NDArray[np.bool_]:
    cut = np.zeros(len(T_S), dtype=np.bool_)
    for since_s, until_s in spans:
        cut |= (since_s <= T_S) & (until_s >= T_S)
    return cut


def test_a_wide_and_short_box_looks_cut() -> None:
    wide, height_m = np.array([0.62, 0.62, 0.34]), np.array([1.44, 1.75, 1.44])

    assert looks_cut(wide, height_m).tolist() == [True, False, False]


def test_who_stands_behind_a_table_for_long_shows_no_legs() -> None:
    behind = cut_between((5.0, 20.0))

    assert (without_legs(T_S, behind) == behind).all()


def test_who_bends_for_some_seconds_keeps_their_legs() -> None:
    bent = cut_between((5.0, 10.0), (20.0, 24.0))

    assert not without_legs(T_S, bent).any()


def test_a_look_that_sees_them_whole_between_stays_as_it_is() -> None:
    behind = cut_between((5.0, 20.0))
    behind[50] = False

    assert not without_legs(T_S, behind)[50]


def test_a_track_that_begins_behind_the_table_is_judged_by_what_there_is() -> None:
    behind = cut_between((0.0, LASTING_S))

    assert without_legs(T_S, behind)[0]
