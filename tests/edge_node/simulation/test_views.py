import numpy as np
import pytest

from edge_node.simulation.difficulty import EVERYDAY, LEVELS, STEEP, Difficulty
from edge_node.simulation.paths import network
from edge_node.simulation.views import VIEWS, camera_of, hidden_places, is_seen, placed
from edge_node.track.homography import fit


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_the_target_is_in_the_middle_of_the_picture(name: str) -> None:
    view = VIEWS[name]
    camera = camera_of(view, EVERYDAY)

    middle = camera.project(np.array([*view.target_m, 0.0]))

    np.testing.assert_allclose(middle, [384.0, 216.0], atol=1e-6)


def test_a_wide_lens_has_a_short_focal_length_and_the_difficulty_hangs_the_camera() -> None:
    usual, steep = (camera_of(VIEWS["boutique-door"], level) for level in (EVERYDAY, STEEP))

    assert steep.focal_px < usual.focal_px
    assert steep.position_m[2] == STEEP.camera_height_m
    assert steep.pitch_rad > usual.pitch_rad


@pytest.mark.parametrize("level", [*LEVELS.values(), STEEP], ids=lambda level: level.name)
@pytest.mark.parametrize("name", sorted(VIEWS))
def test_people_have_somewhere_to_come_from(name: str, level: object) -> None:
    view = VIEWS[name]
    camera = camera_of(view, level)  # type: ignore[arg-type]  # the parameters are levels

    hidden = hidden_places(view.shop, camera)

    places = network(view.shop).places
    assert len(hidden) >= 2
    assert not any(is_seen(camera, places[n].x_m, places[n].y_m) for n in hidden)


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_landmarks_give_back_the_floor(name: str) -> None:
    camera = camera_of(VIEWS[name], EVERYDAY)

    landmarks = placed(camera, "rendered:x").landmarks
    pixels, metres = np.array([px for px, _ in landmarks]), np.array([m for _, m in landmarks])
    found = fit(pixels, metres).to_floor(camera.project(np.array([[*VIEWS[name].target_m, 0.0]])))

    assert ((pixels > 0) & (pixels < camera.frame_px)).all()
    np.testing.assert_allclose(found[0], VIEWS[name].target_m, atol=0.03)


def test_a_person_at_the_edge_is_seen_but_not_whole() -> None:
    camera = camera_of(VIEWS["boutique-door"], EVERYDAY)

    assert is_seen(camera, 4.0, 0.0, whole=True)
    assert is_seen(camera, 4.0, 4.4)
    assert not is_seen(camera, 4.0, 4.4, whole=True)
    assert not is_seen(camera, 4.0, 9.0)


@pytest.mark.parametrize("level", [LEVELS["calm"], EVERYDAY], ids=lambda level: level.name)
@pytest.mark.parametrize(
    ("name", "shelf", "behind_m", "before_m"),
    [("boutique-shelf", "west-wall", 0.4, 0.6), ("corridor-shelf", "east-back", 4.6, 4.4)],
    ids=["left of the picture", "right of the picture"],
)
def test_a_shelfs_camera_sees_all_that_is_behind_the_front_edge_on_one_side_of_a_line(
    name: str, shelf: str, behind_m: float, before_m: float, level: Difficulty
) -> None:
    view = VIEWS[name]
    camera = camera_of(view, level)
    box = next(each.box for each in view.shop.shelves if each.name == shelf)
    edge_m = box.x1_m if behind_m < before_m else box.x0_m
    low, high = camera.project(np.array([(edge_m, view.target_m[1], z_m) for z_m in (0.0, 1.8)]))

    sides = [
        bool(np.linalg.det(np.stack((high - low, point - low))) > 0)
        for x_m in (behind_m, before_m)
        for point in camera.project(np.array([(x_m, view.target_m[1] + 1.0, z_m) for z_m in (0.4, 1.0, 1.6)]))
    ]

    assert sides[:3] == [sides[0]] * 3
    assert sides[3:] == [not sides[0]] * 3
