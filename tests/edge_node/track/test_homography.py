import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_node.errors import SiteError
from edge_node.track.homography import Homography, apply, fit

CORNERS_M = np.array([[0.0, 0.0], [4.0, 0.0], [4.0, 6.0], [0.0, 6.0]])
TILTED = np.array([[90.0, 12.0, 300.0], [4.0, -30.0, 500.0], [0.001, -0.05, 1.0]])
"""Floor m → image px of a tilted camera."""


def seen(points_m: np.ndarray) -> np.ndarray:
    return apply(TILTED, points_m)


def test_four_landmarks_are_met_exactly() -> None:
    homography = fit(seen(CORNERS_M), CORNERS_M)

    assert homography.residual_cm == pytest.approx(0.0, abs=1e-6)


@settings(max_examples=50)
@given(st.floats(0.0, 4.0), st.floats(0.0, 6.0))
def test_a_point_between_landmarks_lands_where_it_stands(x_m: float, y_m: float) -> None:
    homography = fit(seen(CORNERS_M), CORNERS_M)
    point = np.array([[x_m, y_m]])

    assert homography.to_floor(seen(point)) == pytest.approx(point, abs=1e-6)


def test_to_image_undoes_to_floor() -> None:
    homography = fit(seen(CORNERS_M), CORNERS_M)
    points_px = np.array([[310.0, 480.0], [500.0, 400.0]])

    assert homography.to_image(homography.to_floor(points_px)) == pytest.approx(points_px, abs=1e-6)


def test_residual_is_the_error_of_the_tape_measure_in_centimetres() -> None:
    rng = np.random.default_rng(1)
    grid = np.array([(x, y) for x in range(5) for y in range(7)], dtype=float)

    homography = fit(seen(grid), grid + rng.normal(0.0, 0.03, grid.shape))

    assert 2.0 < homography.residual_cm < 6.0


@pytest.mark.parametrize("count", [0, 3])
def test_fewer_than_four_landmarks_are_refused(count: int) -> None:
    with pytest.raises(SiteError, match="at least 4 landmarks, got"):
        fit(seen(CORNERS_M)[:count], CORNERS_M[:count])


def test_landmarks_in_a_row_are_refused() -> None:
    row = np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 2.0], [3.0, 3.0], [4.0, 4.0]])

    with pytest.raises(SiteError, match="lie in one row in the image"):
        fit(row * 100, row)


def test_three_of_four_in_a_row_are_refused_by_number() -> None:
    points = np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [1.0, 3.0]])

    with pytest.raises(SiteError, match="landmarks 1, 2, 3 lie in one row"):
        fit(points * 100, points)


def test_scaled_map_turns_the_picture_upright() -> None:
    homography = Homography.scaled(100.0, 400.0)

    assert homography.to_floor(np.array([[200.0, 400.0], [200.0, 0.0]])) == pytest.approx(
        np.array([[2.0, 0.0], [2.0, 4.0]])
    )


def test_the_horizon_is_nowhere_on_the_floor() -> None:
    horizon = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 1.0, -5.0]])

    assert np.isnan(apply(horizon, np.array([[3.0, 5.0]]))).all()


def test_a_matrix_of_another_shape_is_a_mistake() -> None:
    with pytest.raises(ValueError, match=r"expected a \(3, 3\) matrix"):
        Homography(floor_from_px=np.eye(2), residual_cm=0.0)
