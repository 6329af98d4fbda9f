import numpy as np
import pytest

from edge_node.simulation.difficulty import EVERYDAY, LEVELS, STEEP
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
