from datetime import UTC, datetime
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from edge_node.simulation.drawn import GAP_S, RATE_HZ, DrawnScenario, drawn_scenario, end_of, placed_camera
from edge_node.simulation.plans import PLANS

START = datetime(2026, 11, 20, 10, tzinfo=UTC)


@cache
def _clip(kind: str = "boutique", streams: str = "apart") -> DrawnScenario:
    return drawn_scenario(PLANS[kind](), 1, 75.0, START, streams="mixed" if streams == "mixed" else "apart")


@pytest.mark.parametrize("kind", sorted(PLANS))
def test_a_clip_has_a_dozen_people_and_more_come_than_go(kind: str) -> None:
    clip = _clip(kind)

    assert 12 <= len(clip.scene.people) <= 20
    assert clip.truth.entries > clip.truth.exits > 0
    assert sum(hour.turned_round for hour in clip.truth.lines) == 1


def test_the_same_seed_gives_the_same_clip() -> None:
    again = drawn_scenario(PLANS["boutique"](), 1, 75.0, START)

    assert again.scene == _clip().scene
    assert again.truth == _clip().truth


@pytest.mark.parametrize("streams", ["apart", "mixed"])
def test_people_cross_the_line_one_at_a_time(streams: str) -> None:
    clip = _clip("boutique", streams)

    moments = sorted(
        [p.entered_s for p in clip.truth.people if p.entered_s is not None]
        + [p.left_s for p in clip.truth.people if p.left_s is not None and p.kind == "visitor"]
    )
    assert all(later - earlier > GAP_S - 0.51 for earlier, later in pairwise(moments))


def test_every_crossing_lies_well_inside_the_clip() -> None:
    clip = _clip()

    begin_s, end_s = START.timestamp(), end_of(clip.scene).timestamp()
    for person in clip.truth.people:
        for moment_s in (person.entered_s, person.left_s):
            assert moment_s is None or begin_s + 4.0 < moment_s < end_s - 0.5


def test_people_are_in_the_picture_on_both_sides_of_the_line() -> None:
    clip = _clip()
    camera = clip.scene.camera

    for person in clip.scene.people:
        movement = clip.movements[person.person]
        if movement.kind != "visitor" or movement.entered_s is None:
            continue
        for step_s in (-1.0, 0.0, 1.0):
            frame = round((movement.entered_s + step_s - START.timestamp()) * RATE_HZ)
            points_m = person.keypoints_m(frame)
            assert points_m is not None
            pixels = camera.project(points_m)
            assert ((pixels > 0) & (pixels < np.array(camera.frame_px))).all()


def test_people_at_the_line_are_tall_enough_to_be_found() -> None:
    camera = _clip().scene.camera
    x_m = camera.position_m[0]

    foot, head = camera.project(np.array([(x_m, 0.0, 0.0), (x_m, 0.0, 1.7)]))

    assert 140 <= foot[1] - head[1] <= 300


def test_landmarks_lie_in_the_picture() -> None:
    placed = placed_camera(PLANS["grocery"](), "rendered:x")

    assert len(placed.landmarks) == 6
    assert all(0 < u < 768 and 0 < v < 432 for (u, v), _ in placed.landmarks)


def test_a_clip_too_short_for_a_crossing_is_refused() -> None:
    with pytest.raises(ValueError, match="expected at least"):
        drawn_scenario(PLANS["boutique"](), 1, 10.0, START)
