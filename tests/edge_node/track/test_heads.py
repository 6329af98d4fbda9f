"""Who shows no more than a head is somebody, where somebody else stands before them."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from edge_node.observations import FrameObservation, Head, Pose, Track
from edge_node.pose.keypoints import unmeasured
from edge_node.simulation.difficulty import EVERYDAY
from edge_node.simulation.views import VIEWS, camera_of
from edge_node.track.heads import BEGINS, KEEPS, Heads
from edge_node.track.tracker import FloorTracker
from tests.support.drawn_camera import floor_of, upright_in

AT = datetime(2026, 6, 15, 12, tzinfo=UTC)
CAMERA = camera_of(VIEWS["boutique-door"], EVERYDAY)
UPRIGHT = upright_in(CAMERA)
WIDTH_PX, HEIGHT_PX = CAMERA.frame_px
BEHIND_M, NEARER_M = (4.0, 1.0), (4.05, 1.8)


def ends_px(x_m: float, y_m: float) -> np.ndarray:
    """Feet and crown of somebody of usual height, (2, 2)."""
    return CAMERA.project(np.array([[x_m, y_m, 0.0], [x_m, y_m, 1.7]]))


def person(x_m: float, y_m: float, score: float = 0.9) -> Pose:
    (feet, crown) = ends_px(x_m, y_m)
    half = 0.15 * (feet[1] - crown[1])
    box = [min(feet[0], crown[0]) - half, crown[1], max(feet[0], crown[0]) + half, feet[1]]
    return Pose(unmeasured(), np.array(box, np.float32), score)


def head(x_m: float, y_m: float, tall_share: float = 0.13) -> Head:
    (feet, crown) = ends_px(x_m, y_m)
    high = tall_share * (feet[1] - crown[1])
    box = [crown[0] - high / 3, crown[1], crown[0] + high / 3, crown[1] + high]
    return Head(np.array(box, np.float32))


def seen(poses: list[Pose], heads: list[Head], index: int = 0) -> FrameObservation:
    return FrameObservation(
        index,
        AT + timedelta(seconds=index / 8),
        WIDTH_PX,
        HEIGHT_PX,
        tuple(poses),
        len(poses),
        dropped=None,
        heads_alone=tuple(heads),
    )


def test_a_head_behind_somebody_is_a_body_down_to_its_feet() -> None:
    nearer = person(*NEARER_M)

    first, second = Heads(UPRIGHT).everybody(seen([nearer], [head(*BEHIND_M)]))

    assert first is nearer
    np.testing.assert_allclose(second.bbox_xyxy_px, person(*BEHIND_M).bbox_xyxy_px, atol=5.0)
    assert (second.score, second.keypoints.any()) == (KEEPS, False)


@pytest.mark.parametrize(
    ("poses", "heads"),
    [
        ([], [head(*BEHIND_M)]),
        ([person(5.5, 1.8)], [head(*BEHIND_M)]),
        ([person(*NEARER_M, score=0.2)], [head(*BEHIND_M)]),
        ([person(*NEARER_M)], [head(*BEHIND_M, tall_share=0.4)]),
        ([person(*NEARER_M)], []),
    ],
    ids=["nobody there", "nobody before it", "before it no more than a doubt", "a face too large", "no head"],
)
def test_any_other_head_is_nobody(poses: list[Pose], heads: list[Head]) -> None:
    assert Heads(UPRIGHT).everybody(seen(poses, heads)) == tuple(poses)


def test_a_head_above_the_horizon_is_nobody() -> None:
    above = Head(np.array([380, 0, 390, 12], np.float32))

    assert len(Heads(UPRIGHT).everybody(seen([person(*NEARER_M)], [above]))) == 1


def test_where_no_camera_can_be_told_a_head_says_nothing() -> None:
    observation = seen([person(*NEARER_M)], [head(*BEHIND_M)])

    assert Heads(None).everybody(observation) is observation.poses


def test_a_body_ends_where_the_picture_does() -> None:
    low_m = (4.0, 3.6)
    _, second = Heads(UPRIGHT).everybody(seen([person(4.05, 3.7)], [head(*low_m)]))

    assert second.bbox_xyxy_px[3] == HEIGHT_PX
    assert 0 <= second.bbox_xyxy_px[0] < second.bbox_xyxy_px[2] <= WIDTH_PX


@pytest.mark.parametrize(("before_m", "behind_m"), [((7.5, 2.0), (7.75, 1.5)), ((0.5, 2.0), (0.25, 1.5))])
def test_a_body_ends_at_the_sides_of_the_picture(
    before_m: tuple[float, float], behind_m: tuple[float, float]
) -> None:
    left, _, right, _ = Heads(UPRIGHT).everybody(seen([person(*before_m)], [head(*behind_m)]))[1].bbox_xyxy_px

    assert 0 <= left < right <= WIDTH_PX
    assert left == 0 or right == WIDTH_PX


def test_what_was_seen_long_ago_has_not_stood_since() -> None:
    memory = Heads(UPRIGHT)
    for index in (0, 80):
        told = memory.everybody(seen([person(*NEARER_M)], [head(*BEHIND_M)], index))

    assert told[1].score == KEEPS


def scores(places_m: list[tuple[float, float] | None], *, memory: Heads | None = None) -> list[float]:
    """What the hidden body counts as in the last of these looks, eight a second; empty where none is."""
    heads = memory or Heads(UPRIGHT)
    poses: tuple[Pose, ...] = ()
    for index, place_m in enumerate(places_m):
        told = [] if place_m is None else [head(*place_m)]
        poses = heads.everybody(seen([person(*NEARER_M)], told, index))
    return [pose.score for pose in poses[1:]]


@pytest.mark.parametrize(
    ("places_m", "expected"),
    [
        ([BEHIND_M] * 9, [BEGINS]),
        ([BEHIND_M] * 8, [KEEPS]),
        ([BEHIND_M, *[None] * 3, *[BEHIND_M] * 5], [BEGINS]),
        ([BEHIND_M, *[None] * 5, *[BEHIND_M] * 3], [KEEPS]),
        ([(3.6 + 0.05 * index, 1.0) for index in range(9)], [KEEPS]),
        ([(3.98 + 0.005 * index, 1.0) for index in range(9)], [BEGINS]),
        ([*[BEHIND_M] * 9, None], []),
    ],
    ids=[
        "for a second",
        "for less",
        "missing in less than half",
        "missing in most",
        "walking",
        "swaying",
        "gone",
    ],
)
def test_a_head_that_stands_may_begin_somebody(
    places_m: list[tuple[float, float] | None], expected: list[float]
) -> None:
    assert scores(places_m) == expected


def test_what_was_forgotten_has_not_stood() -> None:
    memory = Heads(UPRIGHT)
    assert scores([BEHIND_M] * 9, memory=memory) == [BEGINS]

    memory.clear()

    assert [pose.score for pose in memory.everybody(seen([person(*NEARER_M)], [head(*BEHIND_M)], 9))[1:]] == [
        KEEPS
    ]


def followed(heads: list[Head]) -> list[Track]:
    tracker = FloorTracker(floor_of(CAMERA).to_floor, upright=UPRIGHT)
    for index in range(24):
        tracker.update(seen([person(*NEARER_M)], heads, index))
    return sorted(tracker.finish(), key=lambda track: float(track.floor_xy_m[-1, 1]))


def test_who_is_hidden_and_stands_is_followed_where_they_stand() -> None:
    hidden, nearer = followed([head(*BEHIND_M)])

    np.testing.assert_allclose(np.median(hidden.floor_xy_m, axis=0), BEHIND_M, atol=0.1)
    np.testing.assert_allclose(np.median(nearer.floor_xy_m, axis=0), NEARER_M, atol=0.1)


def test_without_their_head_they_are_not() -> None:
    assert len(followed([])) == 1


def test_an_emptied_tracker_remembers_no_head() -> None:
    tracker = FloorTracker(floor_of(CAMERA).to_floor, upright=UPRIGHT)
    for index in range(9):
        tracker.update(seen([person(*NEARER_M)], [head(*BEHIND_M)], index))
    tracker.finish()

    for index in range(9, 16):
        tracker.update(seen([person(*NEARER_M)], [head(*BEHIND_M)], index))

    assert len(tracker.finish()) == 1


def test_a_head_must_be_a_box_and_prints_no_place() -> None:
    assert repr(head(*BEHIND_M)) == "Head(…)"
    with pytest.raises(ValueError, match=r"expected a box \(4,\), got \(3,\)"):
        Head(np.zeros(3, np.float32))
