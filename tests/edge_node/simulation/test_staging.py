from datetime import UTC, datetime
from functools import cache

import numpy as np
import pytest

from edge_node.simulation.difficulty import BUSY, CALM, CROWDED, EVERYDAY, Difficulty
from edge_node.simulation.staging import Staged, staged
from edge_node.simulation.views import VIEWS

START = datetime(2026, 11, 20, 10, tzinfo=UTC)


@cache
def _clip(name: str, level: Difficulty = EVERYDAY, seconds: float = 20.0) -> Staged:
    return staged(VIEWS[name], level, seed=1, seconds=seconds, starts_at=START)


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_the_same_seed_gives_the_same_clip(name: str) -> None:
    again = staged(VIEWS[name], EVERYDAY, seed=1, seconds=20.0, starts_at=START)

    assert again.scene == _clip(name).scene
    assert again.truth == _clip(name).truth


def test_another_seed_gives_another_clip() -> None:
    other = staged(VIEWS["boutique-door"], EVERYDAY, seed=2, seconds=20.0, starts_at=START)

    assert other.scene != _clip("boutique-door").scene


@pytest.mark.parametrize("level", [CALM, EVERYDAY, BUSY, CROWDED], ids=lambda level: level.name)
def test_about_as_many_people_are_in_an_aisle_as_the_level_says(level: Difficulty) -> None:
    scene = _clip("grocery-aisle", level).scene

    mean = sum(len(person.keypoints_mm) for person in scene.people) / scene.frames

    assert 0.5 * level.people <= mean <= 1.3 * (level.people + level.staff)


def test_at_a_door_people_come_go_and_pass() -> None:
    truth = _clip("boutique-door", BUSY, 40.0).truth

    assert truth.entries >= 8
    assert truth.exits >= 5
    assert any(person.kind == "pass_by" for person in truth.people)


def test_in_an_aisle_hands_go_into_shelves_in_view() -> None:
    truth = _clip("boutique-aisle").truth

    assert len(truth.reaches) >= 8
    assert {reach.shelf for reach in truth.reaches} <= {
        shelf.name for shelf in VIEWS["boutique-aisle"].shop.shelves
    }


def test_at_a_till_people_wait_for_each_other() -> None:
    truth = _clip("grocery-till", EVERYDAY, 120.0).truth

    waited_s = [wait.served_s - wait.joined_s for wait in truth.waits]
    assert len(waited_s) >= 5
    assert max(waited_s) > 20.0
    assert {wait.person for wait in truth.waits} <= {person.person for person in truth.people}


def test_staff_never_cross_as_visitors() -> None:
    clip = _clip("boutique-door")

    staff = [person for person in clip.truth.people if person.kind == "staff"]
    assert len(staff) == EVERYDAY.staff
    assert all(person.entered_s is None for person in staff)


def test_nobody_appears_in_the_middle_of_the_picture() -> None:
    clip = _clip("boutique-aisle")
    camera, height = clip.scene.camera, clip.scene.camera.frame_px[1]

    for person in clip.scene.people:
        if person.first_frame == 0:
            continue
        points = person.keypoints_m(person.first_frame)
        assert points is not None
        pixels = camera.project(points)
        inside = ((pixels > 0) & (pixels < np.array(camera.frame_px))).all(axis=1)
        assert inside.mean() < 0.9 or pixels[:, 1].min() < 0.1 * height


def test_a_clip_without_a_frame_is_refused() -> None:
    with pytest.raises(ValueError, match="expected at least one frame"):
        staged(VIEWS["boutique-door"], EVERYDAY, seed=1, seconds=0.0, starts_at=START)


def test_a_clip_knows_when_its_camera_looks() -> None:
    take = _clip("boutique-door").take

    assert take.frames == 160
    assert take.light == EVERYDAY.light
