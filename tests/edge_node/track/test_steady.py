"""Legs that are hidden move nobody, nor does who bends; who walks is believed with their feet."""

import numpy as np
import pytest

from edge_node.simulation.difficulty import EVERYDAY
from edge_node.simulation.views import VIEWS, camera_of
from edge_node.track.steady import by_heads, steadied
from edge_node.track.upright import SHORTEST_M, TALLEST_M
from tests.support.drawn_camera import upright_in

CAMERA = camera_of(VIEWS["boutique-door"], EVERYDAY)
UPRIGHT = upright_in(CAMERA)
T_S = np.arange(0.0, 6.0, 0.125)
STANDS = np.tile([4.0, 0.5], (len(T_S), 1))
WALKS = np.column_stack([np.full(len(T_S), 4.0), -1.0 + 0.5 * T_S])
ALL = np.ones(len(T_S), dtype=np.bool_)
SOME = slice(20, 30)


def tops_px(places_m: np.ndarray, stature_m: float) -> np.ndarray:
    return CAMERA.project(np.column_stack([places_m, np.full(len(places_m), stature_m)]))


@pytest.mark.parametrize("way_m", [STANDS, WALKS], ids=["standing", "walking"])
def test_feet_that_leap_under_a_head_that_does_not_are_not_believed(way_m: np.ndarray) -> None:
    leaping = way_m.copy()
    leaping[SOME, 1] -= np.tile([0.9, 0.5], 5)

    found = steadied(leaping, way_m, ALL)

    np.testing.assert_allclose(found, way_m)


def test_a_head_that_goes_down_to_a_shelf_does_not_move_its_person() -> None:
    head = STANDS.copy()
    head[SOME, 1] -= 0.8

    found = steadied(STANDS, head, ALL)

    np.testing.assert_allclose(found, STANDS)


def test_feet_that_leap_before_any_look_on_which_both_agree_are_set_right_from_there() -> None:
    leaping = STANDS.copy()
    leaping[:5, 1] -= 0.9

    found = steadied(leaping, STANDS, ALL)

    np.testing.assert_allclose(found, STANDS)


@pytest.mark.parametrize(
    ("head_m", "is_whole"),
    [(STANDS - 1.0, ALL), (np.full_like(STANDS, np.nan), ALL), (STANDS, ~ALL)],
    ids=["a head that never agrees", "no head", "feet that never showed"],
)
def test_otherwise_places_stay_as_they_are(head_m: np.ndarray, is_whole: np.ndarray) -> None:
    leaping = STANDS.copy()
    leaping[SOME, 1] -= 0.9

    found = steadied(leaping, head_m, is_whole)

    np.testing.assert_array_equal(found, leaping)


@pytest.mark.parametrize("stature_m", [1.55, 1.7, 1.9])
def test_a_head_is_compared_with_how_tall_its_person_usually_looked(stature_m: float) -> None:
    leaping = STANDS.copy()
    leaping[SOME, 1] -= 0.9

    found = by_heads(T_S, leaping, tops_px(STANDS, stature_m), ALL, UPRIGHT)

    np.testing.assert_allclose(found, STANDS, atol=0.01)


def test_a_track_that_goes_over_to_somebody_taller_is_soon_compared_with_them() -> None:
    t_s = np.arange(0.0, 20.0, 0.125)
    stands = np.tile([4.0, 0.5], (len(t_s), 1))
    tops = np.where((t_s < 10.0)[:, None], tops_px(stands, 1.6), tops_px(stands, 1.85))

    found = by_heads(t_s, stands, tops, np.ones(len(t_s), dtype=np.bool_), UPRIGHT)

    away_m = np.linalg.norm(found - stands, axis=1)
    assert away_m[np.abs(t_s - 10.0) > 2.0].max() < 0.01


def test_whose_feet_never_showed_is_compared_as_somebody_of_usual_height() -> None:
    found = by_heads(T_S, STANDS - 3.0, tops_px(STANDS, 1.7), ~ALL, UPRIGHT)

    np.testing.assert_allclose(found, STANDS, atol=0.01)


@pytest.mark.parametrize("leap_m", [-3.2, 2.6], ids=["shorter than anybody", "taller than anybody"])
def test_looks_by_which_nobody_could_be_so_tall_do_not_count(leap_m: float) -> None:
    leaping = STANDS.copy()
    leaping[:36, 1] += leap_m
    heights_m = UPRIGHT.height_m(leaping, tops_px(STANDS, 1.6))
    assert not ((heights_m[:36] >= SHORTEST_M) & (heights_m[:36] <= TALLEST_M)).any()

    found = by_heads(T_S, leaping, tops_px(STANDS, 1.6), ALL, UPRIGHT)

    np.testing.assert_allclose(found, STANDS, atol=0.01)
