import numpy as np
import pytest

from edge_node.track.figure import (
    FOREARM,
    JOINTS,
    OUTLINE,
    SHANK,
    THIGH,
    UPPER_ARM,
    Figures,
    idle_figures,
    reaching_figures,
)


@pytest.fixture(params=[idle_figures, reaching_figures], ids=["idle", "reaching"])
def figures(request: pytest.FixtureRequest) -> Figures:
    made: Figures = request.param()
    return made


def test_every_figure_has_all_points_and_a_weight(figures: Figures) -> None:
    count = len(figures.weight)

    assert figures.points.shape == (count, JOINTS + OUTLINE, 3)
    assert figures.wrist_ahead.shape == (count,)
    assert figures.weight.sum() == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("one", "other", "length"),
    [(0, 2, UPPER_ARM), (3, 5, FOREARM), (6, 8, THIGH), (9, 11, SHANK)],
    ids=["left upper arm", "right forearm", "left thigh", "right shank"],
)
def test_bones_keep_their_length(figures: Figures, one: int, other: int, length: float) -> None:
    bones = np.linalg.norm(figures.points[:, one] - figures.points[:, other], axis=1)

    np.testing.assert_allclose(bones, length, atol=0.01)


def test_feet_stand_on_the_floor_and_nothing_is_below_it(figures: Figures) -> None:
    toes = figures.points[:, JOINTS + 5 :, 2]

    np.testing.assert_allclose(toes, 0.0, atol=1e-9)
    assert figures.points[..., 2].min() > -1e-9


def test_left_and_right_are_alike() -> None:
    figures = reaching_figures()
    exchanged = [1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10]
    mirrored = figures.points[:, exchanged] * [1.0, -1.0, 1.0]

    seen = {tuple(points.ravel().round(6)) for points in figures.points[:, :JOINTS]}
    assert {tuple((points + 0.0).ravel().round(6)) for points in mirrored} == seen


def test_who_reaches_has_a_wrist_further_ahead_than_who_is_idle() -> None:
    assert reaching_figures().wrist_ahead.mean() > idle_figures().wrist_ahead.max()
