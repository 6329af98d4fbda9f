from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_node.intent.levels import UNREAD, WAY
from edge_node.observations import (
    KEYPOINTS,
    BadgeKind,
    BadgeSeen,
    FrameObservation,
    Pose,
    Track,
)
from edge_node.simulation.difficulty import EVERYDAY
from edge_node.simulation.views import VIEWS, camera_of
from edge_node.track.assign import Floats
from edge_node.track.foot import HIPS
from edge_node.track.hands import Hands
from edge_node.track.homography import Homography
from edge_node.track.tracker import FloorTracker
from tests.support.drawn_camera import floor_of, upright_in

STARTED_AT = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
HZ = 10


def frame(index: int, lefts: list[float], *, dropped: bool = False) -> FrameObservation:
    """One frame of 640 × 480 px with people 40 × 120 px whose feet are at y = 300."""
    people = tuple(
        Pose(np.zeros((KEYPOINTS, 3), np.float32), np.array([x, 180, x + 40, 300], np.float32), 0.9)
        for x in lefts
    )
    at = STARTED_AT + timedelta(seconds=index / HZ)
    return FrameObservation(index, at, 640, 480, () if dropped else people, 0, "unsure" if dropped else None)


def follow(tracker: FloorTracker, frames: list[FrameObservation]) -> list[Track]:
    return [track for seen in frames for track in tracker.update(seen)]


def test_a_person_who_leaves_becomes_one_track() -> None:
    frames = [frame(k, [10.0 + 5 * k] if k < 30 else []) for k in range(70)]

    tracks = follow(FloorTracker(), frames)

    assert [len(track.t_s) for track in tracks] == [30]


LEAVING_AND_ENTERING = [
    frame(k, [10.0 + 8 * k] if k < 20 else [] if k < 28 else [170.0 - 8 * (k - 28)]) for k in range(45)
]
"""One walks right for 2 s and is gone; 0.8 s later another walks left from where the first was."""


def test_one_who_leaves_and_one_who_enters_are_two_tracks() -> None:
    tracker = FloorTracker()

    tracks = [*follow(tracker, LEAVING_AND_ENTERING), *tracker.finish()]

    assert [(len(t.t_s), round(t.t_s[0] - STARTED_AT.timestamp(), 1)) for t in tracks] == [
        (20, 0.0),
        (17, 2.8),
    ]


def test_one_who_enters_is_confirmed_when_told_apart() -> None:
    tracker = FloorTracker()
    follow(tracker, LEAVING_AND_ENTERING)

    (track,) = tracker.finish()

    assert track.confirmed_at_s - STARTED_AT.timestamp() == pytest.approx(3.2)


def test_one_who_enters_is_heard_of_though_the_other_was_cut() -> None:
    tracker = FloorTracker(cut_s=1.0)

    tracks = [*follow(tracker, LEAVING_AND_ENTERING), *tracker.finish()]

    assert [round(t.t_s[0] - STARTED_AT.timestamp(), 1) for t in tracks] == [0.0, 3.2]


@given(st.lists(st.lists(st.floats(0.0, 600.0), max_size=4), max_size=60))
def test_no_detection_is_part_of_two_tracks(lefts_px: list[list[float]]) -> None:
    tracker = FloorTracker()

    tracks = [*follow(tracker, [frame(k, seen) for k, seen in enumerate(lefts_px)]), *tracker.finish()]

    at_once = Counter(float(t_s) for track in tracks for t_s in track.t_s)
    seen = {frame(k, []).captured_at.timestamp(): len(lefts) for k, lefts in enumerate(lefts_px)}
    assert all(count <= seen[t_s] for t_s, count in at_once.items())


def test_the_points_before_confirmation_belong_to_the_track() -> None:
    tracker = FloorTracker()
    follow(tracker, [frame(k, [10.0]) for k in range(10)])

    (track,) = tracker.finish()

    assert (track.t_s[0], track.confirmed_at_s) == pytest.approx(
        (STARTED_AT.timestamp(), STARTED_AT.timestamp() + 0.3)
    )


def test_a_frame_nobody_looked_at_says_nothing_new() -> None:
    tracker = FloorTracker()

    tracks = follow(tracker, [replace(frame(k, [10.0]), skipped=k > 0) for k in range(30)])

    assert [*tracks, *tracker.finish()] == []


def test_whoever_stood_unseen_between_two_looks_is_one_track() -> None:
    tracker = FloorTracker()
    frames = [replace(frame(k, [10.0]), skipped=k > 5 and k % 30 > 0) for k in range(91)]

    assert follow(tracker, frames) == []
    (track,) = tracker.finish()
    assert track.t_s[-1] - track.t_s[0] == pytest.approx(9.0)


def test_a_flicker_is_no_track() -> None:
    tracker = FloorTracker()

    tracks = follow(tracker, [frame(k, [10.0] if k < 3 else []) for k in range(30)])

    assert [*tracks, *tracker.finish()] == []


def test_positions_are_feet_on_the_floor() -> None:
    tracker = FloorTracker(Homography.scaled(100.0, 480.0).to_floor)
    follow(tracker, [frame(k, [80.0]) for k in range(10)])

    (track,) = tracker.finish()

    assert track.floor_xy_m == pytest.approx(np.tile([1.0, 1.8], (10, 1)), abs=1e-5)


def test_points_beyond_the_horizon_are_left_away() -> None:
    tracker = FloorTracker(lambda points: np.where(points[:, :1] < 100.0, np.nan, points))
    follow(tracker, [frame(k, [50.0 + 5 * k]) for k in range(20)])

    (track,) = tracker.finish()

    assert np.isfinite(track.floor_xy_m).all()


def test_a_track_of_which_nothing_is_known_is_none() -> None:
    tracker = FloorTracker(lambda points: np.full_like(points, np.nan))
    follow(tracker, [frame(k, [50.0]) for k in range(20)])

    assert tracker.finish() == ()


def test_a_track_is_cut_and_the_rest_of_it_is_never_heard_of() -> None:
    tracker = FloorTracker(cut_s=2.0)

    tracks = follow(tracker, [frame(k, [10.0] if k < 60 else []) for k in range(120)])

    assert [round(float(track.t_s[-1] - track.t_s[0]), 1) for track in tracks] == [2.0]
    assert tracker.finish() == ()


def test_a_dropped_frame_changes_nothing() -> None:
    frames = [frame(k, [10.0], dropped=k % 3 == 0) for k in range(30)]
    tracker = FloorTracker()
    follow(tracker, frames)

    (track,) = tracker.finish()

    assert len(track.t_s) == 20


def test_a_frame_that_is_not_newer_is_ignored() -> None:
    tracker = FloorTracker()
    follow(tracker, [frame(k // 2, [10.0]) for k in range(20)])

    (track,) = tracker.finish()

    assert (np.diff(track.t_s) > 0).all()


def test_the_tracker_is_empty_after_finishing() -> None:
    tracker = FloorTracker()
    follow(tracker, [frame(k, [10.0]) for k in range(10)])
    tracker.finish()

    assert tracker.finish() == ()


def test_whoever_is_followed_has_begun_confirmed_or_not() -> None:
    tracker = FloorTracker()
    follow(tracker, [frame(k, [10.0, 300.0] if k >= 9 else [10.0]) for k in range(10)])

    assert (tracker.begun_s(), len(tracker.followed())) == (STARTED_AT.timestamp(), 1)


def test_nobody_followed_has_not_begun() -> None:
    assert (FloorTracker().begun_s(), FloorTracker().followed()) == (None, ())


def test_looking_at_open_tracks_does_not_end_them() -> None:
    tracker = FloorTracker()
    follow(tracker, [frame(k, [10.0]) for k in range(10)])
    (open_track,) = tracker.followed()
    follow(tracker, [frame(k, [10.0]) for k in range(10, 15)])

    assert (len(open_track.t_s), [len(track.t_s) for track in tracker.finish()]) == (10, [15])


def test_who_is_silenced_is_never_heard_of_again() -> None:
    tracker = FloorTracker()
    follow(tracker, [frame(k, [10.0]) for k in range(10)])
    (open_track,) = tracker.followed()

    tracker.silence(open_track.track_id)

    assert follow(tracker, [frame(k, [10.0] if k < 30 else []) for k in range(10, 70)]) == []
    assert tracker.finish() == ()


def test_a_track_names_the_view_that_saw_it() -> None:
    tracker = FloorTracker(view="hall")
    follow(tracker, [frame(k, [10.0]) for k in range(10)])

    (track,) = tracker.finish()

    assert track.view == "hall"


def test_without_anybody_looking_a_track_has_no_hands() -> None:
    tracker = FloorTracker()
    follow(tracker, [frame(k, [10.0]) for k in range(10)])

    assert tracker.finish()[0].hand_at is None


def test_numbers_are_not_given_twice() -> None:
    tracker = FloorTracker()
    follow(tracker, [frame(k, [10.0, 300.0]) for k in range(10)])

    assert len({track.track_id for track in tracker.finish()}) == 2


def test_after_its_end_it_follows_earlier_frames_too() -> None:
    tracker = FloorTracker()
    follow(tracker, [frame(k, [10.0]) for k in range(600, 610)])
    tracker.finish()
    follow(tracker, [frame(k, [10.0]) for k in range(10)])

    assert len(tracker.finish()) == 1


def badged(seen: FrameObservation, kind: BadgeKind, row: int = 0) -> FrameObservation:
    """The same frame with a badge on the chest of one of its people."""
    left, top = seen.poses[row].bbox_xyxy_px[:2].tolist()
    box = np.array([left + 15, top + 35, left + 25, top + 45], np.float32)
    return replace(seen, badges=(BadgeSeen(kind, box),))


@given(st.sets(st.integers(0, 29), min_size=2, max_size=4), st.booleans())
def test_a_badge_marks_the_whole_track_whenever_it_was_seen(at: set[int], keeps: bool) -> None:
    frames = [
        badged(f, "optout") if f.index in at else f for f in (frame(k, [10.0 + 5 * k]) for k in range(30))
    ]

    tracker = FloorTracker()
    if keeps:
        tracker.keep_ways()
    tracks = [*follow(tracker, frames), *tracker.finish()]

    assert [track.badge for track in tracks] == ["optout"]


def test_one_sighting_marks_nobody() -> None:
    frames = [frame(k, [10.0 + 5 * k]) for k in range(30)]
    frames[7] = badged(frames[7], "staff")

    tracker = FloorTracker()
    tracks = [*follow(tracker, frames), *tracker.finish()]

    assert [track.badge for track in tracks] == [None]


def test_only_whoever_wears_it_is_marked() -> None:
    frames = [badged(frame(k, [10.0 + 5 * k, 400.0]), "staff", row=1) for k in range(30)]

    tracker = FloorTracker()
    tracker.keep_ways()
    tracks = [*follow(tracker, frames), *tracker.finish()]

    assert sorted((track.badge or "", round(float(track.floor_xy_m[0, 0]))) for track in tracks) == [
        ("", 30),
        ("staff", 420),
    ]


def test_the_way_of_who_wears_a_badge_is_forgotten_where_nobody_waits_for_it() -> None:
    tracker = FloorTracker()
    follow(tracker, [badged(frame(k, [10.0 + 5 * k]), "optout") for k in range(30)])

    (track,) = tracker.followed()

    assert (len(track.t_s), track.badge) == (1, "optout")


def test_where_cameras_wait_for_each_other_the_way_is_kept_until_it_ends() -> None:
    tracker = FloorTracker()
    tracker.keep_ways()
    follow(tracker, [badged(frame(k, [10.0 + 5 * k]), "optout") for k in range(30)])

    (track,) = tracker.followed()

    assert (len(track.t_s), track.badge) == (30, "optout")


@pytest.mark.parametrize("keeps", [True, False], ids=["kept", "forgotten"])
@pytest.mark.parametrize(
    ("at", "badges"),
    [(range(3, 15), ["staff", None]), (range(33, 45), [None, "staff"])],
    ids=["the first wears it", "the second wears it"],
)
def test_of_two_told_apart_only_the_wearer_is_marked(
    at: range, badges: list[BadgeKind | None], keeps: bool
) -> None:
    frames = [badged(f, "staff") if f.index in at and f.poses else f for f in LEAVING_AND_ENTERING]

    tracker = FloorTracker()
    if keeps:
        tracker.keep_ways()
    tracks = [*follow(tracker, frames), *tracker.finish()]

    assert [track.badge for track in tracks] == badges


def _to_metres(feet_px: Floats) -> Floats:
    return feet_px / 100.0


def _to_and_fro(*ways: int, pause: int = 0) -> list[FrameObservation]:
    """Somebody walks right at 1.2 m/s for so many frames, stands, walks left where negative, and so on."""
    turns = ([*[np.sign(way)] * abs(way), *[0] * pause] for way in ways)
    steps = np.cumsum([0, *(step for turn in turns for step in turn)])
    return [frame(k, [100.0 + 12 * step]) for k, step in enumerate(steps.tolist())]


@pytest.mark.parametrize(("pause", "tracks"), [(0, 2), (10, 1)], ids=["at once", "after a second"])
def test_whoever_walks_back_without_slowing_down_is_two_people(pause: int, tracks: int) -> None:
    tracker = FloorTracker(_to_metres)

    found = [*follow(tracker, _to_and_fro(14, -15, pause=pause)), *tracker.finish()]

    assert len(found) == tracks
    assert sum(len(track.t_s) for track in found) == 30 + 2 * pause


@pytest.mark.parametrize(("back", "tracks"), [(6, 1), (8, 1), (11, 3)], ids=["0.6 s", "0.8 s", "1.1 s"])
def test_nobody_is_exchanged_twice_in_a_moment(back: int, tracks: int) -> None:
    tracker = FloorTracker(_to_metres, hands=Hands(()))
    frames = _to_and_fro(14, -back, 15)

    found = [*follow(tracker, frames), *tracker.finish()]

    times = [seen.captured_at.timestamp() for seen in frames]
    assert len(found) == tracks
    assert [t for track in found for t in track.t_s] == times
    assert found[0].confirmed_at_s == times[3]
    assert sum(len(track.hand_at) for track in found if track.hand_at is not None) == len(times)


def test_who_went_on_after_a_zigzag_can_still_be_exchanged() -> None:
    tracker = FloorTracker(_to_metres)

    found = [*follow(tracker, _to_and_fro(14, -6, 15, -15)), *tracker.finish()]

    assert [len(track.t_s) for track in found] == [34, 17]


def test_the_first_of_two_is_known_until_it_is_certain_that_nobody_came_back() -> None:
    tracker = FloorTracker(_to_metres)
    frames = _to_and_fro(14, -25)
    corner_s, began_s = 1.3, frames[0].captured_at.timestamp()

    left_s = []
    for seen in frames:
        assert tracker.begun_s() in (None, began_s) if not left_s else (pytest.approx(began_s + corner_s),)
        if tracker.update(seen):
            left_s.append(seen.captured_at.timestamp() - began_s)
            assert tracker.begun_s() == pytest.approx(began_s + corner_s)

    assert left_s == pytest.approx([corner_s + 1.9])


def test_what_is_not_to_be_heard_of_comes_back_with_nobody() -> None:
    tracker = FloorTracker(_to_metres)
    frames = _to_and_fro(14, -8, 15)
    assert not follow(tracker, frames[:20])
    first, _ = tracker.followed()
    tracker.silence(first.track_id)

    found = [*follow(tracker, frames[20:]), *tracker.finish()]

    assert [t for track in found for t in track.t_s] == [f.captured_at.timestamp() for f in frames[13:]]


def test_badges_seen_before_and_after_a_zigzag_agree() -> None:
    frames = [badged(f, "staff") if f.index in (12, 30) else f for f in _to_and_fro(14, -6, 15)]
    tracker = FloorTracker(_to_metres)
    tracker.keep_ways()

    (track,) = [*follow(tracker, frames), *tracker.finish()]

    assert track.badge == "staff"


def moving_arms(index: int, left: float) -> FrameObservation:
    """The same frame with a body that was read, every second time."""
    seen = frame(index, [left])
    keypoints = np.zeros((KEYPOINTS, 3), np.float32)
    if index % 2 == 0:
        keypoints[5:] = (left, 200.0, 0.9)
        keypoints[11:] = (left, 250.0, 0.9)
    return replace(seen, poses=(replace(seen.poses[0], keypoints=keypoints),))


def test_a_track_tells_how_its_body_moved_and_keeps_no_pose() -> None:
    tracker = FloorTracker(Homography.scaled(0.01, 480.0).to_floor)
    follow(tracker, [moving_arms(k, 10.0 + 15 * k) for k in range(20)])

    (track,) = tracker.finish()

    assert track.movement is not None
    assert track.posture is not None
    assert (track.posture[::2, 1] != UNREAD).all()
    assert (track.movement[:, 0] == 2).all()  # 1.5 m/s
    assert [(row[WAY:] != UNREAD).any() for row in track.movement] == [True, False] * 10


def test_nothing_is_read_of_who_wears_a_badge() -> None:
    tracker = FloorTracker()
    tracker.keep_ways()
    follow(tracker, [badged(moving_arms(k, 10.0 + 5 * k), "staff") for k in range(30)])

    (track,) = tracker.finish()

    assert track.movement is not None
    assert (track.movement[2:, WAY:] == UNREAD).all()


def test_in_pixels_no_pace_is_known() -> None:
    tracker = FloorTracker()
    follow(tracker, [moving_arms(k, 10.0 + 5 * k) for k in range(20)])

    (track,) = tracker.finish()

    assert track.movement is not None
    assert (track.movement[:, :WAY] == UNREAD).all()


def test_a_panel_badge_marks_the_track_and_leaves_it_whole() -> None:
    plain = [frame(k, [10.0 + 5 * k]) for k in range(30)]
    tracker = FloorTracker()

    tracks = [
        *follow(tracker, [badged(f, "panel") if f.index in {3, 4} else f for f in plain]),
        *tracker.finish(),
    ]

    assert [(track.in_panel, track.badge, len(track.t_s) > 20) for track in tracks] == [(True, None, True)]


CAMERA = camera_of(VIEWS["boutique-door"], EVERYDAY)


def on_the_floor() -> FloorTracker:
    return FloorTracker(floor_of(CAMERA).to_floor, upright=upright_in(CAMERA))


def drawn(index: int, people: list[tuple[float, float, float, float]]) -> FrameObservation:
    """Frame of people (east, north, stature, shown from above down to this height), the nearest first."""
    poses = []
    for east, north, stature_m, down_to_m in people:
        (_, top), (x, _), (_, low) = CAMERA.project(
            np.array([(east, north, up_m) for up_m in (stature_m, stature_m / 2, down_to_m)])
        ).tolist()
        half, low = 0.2 * (low - top), min(low, CAMERA.frame_px[1])
        box = np.array([x - half, top, x + half, low], np.float32)
        poses.append(Pose(np.zeros((KEYPOINTS, 3), np.float32), box, 0.9))
    at = STARTED_AT + timedelta(seconds=index / HZ)
    return FrameObservation(index, at, *CAMERA.frame_px, tuple(poses), 0, None)


def places(frames: list[FrameObservation]) -> np.ndarray:
    """Where the one who was there first stood."""
    tracker = on_the_floor()
    tracks = [*follow(tracker, frames), *tracker.finish()]
    return min(tracks, key=lambda track: float(track.t_s[0])).floor_xy_m


def test_who_stands_at_the_side_of_the_picture_stands_where_it_leans_to() -> None:
    found = places([drawn(index, [(1.6, 1.0, 1.7, 0.0)]) for index in range(10)])

    np.testing.assert_allclose(found, [(1.6, 1.0)] * 10, atol=0.03)


def test_a_short_person_whose_legs_somebody_hides_stands_where_they_stood() -> None:
    short, nearer = (4.0, -0.5, 1.5), (4.1, 1.6, 1.8, 0.0)
    free = [drawn(index, [(*short, 0.0)]) for index in range(10)]
    behind = [drawn(index, [nearer, (*short, 0.6)]) for index in range(10, 20)]

    found = places(free + behind)

    np.testing.assert_allclose(found, [short[:2]] * 20, atol=0.1)


def test_whose_feet_lie_below_the_picture_stands_no_farther_than_its_lower_edge() -> None:
    edge_m = 3.6
    assert CAMERA.project(np.array([4.0, edge_m, 0.0]))[1] == pytest.approx(CAMERA.frame_px[1], abs=5.0)

    found = places([drawn(index, [(4.0, 3.7, 1.85, 0.0)]) for index in range(10)])

    np.testing.assert_allclose(found, [(4.0, edge_m)] * 10, atol=0.1)


def test_legs_that_come_and_go_behind_something_move_nobody() -> None:
    stands = (4.0, 0.0, 1.7)
    free = [drawn(index, [(*stands, 0.0)]) for index in range(20)]
    leaping = [drawn(index, [(*stands, 0.25 * (index % 2))]) for index in range(20, 40)]

    found = places(free + leaping)

    np.testing.assert_allclose(found, [stands[:2]] * 40, atol=0.2)


def test_an_arm_that_is_out_moves_nobody_whose_hips_show_though_their_feet_do_not() -> None:
    stands = (4.0, 0.0, 1.7, 0.0)
    reaching = []
    for index in range(10):
        (pose,) = drawn(index, [stands]).poses
        keypoints, box = pose.keypoints.copy(), pose.bbox_xyxy_px.copy()
        keypoints[list(HIPS)] = (*(box[:2] + box[2:]) / 2, 0.9)
        box[2] += 60.0
        seen = replace(pose, keypoints=keypoints, bbox_xyxy_px=box)
        reaching.append(replace(drawn(index, [stands]), poses=(seen,)))

    np.testing.assert_allclose(places(reaching), [stands[:2]] * 10, atol=0.1)


def test_who_waited_behind_somebody_was_there_until_they_came_out() -> None:
    stands, comes_out = (4.0, -0.5, 1.7, 0.0), (2.9, -0.5, 1.7, 0.0)
    coming = [drawn(k, [(max(5.9 - 0.1 * k, 4.0), 1.6, 1.8, 0.0), stands]) for k in range(20)]
    hidden = [drawn(k, [(4.0, 1.6, 1.8, 0.0)]) for k in range(20, 80)]
    out = [drawn(k, [(4.0, 1.6, 1.8, 0.0), comes_out]) for k in range(80, 84)]

    (first,) = follow(on_the_floor(), coming + hidden + out)

    assert (first.t_s - STARTED_AT.timestamp())[-2:] == pytest.approx([1.9, 8.3])
    np.testing.assert_allclose(first.floor_xy_m[-1], stands[:2], atol=0.1)
