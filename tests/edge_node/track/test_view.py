"""A view lets a person go once, when nobody can still turn out to be the same."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_node.observations import FrameObservation, Track, TrackId
from edge_node.track.cameras import Sighting
from edge_node.track.people import sort_out
from edge_node.track.view import View
from tests.support.overlap import Eye, Seen, Walk, seen_by

START_S = 1_000_000_000.0
CUT_S = 1800.0
HALL = (-20.0, -20.0, 20.0, 20.0)
ERROR_M = {"west": 0.18, "east": 0.18, "south": 0.18}


class Told:
    """A camera tracker that is told its tracks beforehand."""

    def __init__(self, tracks: Sequence[Track]) -> None:
        self._tracks = {TrackId(n): track for n, track in enumerate(tracks)}
        self._at_s = -np.inf

    def update(self, observation: FrameObservation) -> Sequence[Track]:
        """Return the tracks that have ended by now."""
        self._at_s = observation.captured_at.timestamp()
        return self._take([n for n, track in self._tracks.items() if track.t_s[-1] < self._at_s])

    def finish(self) -> Sequence[Track]:
        """Return the tracks that have begun."""
        return self._take([n for n, track in self._tracks.items() if track.t_s[0] <= self._at_s])

    def begun_s(self) -> float | None:
        """Return the first moment of those that have begun and not ended."""
        return min((float(t.t_s[0]) for t in self._tracks.values() if t.t_s[0] <= self._at_s), default=None)

    def followed(self) -> Sequence[Track]:
        """Return those that have begun, up to now."""
        begun = ((n, track) for n, track in self._tracks.items() if track.t_s[0] <= self._at_s)
        return [_until(track, n, self._at_s) for n, track in begun]

    def keep_ways(self) -> None:
        """Every way is kept."""

    def silence(self, track_id: TrackId) -> None:
        """Forget the track."""
        del self._tracks[track_id]

    def _take(self, numbers: list[TrackId]) -> list[Track]:
        return [self._tracks.pop(number) for number in numbers]


def _until(track: Track, number: TrackId, at_s: float) -> Track:
    is_past = track.t_s <= at_s
    return Track(number, track.confirmed_at_s, track.t_s[is_past], track.floor_xy_m[is_past], track.view)


def stands(x: float, from_s: float, until_s: float) -> Walk:
    """Return somebody who stands at x on the x axis."""
    return Walk(START_S + np.array([from_s, until_s]), np.array([[x, 0.0], [x, 0.0]]))


def seen(camera: str, *walks: Walk, seed: int = 1, jitter_m: float = 0.05) -> list[Seen]:
    eye = Eye(camera, (-20.0, 0.0), HALL, jitter_m=jitter_m)
    return seen_by(eye, walks, np.random.default_rng([seed, len(camera)]))


def view_of(found: list[Seen], *, cut_s: float = CUT_S) -> View:
    cameras = sorted({one.camera for one in found})
    trackers = {camera: Told([one.track for one in found if one.camera == camera]) for camera in cameras}
    return View(trackers, error_m=ERROR_M, cut_s=cut_s)


def frame(at_s: float) -> FrameObservation:
    return FrameObservation(0, datetime.fromtimestamp(START_S + at_s, UTC), 640, 480, (), 0, dropped=None)


def run(view: View, until_s: float, *, from_s: float = 0.0) -> list[tuple[float, Track]]:
    """Return every track with the second at which it left; frames come twice a second, camera by camera."""
    return [
        (at_s, track)
        for at_s in np.arange(from_s, until_s, 0.5).tolist()
        for seat in view.seats.values()
        for track in seat.update(frame(at_s))
    ]


def finish(view: View) -> list[Track]:
    return [track for seat in view.seats.values() for track in seat.finish()]


def test_a_person_whom_two_cameras_see_leaves_once() -> None:
    view = view_of([*seen("west", stands(0, 0, 20)), *seen("east", stands(0.1, 5, 25))])

    left = run(view, 60)

    assert [(round(float(t.t_s[0] - START_S)), round(float(t.t_s[-1] - START_S))) for _, t in left] == [
        (0, 25)
    ]


def test_who_waits_for_nobody_leaves_at_once() -> None:
    view = view_of([*seen("west", stands(0, 0, 20)), *seen("east", stands(9, 40, 50))])

    (at_s, _), *_ = run(view, 60)

    assert 20 <= at_s <= 22


def test_a_track_waits_for_those_that_began_before_it_ended() -> None:
    view = view_of([*seen("west", stands(0, 0, 20)), *seen("east", stands(9, 10, 50))])

    left = run(view, 60)

    assert [at_s >= 50 for at_s, _ in left] == [True, True]


def test_at_the_end_everything_leaves() -> None:
    view = view_of([*seen("west", stands(0, 0, 20)), *seen("east", stands(0.1, 5, 25))])
    run(view, 15)

    assert len(finish(view)) == 1
    assert finish(view) == []


def test_a_camera_that_has_finished_keeps_nobody_waiting() -> None:
    view = view_of([*seen("west", stands(0, 0, 20)), *seen("east", stands(9, 10, 1000))])
    run(view, 15)
    view.seats["east"].finish()

    left = [t for k in range(30, 60) for t in view.seats["west"].update(frame(k))]

    assert len(left) == 1


def test_cameras_that_are_run_one_after_the_other_count_a_person_once() -> None:
    view = view_of([*seen("west", stands(0, 0, 20)), *seen("east", stands(0.1, 5, 25))])

    left = []
    for seat in view.seats.values():
        left += [track for at_s in range(40) for track in seat.update(frame(at_s))]
        left += seat.finish()

    assert len(left) == 1


def test_who_is_cut_leaves_then_and_is_heard_no_more() -> None:
    found = [*seen("west", stands(0, 0, 90)), *seen("east", stands(0.1, 20, 200))]
    view = view_of(found, cut_s=100.0)

    left = run(view, 250) + [(250.0, track) for track in finish(view)]

    assert [round(float(t.t_s[-1] - t.t_s[0])) for _, t in left] == [100]
    assert 100 <= left[0][0] <= 102


def test_somebody_else_is_not_cut_with_them() -> None:
    found = [*seen("west", stands(0, 0, 90)), *seen("east", stands(5, 20, 120))]
    view = view_of(found, cut_s=100.0)

    left = run(view, 250)

    assert sorted(round(float(t.t_s[-1] - t.t_s[0])) for _, t in left) == [90, 100]


def test_nothing_is_kept_of_who_has_left() -> None:
    view = view_of([*seen("west", stands(0, 0, 20)), *seen("east", stands(0.1, 5, 25))])
    run(view, 60)

    assert view.held == 0


@given(seed=st.integers(0, 2**32 - 1), count=st.integers(1, 8))
@settings(max_examples=30, deadline=None)
def test_frame_by_frame_it_is_decided_as_with_hindsight(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    walks = [
        Walk(START_S + rng.uniform(0, 30) + np.array([0.0, 6.0, 12.0]), rng.uniform(-1.5, 1.5, (3, 2)))
        for _ in range(count)
    ]
    found = [one for camera in ERROR_M for one in seen(camera, *walks, seed=seed, jitter_m=0.1)]
    sightings = [Sighting.of(one.camera, one.track.t_s, one.track.floor_xy_m) for one in found]
    people = sort_out([one.track for one in found], sightings, ERROR_M).people
    view = view_of(found)

    left = [track for _, track in run(view, 50)] + finish(view)

    assert sorted((float(t.t_s[0]), len(t.t_s)) for t in left) == sorted(
        (
            min(float(piece.track.t_s[0]) for piece in person),
            len({t for piece in person for t in piece.track.t_s.tolist()}),
        )
        for person in people
    )


@pytest.mark.parametrize("wears", ["west", "east"])
def test_whose_badge_one_camera_saw_leaves_with_it_from_the_whole_view(wears: str) -> None:
    person, other = stands(0, 0, 20), stands(5, 0, 20)
    found = [
        replace(one, track=replace(one.track, badge="optout")) if one.camera == wears else one
        for camera in ("west", "east")
        for one in seen(camera, person)
    ] + seen("west", other, seed=2)
    view = view_of(found)

    left = [track for _, track in run(view, 60)] + finish(view)

    assert sorted((track.badge or "", round(float(track.floor_xy_m[0, 0]))) for track in left) == [
        ("", 5),
        ("optout", 0),
    ]
