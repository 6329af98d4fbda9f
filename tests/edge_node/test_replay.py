from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_node.errors import SiteError
from edge_node.observations import KEYPOINTS, LEFT_OUT, FrameObservation, LeftOut, Pose, Track, TrackId
from edge_node.replay import Replay, replay_frames, replay_tracks, to_floor_of
from edge_node.site import CameraPlace, Site, bare_site
from edge_node.track.standing import NEAREST_SOLE_M
from edge_node.zones.line import Line
from edge_node.zones.polygon import Zone
from tests.support.clock import FakeClock

STARTED_AT = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
FRAMES = 120


class Walker:
    """One person who walks right through 120 frames at 10 fps, feet at y = 300 px; one is dropped."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock

    def frames(self) -> Iterator[FrameObservation]:
        for k in range(FRAMES):
            self._clock.advance(0.05)
            box = np.array([4.0 * k, 180, 4.0 * k + 40, 300], np.float32)
            pose = Pose(np.zeros((KEYPOINTS, 3), np.float32), box, 0.9)
            at, is_dropped = STARTED_AT + timedelta(seconds=k / 10), k == 50
            people = () if is_dropped else (pose,)
            yield FrameObservation(k, at, 640, 480, people, len(people), "late" if is_dropped else None)


class Scene:
    """Boxes 40 × 120 px, feet at y = 300 px, whose left edges are given for every frame at 10 fps."""

    def __init__(self, lefts_px: list[list[float]]) -> None:
        self._lefts_px = lefts_px

    def frames(self) -> Iterator[FrameObservation]:
        for k, lefts_px in enumerate(self._lefts_px):
            boxes = [np.array([left, 180, left + 40, 300], np.float32) for left in lefts_px]
            poses = tuple(Pose(np.zeros((KEYPOINTS, 3), np.float32), box, 0.9) for box in boxes)
            yield FrameObservation(k, STARTED_AT + timedelta(seconds=k / 10), 640, 480, poses, 0, None)


def in_pixels(*cameras: CameraPlace) -> Site:
    zone = Zone("bay", "grocery", np.array([[200.0, 250], [440, 250], [440, 350], [200, 350]]))
    site = Site("clip", "UTC", "00:00", "23:59", is_in_metres=False, floor_polygon_xy=(), cameras=cameras)
    return site.with_places((Line("door", (320, 480), (320, 0), is_y_down=True),), (zone,))


def replayed(site: Site) -> Replay:
    clock = FakeClock()
    return replay_frames(Walker(clock), site, clock=clock)


def test_a_walker_is_one_track_one_crossing_and_one_visit() -> None:
    result = replayed(in_pixels())

    assert result.tracks == 1
    assert result.lines() == {"door": {"in": 0, "out": 1}}
    assert result.zones() == {"bay": {"visits": 1, "dwell_s": pytest.approx(6.0, abs=0.4)}}


def test_skipped_frames_are_counted() -> None:
    result, clock = Replay(in_pixels()), FakeClock()

    for frame in Walker(clock).frames():
        result.saw(replace(frame, skipped=frame.index % 2 == 1))

    assert (result.frames, result.skipped, result.poses) == (120, 60, 119)


FLICKERS = st.lists(st.lists(st.sampled_from([-260, -160, 160, 260]), max_size=3, unique=True), max_size=11)
"""For each second, where something stands beside the walker, relative to him, in px."""


@given(FLICKERS, st.integers(1, 3))
def test_unconfirmed_detections_never_change_a_counter(flickers: list[list[int]], frames: int) -> None:
    lefts_px = [[4.0 * k] for k in range(FRAMES)]
    for second, beside_px in enumerate(flickers):
        for k in range(10 * second, 10 * second + frames):
            lefts_px[k] += [lefts_px[10 * second][0] + off for off in beside_px]

    result = replay_frames(Scene(lefts_px), in_pixels(), clock=FakeClock())

    assert (result.tracks, result.lines()) == (1, {"door": {"in": 0, "out": 1}})


@given(st.lists(st.floats(-60.0, 60.0), min_size=1, max_size=80))
def test_loitering_at_a_line_counts_at_most_once(sways_px: list[float]) -> None:
    lefts_px = [[300.0 + sway] for sway in sways_px for _ in range(3)]

    result = replay_frames(Scene(lefts_px), in_pixels(), clock=FakeClock())

    assert sum(result.lines()["door"].values()) <= result.tracks


def test_frames_people_and_heads_are_counted() -> None:
    result = replayed(in_pixels())

    assert (result.frames, result.poses, result.heads_filled) == (120, 119, 119)
    assert result.dropped == {"blur_failed": 0, "unsure": 0, "late": 1, "frozen": 0}


def test_frames_a_second_come_from_the_clock() -> None:
    assert replayed(in_pixels()).fps == pytest.approx(20.0)


def test_nothing_seen_is_no_frame_a_second() -> None:
    assert Replay(in_pixels()).fps == 0.0


def test_places_nobody_visited_are_named_with_zero() -> None:
    result = Replay(in_pixels())

    assert result.lines() == {"door": {"in": 0, "out": 0}}
    assert result.zones() == {"bay": {"visits": 0, "dwell_s": 0.0}}


def test_progress_is_told_after_every_frame() -> None:
    clock, told = FakeClock(), list[int]()

    replay_frames(Walker(clock), in_pixels(), clock=clock, on_frame=lambda result: told.append(result.frames))

    assert told == list(range(1, FRAMES + 1))


def test_frames_of_another_size_than_the_site_was_drawn_on_are_refused() -> None:
    camera = CameraPlace("door", "", (1280, 720), None, 0.0)

    with pytest.raises(SiteError, match=r"expected 1280×720 px, got 640×480 px"):
        replayed(in_pixels(camera))


def test_tracks_are_counted_without_a_camera() -> None:
    site = bare_site("table", is_in_metres=True).with_places((Line("door", (0, 0), (4, 0)),), ())
    track = Track(TrackId(1), 0.0, np.array([0.0, 1.0]), np.array([[1, -1], [1, 1]], np.float32))

    result = replay_tracks([track], site, clock=FakeClock())

    assert (result.frames, result.tracks, result.lines()) == (0, 1, {"door": {"in": 1, "out": 0}})


def test_tracks_in_metres_do_not_fit_a_site_in_pixels() -> None:
    with pytest.raises(SiteError, match="tracks are in metres and site 'clip' is in pixels"):
        replay_tracks([], in_pixels(), clock=FakeClock())


def test_a_site_in_pixels_needs_no_map() -> None:
    assert to_floor_of(in_pixels()) is None


def test_a_site_in_metres_needs_a_map() -> None:
    with pytest.raises(SiteError, match="its camera has no landmarks"):
        to_floor_of(bare_site("shop", is_in_metres=True))


def test_the_map_is_the_cameras() -> None:
    camera = CameraPlace("door", "", None, np.diag([0.01, 0.01, 1.0]), 0.0)
    site = Site("s", "UTC", "00:00", "23:59", is_in_metres=True, floor_polygon_xy=(), cameras=(camera,))

    to_floor = to_floor_of(site, "door")

    assert to_floor is not None
    assert to_floor(np.array([[100.0, 200.0]])) == pytest.approx(np.array([[1.0, 2.0 - NEAREST_SOLE_M]]))


@pytest.mark.parametrize("kind", LEFT_OUT)
def test_of_tracks_with_a_badge_only_their_number_is_kept(kind: LeftOut) -> None:
    def walk(badge: LeftOut | None) -> Track:
        places = np.array([[0.0, 0.0], [9.0, 0.0]], np.float32)
        return Track(TrackId(1), 0.0, np.array([0.0, 5.0]), places, badge=badge)

    result = replay_tracks(
        [walk(kind), walk(None), walk(kind)], bare_site("t", is_in_metres=True), clock=FakeClock()
    )

    assert (result.tracks, result.opted_out + result.staff) == (1, 2)
    assert (result.opted_out, result.staff) == ((2, 0) if kind == "optout" else (0, 2))
