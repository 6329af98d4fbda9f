"""What a track holds of its hands: who stands where, and what lies across the front, put together."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from edge_node.observations import (
    KEYPOINTS,
    NO_SHELF,
    NOT_LOOKED,
    Across,
    EarlierLook,
    FrameObservation,
    Pose,
    Track,
    TrackId,
)
from edge_node.track.hands import Hands
from edge_node.track.homography import Homography
from edge_node.track.tracker import FloorTracker
from tests.edge_node.track.test_tracker import (
    HZ,
    LEAVING_AND_ENTERING,
    STARTED_AT,
    _to_and_fro,
    _to_metres,
    badged,
    follow,
    frame,
)
from tests.support.drawn_camera import floor_of, upright_in
from tests.support.shelf_camera import CAMERA, front, share_of

SHELF_FRONT = front()


def reached(seen: FrameObservation, *shares: float, is_told: bool = True) -> FrameObservation:
    """Return the frame with arms across the front of the drawn camera's shelf."""
    across = tuple(Across(0, share - 0.01, share + 0.01) for share in shares)
    return replace(seen, across=across if is_told else None)


def before_shelf(index: int, *alongs_m: float) -> FrameObservation:
    """One frame of the shelf's camera with people half a metre before its front."""
    people = tuple(_standing(along_m) for along_m in alongs_m)
    at = STARTED_AT + timedelta(seconds=index / HZ)
    return FrameObservation(index, at, 768, 432, people, 0, None)


def _standing(along_m: float) -> Pose:
    feet_m = SHELF_FRONT.near_m + along_m * SHELF_FRONT.along + (0.5, 0.0)
    around_m = [(*feet_m + off, up) for off in ((-0.55, 0.0), (0.25, 0.0)) for up in (0.0, 1.7)]
    corners = CAMERA.project(np.array(around_m))
    box = np.concatenate((corners.min(axis=0), corners.max(axis=0))).astype(np.float32)
    return Pose(np.zeros((KEYPOINTS, 3), np.float32), box, 0.9)


def shelf_tracker() -> FloorTracker:
    return FloorTracker(floor_of(CAMERA).to_floor, upright=upright_in(CAMERA), hands=Hands([SHELF_FRONT]))


def hand_of(tracks: Sequence[Track], along_m: float) -> list[int]:
    """Return what is said of the hand of whoever stood there, moment by moment."""
    (track,) = [t for t in tracks if abs(t.floor_xy_m[5, 1] - SHELF_FRONT.near_m[1] - along_m) < 0.3]
    assert track.hand_at is not None
    return track.hand_at.tolist()


def test_a_track_holds_when_its_hand_was_in_the_shelf() -> None:
    tracker = shelf_tracker()
    share = share_of(0.3, 1.0)
    follow(
        tracker,
        [reached(before_shelf(k, 0.3, 1.5), *([share] if 10 <= k < 30 else [])) for k in range(50)],
    )

    tracks = tracker.finish()

    assert hand_of(tracks, 0.3) == [NO_SHELF] * 10 + [0] * 20 + [NO_SHELF] * 20
    assert set(hand_of(tracks, 1.5)) == {NO_SHELF}


def test_where_fronts_were_not_looked_at_nothing_is_said_of_hands() -> None:
    tracker = shelf_tracker()
    follow(tracker, [reached(before_shelf(k, 0.3), is_told=k >= 10) for k in range(30)])

    assert hand_of(tracker.finish(), 0.3) == [NOT_LOOKED] * 10 + [NO_SHELF] * 20


def test_a_track_still_followed_says_where_its_hand_is() -> None:
    tracker = shelf_tracker()
    share = share_of(0.3, 1.0)
    follow(tracker, [reached(before_shelf(k, 0.3), *([share] if k >= 10 else [])) for k in range(30)])

    assert hand_of(tracker.followed(), 0.3) == [NO_SHELF] * 10 + [0] * 20


def test_a_tracker_that_tells_no_hands_has_none() -> None:
    tracker = FloorTracker()
    follow(tracker, [reached(frame(k, [10.0]), 0.5) for k in range(20)])

    assert [track.hand_at for track in tracker.finish()] == [None]


def test_hands_are_left_away_where_the_place_is_not_known() -> None:
    to_floor = Homography.scaled(1.0, 480.0).to_floor
    tracker = FloorTracker(
        lambda points: np.where(points[:, :1] < 100.0, np.nan, to_floor(points)),
        hands=Hands([SHELF_FRONT]),
    )
    follow(tracker, [reached(frame(k, [50.0 + 5 * k])) for k in range(20)])

    (track,) = tracker.finish()

    assert track.hand_at is not None
    assert len(track.hand_at) == len(track.t_s) < 20


def test_the_arm_of_who_wears_a_badge_is_nobody_elses() -> None:
    tracker = shelf_tracker()
    share = share_of(0.3, 1.0)
    frames = [reached(before_shelf(k, 0.3, 0.7), *([share] if 10 <= k < 40 else [])) for k in range(50)]

    tracks = [*follow(tracker, [badged(seen, "staff") for seen in frames]), *tracker.finish()]

    assert set(hand_of([t for t in tracks if t.badge is None], 0.7)) == {NO_SHELF}


def test_after_a_clock_was_set_back_hands_are_told_as_before() -> None:
    tracker = shelf_tracker()
    share = share_of(0.3, 1.0)
    frames = [reached(before_shelf(k, 0.3), *([share] if k >= 10 else [])) for k in range(50)]
    follow(tracker, [replace(seen, captured_at=seen.captured_at + timedelta(hours=1)) for seen in frames])
    tracker.finish()
    follow(tracker, [replace(seen, across=seen.across if seen.index < 30 else ()) for seen in frames])

    assert hand_of(tracker.finish(), 0.3) == [NO_SHELF] * 10 + [0] * 20 + [NO_SHELF] * 20


class Noted(Hands):
    """Hands that note what they are told of people."""

    def __init__(self) -> None:
        super().__init__(())
        self.parted: list[tuple[TrackId, TrackId, float]] = []
        self.left: list[TrackId] = []
        self.forgotten: list[TrackId] = []

    def part(self, first: TrackId, second: TrackId, since_s: float) -> None:
        """Note it."""
        self.parted.append((first, second, since_s))

    def leave(self, track_id: TrackId) -> None:
        """Note it."""
        self.left.append(track_id)

    def forget(self, track_id: TrackId) -> None:
        """Note it."""
        self.forgotten.append(track_id)


def test_hands_are_told_who_turned_out_to_be_somebody_else() -> None:
    hands = Noted()
    follow(FloorTracker(_to_metres, hands=hands), _to_and_fro(14, -25))

    ((first, second, since_s),) = hands.parted
    assert (first in hands.left, second in hands.left) == (True, False)
    assert since_s - STARTED_AT.timestamp() == pytest.approx(1.3)


def test_hands_are_told_who_was_one_person_after_all() -> None:
    hands = Noted()
    follow(FloorTracker(_to_metres, hands=hands), _to_and_fro(14, -6, 15))

    (first, second, _), (back, whose, since_s) = hands.parted
    assert (back, whose, since_s) == (first, second, -np.inf)


def test_hands_are_told_who_went_on_as_somebody_else() -> None:
    hands = Noted()
    follow(FloorTracker(hands=hands), LEAVING_AND_ENTERING)

    assert len(hands.parted) == 1
    assert hands.left == [hands.parted[0][0]]


def test_hands_are_told_who_left_and_who_was_never_there() -> None:
    hands = Noted()
    seen = [frame(k, [10.0 + 5 * k] + ([500.0] if k < 2 else [])) for k in range(30)]
    follow(FloorTracker(hands=hands), [*seen, *(frame(k, []) for k in range(30, 60))])

    assert (len(hands.left), len(hands.forgotten)) == (1, 1)
    assert hands.left != hands.forgotten


def test_what_is_told_again_is_in_tracks_that_are_still_open() -> None:
    tracker = shelf_tracker()
    frames = [reached(before_shelf(k, 0.3, 1.5), is_told=False) for k in range(50)]
    arm = (Across(0, share_of(0.3, 1.0) - 0.01, share_of(0.3, 1.0) + 0.01),)
    again = tuple(EarlierLook(seen.captured_at, arm if 10 <= seen.index < 30 else ()) for seen in frames)
    follow(tracker, [*frames[:-1], replace(frames[-1], looked_again=again)])

    tracks = tracker.finish()

    assert hand_of(tracks, 0.3) == [0 if 10 <= k < 30 else NO_SHELF for k in range(50)]
    assert hand_of(tracks, 1.5) == [NO_SHELF] * 50


def held(hands: Hands) -> int:
    """Return how many places are held for what is told again."""
    assert hands._first is not None
    return sum(len(look.people) for look in hands._first.looks)


def test_of_who_wears_a_badge_no_place_is_held_for_what_is_told_again() -> None:
    hands = Hands([SHELF_FRONT])
    tracker = FloorTracker(floor_of(CAMERA).to_floor, upright=upright_in(CAMERA), hands=hands)
    follow(tracker, [badged(before_shelf(k, 0.3), "optout") for k in range(30)])

    assert held(hands) <= 1


def test_where_ways_are_kept_places_of_a_badge_are_held_no_longer_than_their_track() -> None:
    hands = Hands([SHELF_FRONT])
    tracker = FloorTracker(floor_of(CAMERA).to_floor, upright=upright_in(CAMERA), hands=hands)
    tracker.keep_ways()
    follow(tracker, [badged(before_shelf(k, 0.3), "optout") for k in range(30)])
    before = held(hands)

    ended = follow(tracker, [before_shelf(k) for k in range(30, 80)])

    assert [track.badge for track in ended] == ["optout"]
    assert (before > 20, held(hands)) == (True, 0)
