"""From frames to counted people, in one piece."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from edge_node.measurer import Measurer
from edge_node.observations import BADGE_KINDS, BadgeKind, BadgeSeen, FrameObservation, Pose
from edge_node.pipeline import Pipeline, build
from edge_node.running import measurer_of
from edge_node.site import CameraPlace, Site, bare_site
from edge_node.track.homography import Homography
from edge_node.track.tracker import CUT_S, FloorTracker
from edge_node.track.view import LAG_S
from edge_node.zones.line import Line
from tests.support.clock import FakeClock
from tests.support.edge_world import paired_node

START = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
DOOR = Line(name="door", from_xy=(300.0, 0.0), to_xy=(300.0, 480.0), margin=6.0, is_y_down=True)


def site() -> Site:
    """Return a site in pixels with one door in the middle of the picture."""
    bare = bare_site("test", is_in_metres=False).with_places((DOOR,), ())
    return Site(**{name: getattr(bare, name) for name in Site.__slots__} | {"entrance": ("door",)})


def site_with(place: CameraPlace) -> Site:
    """Return the same site with a camera."""
    return replace(site(), cameras=(place,))


def walker(frames: int, *, from_x: float = 100.0, step_px: float = 12.0) -> Iterator[FrameObservation]:
    """Yield frames at 10 Hz in which one person walks to the right."""
    for index in range(frames):
        left = from_x + step_px * index
        box = np.array([left, 200.0, left + 60.0, 380.0], dtype=np.float32)
        pose = Pose(np.zeros((17, 3), dtype=np.float32), box, 0.9)
        at = START + timedelta(seconds=index / 10)
        yield FrameObservation(index, at, 640, 480, (pose,), 1, dropped=None)


@pytest.fixture
def measurer(tmp_path: Path) -> Iterator[Measurer]:
    """Yield a measurer of a paired node."""
    node, _ = paired_node(tmp_path, FakeClock(START))
    with closing(node.open_journal()) as journal:
        yield measurer_of(node, site(), journal)


@pytest.fixture
def pipeline(measurer: Measurer) -> Pipeline:
    """Return the line of a camera that looks at the door."""
    return Pipeline(site=site(), tracker=FloorTracker(None), measurer=measurer)


def test_somebody_who_walks_across_the_door_is_counted_once(pipeline: Pipeline) -> None:
    for observation in walker(34):
        pipeline.observe(observation)
    pipeline.finish()

    assert (pipeline.tally.frames, pipeline.tally.tracks) == (34, 1)
    assert pipeline.tally.entries == 1


def test_coverage_runs_from_the_first_frame_to_the_last(pipeline: Pipeline) -> None:
    for observation in walker(31):
        pipeline.observe(observation)

    assert pipeline.covered() == [(START.timestamp(), START.timestamp() + 3.0)]
    assert pipeline.covered() == []


def test_a_frozen_camera_leaves_a_gap(pipeline: Pipeline) -> None:
    frames = list(walker(40))

    for observation in [frames[0], frames[10]]:
        pipeline.observe(observation)
    late = FrameObservation(2, START + timedelta(seconds=20), 640, 480, (), 0, dropped=None)
    pipeline.observe(late)

    assert pipeline.covered() == [(START.timestamp(), START.timestamp() + 1.0)]


def test_a_skipped_frame_is_coverage(pipeline: Pipeline) -> None:
    for observation in walker(31):
        pipeline.observe(replace(observation, skipped=observation.index > 0))

    assert pipeline.covered() == [(START.timestamp(), START.timestamp() + 3.0)]


def test_a_dropped_frame_is_no_coverage(pipeline: Pipeline) -> None:
    for observation in walker(1):
        pipeline.observe(observation)
    pipeline.observe(FrameObservation(1, START + timedelta(seconds=2), 640, 480, (), 0, dropped="unsure"))

    assert pipeline.covered() == []


def overlooked(measurer: Measurer, *views: str, cut_s: float = CUT_S) -> dict[str, Pipeline]:
    """Return the lines of cameras over one floor, one of each view, 5 cm off each other."""
    places = tuple(
        CameraPlace(f"camera {n}", "clip.mp4", None, off_by_m(0.05 * n), 2.0, view=view)
        for n, view in enumerate(views)
    )
    door = Line(name="door", from_xy=(3.0, 4.8), to_xy=(3.0, 0.0))
    floor = replace(bare_site("test", is_in_metres=True), lines=(door,), entrance=("door",), cameras=places)
    return build(floor, measurer, cut_s=cut_s)


def counted(measurer: Measurer, *views: str) -> tuple[int, int]:
    """Return tracks and entries of one walker whom a camera of each view sees."""
    lines = overlooked(measurer, *views)
    for observation in walker(34):
        for pipeline in lines.values():
            pipeline.observe(observation)
    for pipeline in lines.values():
        pipeline.finish()
    tallies = [pipeline.tally for pipeline in lines.values()]
    return sum(tally.tracks for tally in tallies), sum(tally.entries for tally in tallies)


def off_by_m(metres: float) -> NDArray[np.float64]:
    """Return the map of a camera that looks straight down, 100 px to the metre, and is off by so much."""
    return Homography.scaled(100.0, 480.0).floor_from_px + np.array([[0, 0, metres], [0, 0, 0], [0, 0, 0]])


def test_a_person_whom_two_cameras_of_one_view_see_is_counted_once(measurer: Measurer) -> None:
    assert counted(measurer, "hall", "hall", "hall") == (1, 1)


def test_cameras_of_different_views_count_a_person_each(measurer: Measurer) -> None:
    assert counted(measurer, "west", "east") == (2, 2)


def test_a_view_of_several_cameras_has_let_everybody_go_by_the_longest_time(measurer: Measurer) -> None:
    lines = overlooked(measurer, "hall", "hall", cut_s=LAG_S + 3.0)

    for observation in walker(55, step_px=1.0):
        for pipeline in lines.values():
            pipeline.observe(observation)

    assert sum(pipeline.tally.tracks for pipeline in lines.values()) == 1


def test_a_track_is_cut_where_the_policy_says(measurer: Measurer) -> None:
    place = CameraPlace("door", "clip.mp4", None, None, 0.0)
    line = build(site_with(place), measurer, cut_s=1.0)["door"]

    for observation in walker(25):
        line.observe(observation)

    assert line.tally.tracks == 1


def test_a_clock_that_is_set_back_begins_new_tracks_and_a_new_stretch(pipeline: Pipeline) -> None:
    earlier = timedelta(hours=1)
    for observation in walker(31):
        pipeline.observe(observation)
    for observation in walker(31):
        pipeline.observe(replace(observation, captured_at=observation.captured_at - earlier))
    pipeline.finish()

    start_s = START.timestamp()
    assert pipeline.tally.tracks == 2
    assert pipeline.covered() == [(start_s, start_s + 3.0), (start_s - 3600, start_s - 3597.0)]


def badged(seen: FrameObservation, kind: BadgeKind) -> FrameObservation:
    """Return the frame with a badge on the chest of its one person."""
    left, top = seen.poses[0].bbox_xyxy_px[:2].tolist()
    box = np.array([left + 20, top + 50, left + 40, top + 70], np.float32)
    return replace(seen, badges=(BadgeSeen(kind, box),))


@pytest.mark.parametrize("kind", [None, *BADGE_KINDS])
def test_of_who_wears_a_badge_a_number_is_left_and_nothing_else(
    tmp_path: Path, kind: BadgeKind | None
) -> None:
    node, _ = paired_node(tmp_path, FakeClock(START))
    with closing(node.open_journal()) as journal:
        measurer = measurer_of(node, site(), journal)
        pipeline = Pipeline(site=site(), tracker=FloorTracker(None), measurer=measurer)

        for observation in walker(34):
            is_seen = observation.index in (31, 33)
            pipeline.observe(badged(observation, kind) if kind and is_seen else observation)
        pipeline.finish()
        measurer.flush(at_end=True)

        tally = pipeline.tally
        left = (tally.tracks, tally.entries, tally.opted_out, tally.staff, bool(journal.sums.epochs()))
    expected = {
        None: (1, 1, 0, 0, True),
        "panel": (1, 1, 0, 0, True),
        "optout": (0, 0, 1, 0, False),
        "staff": (0, 0, 0, 1, False),
    }
    assert left == expected[kind]


def test_a_measurer_counts_nobody_with_a_badge(measurer: Measurer) -> None:
    bare = FloorTracker(None)
    ended = [track for observation in walker(34) for track in bare.update(badged(observation, "staff"))]
    (track,) = [*ended, *bare.finish()]

    assert measurer.count(track) == ()


def test_a_line_broken_off_covers_nothing_until_the_next_frame(pipeline: Pipeline) -> None:
    first, second, third, *_ = walker(30)
    pipeline.observe(first)
    pipeline.observe(second)
    pipeline.break_off()
    pipeline.observe(replace(third, captured_at=third.captured_at + timedelta(seconds=3)))

    covered = pipeline.covered()

    assert covered == [(first.captured_at.timestamp(), second.captured_at.timestamp())]


def test_who_is_seen_when_a_line_breaks_off_is_counted_then(pipeline: Pipeline) -> None:
    for observation in walker(40):
        pipeline.observe(observation)

    pipeline.break_off()

    assert pipeline.tally.tracks == 1


def test_every_counted_journey_is_offered_to_be_learned_from(measurer: Measurer) -> None:
    offered: list[str] = []
    place = CameraPlace("door", "clip.mp4", None, None, 0.0, view="hall")
    (pipeline,) = build(
        site_with(place), measurer, seats=lambda view: lambda journey: offered.append(view)
    ).values()

    for observation in walker(34):
        pipeline.observe(observation)
    pipeline.finish()

    assert offered == ["hall"]


def test_nobody_with_a_badge_is_learned_from(measurer: Measurer) -> None:
    offered: list[str] = []
    pipeline = Pipeline(
        site=site(), tracker=FloorTracker(None), measurer=measurer, keep=lambda _: offered.append("")
    )
    badge = BadgeSeen("staff", np.array([110.0, 220.0, 130.0, 240.0], np.float32))

    for observation in walker(34, step_px=0.0):
        pipeline.observe(replace(observation, badges=(badge,)))
    pipeline.finish()

    assert pipeline.tally.staff == 1
    assert offered == []
