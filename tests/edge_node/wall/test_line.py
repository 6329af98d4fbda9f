"""The order of the line: blur before pose, a dropped frame stays dropped, a preview only when wanted."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from edge_node.badges.looking import BadgeLooker
from edge_node.blur.show import CloserLook
from edge_node.capture.source import FrontLine
from edge_node.drops import no_drops
from edge_node.frame import BlurredFrame, RawFrame
from edge_node.observations import DROP_REASONS, MOST_HEADS_ALONE, DropReason, FrameObservation, Pose
from edge_node.pose.keypoints import unmeasured
from edge_node.wall.curtain import ENOUGH_KEPT, Curtains
from edge_node.wall.gate import Gate
from edge_node.wall.line import Line, Stages
from edge_node.wall.preview import Preview
from edge_node.wall.stopwatch import STAGES
from edge_node.wall.timed import CountsReplaced
from tests.support.badges import PERSON, filled, on_chest
from tests.support.clips import STARTED_AT, backdrop, raw

NONE = np.zeros((0, 4), np.float32)
BOX = np.array([[10, 10, 60, 200]], np.float32)


class Camera:
    """Gives a few frames."""

    def __init__(self, count: int, replaced: int = 0) -> None:
        self._count = count
        self.replaced = replaced

    def frames(self) -> Iterator[RawFrame]:
        """Yield drawn frames."""
        return (raw(backdrop(), index) for index in range(self._count))


class Blur:
    """Blurs all frames but those told to refuse."""

    def __init__(self, refused: dict[int, DropReason] | None = None) -> None:
        self._refused = refused or {}

    def blur(self, frame: RawFrame) -> BlurredFrame | DropReason:
        """Return the frame with one person, or why not."""
        if frame.index in self._refused:
            return self._refused[frame.index]
        one = np.ones(1, np.float32)
        return BlurredFrame(frame.pixels, frame.captured_at, frame.index, BOX, one, NONE, 1, is_settled=True)


class Poses:
    """Remembers what it was shown."""

    def __init__(self, keypoints: float = 0.0) -> None:
        self.seen: list[int] = []
        self._keypoints = keypoints

    def estimate(self, frame: BlurredFrame) -> tuple[Pose, ...]:
        """Return one pose."""
        self.seen.append(frame.index)
        keypoints = unmeasured()
        keypoints[5:] = self._keypoints
        return (Pose(keypoints, BOX[0], 1.0),)


class Nothing:
    """Finds nobody."""

    def find(self, pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return no box."""
        return NONE, np.zeros(0, np.float32)


class Broken:
    """Fails as a model might."""

    def find(self, pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Raise."""
        raise RuntimeError


def test_a_frozen_frame_is_not_even_blurred() -> None:
    poses = Poses()

    class Frozen(Camera):
        def frames(self) -> Iterator[RawFrame]:
            return (replace(frame, is_frozen=frame.index > 0) for frame in super().frames())

    line = Line(Frozen(3), Stages(Blur(), poses), gate=Gate())

    seen = [frame.dropped for frame in line.run(lambda: False) if isinstance(frame, FrameObservation)]

    assert (seen, poses.seen) == ([None, "frozen", "frozen"], [0])


def test_each_frame_gives_one_observation() -> None:
    line = Line(Camera(3), Stages(Blur(), Poses()))

    seen = list(line.run(lambda: True))

    assert [type(crossing) for crossing in seen] == [FrameObservation] * 3
    assert [(f.index, len(f.poses), f.heads_filled) for f in seen if isinstance(f, FrameObservation)] == [
        (index, 1, 1) for index in range(3)
    ]


@pytest.mark.parametrize("reason", DROP_REASONS)
def test_a_refused_frame_is_dropped_and_never_reaches_pose(reason: DropReason) -> None:
    poses = Poses()
    line = Line(Camera(3), Stages(Blur({1: reason}), poses))

    seen = [crossing for crossing in line.run(lambda: False) if isinstance(crossing, FrameObservation)]

    assert [(f.dropped, len(f.poses)) for f in seen] == [(None, 1), (reason, 0), (None, 1)]
    assert poses.seen == [0, 2]
    assert line.tally().dropped == no_drops() | {reason: 1}


def test_a_preview_that_cannot_be_sure_is_withheld_and_counted() -> None:
    line = Line(Camera(2), Stages(Blur(), Poses(), CloserLook(Broken(), Nothing())))

    seen = list(line.run(lambda: True))

    assert [type(crossing) for crossing in seen] == [FrameObservation] * 2
    assert line.tally().withheld == no_drops() | {"blur_failed": 2}


@pytest.mark.parametrize(("wanted", "previews"), [(True, 2), (False, 0)], ids=["wanted", "not wanted"])
def test_a_preview_goes_before_its_frame_and_only_when_wanted(wanted: bool, previews: int) -> None:
    line = Line(Camera(2), Stages(Blur(), Poses(), CloserLook(Nothing(), Nothing())))

    seen = list(line.run(lambda: wanted))

    assert sum(isinstance(crossing, Preview) for crossing in seen) == previews
    assert isinstance(seen[-1], FrameObservation)


def test_the_tally_counts_frames_and_seconds() -> None:
    camera = Camera(4, replaced=2)
    line = Line(camera, Stages(Blur(), Poses()))
    list(line.run(lambda: False))

    tally = line.tally()

    assert isinstance(camera, CountsReplaced)
    assert (tally.frames, tally.replaced, set(tally.stage_s)) == (4, 2, set(STAGES))
    assert all(seconds >= 0 for seconds in tally.stage_s.values())
    assert tally.processor_s > 0


def test_a_frame_on_which_nothing_moved_reaches_no_model() -> None:
    poses = Poses()
    line = Line(Camera(4), Stages(Blur(), poses), gate=Gate())

    seen = [crossing for crossing in line.run(lambda: False) if isinstance(crossing, FrameObservation)]

    assert [frame.skipped for frame in seen] == [False, True, True, True]
    assert poses.seen == [0]


def test_whoever_was_found_is_reported_again_without_keypoints() -> None:
    line = Line(Camera(2), Stages(Blur(), Poses(keypoints=1.0)), gate=Gate())

    first, second = (frame for frame in line.run(lambda: False) if isinstance(frame, FrameObservation))

    assert first.poses[0].keypoints.any()
    assert not second.poses[0].keypoints.any()
    assert (second.poses[0].bbox_xyxy_px == BOX[0]).all()
    assert (second.heads_filled, second.dropped) == (1, None)


def test_a_frame_that_was_dropped_is_followed_by_another_look() -> None:
    poses = Poses()
    line = Line(Camera(3), Stages(Blur({0: "late", 1: "unsure"}), poses), gate=Gate())

    seen = [crossing for crossing in line.run(lambda: False) if isinstance(crossing, FrameObservation)]

    assert [(frame.dropped, frame.skipped) for frame in seen] == [
        ("late", False),
        ("unsure", False),
        (None, False),
    ]
    assert poses.seen == [2]


def test_every_frame_is_looked_at_while_previews_are_wanted() -> None:
    line = Line(Camera(3), Stages(Blur(), Poses(), CloserLook(Nothing(), Nothing())), gate=Gate())

    seen = list(line.run(lambda: True))

    assert sum(isinstance(crossing, Preview) for crossing in seen) == 3
    assert not any(crossing.skipped for crossing in seen if isinstance(crossing, FrameObservation))


@pytest.mark.parametrize("has_time", [True, False], ids=["file", "live"])
def test_frames_filled_ahead_come_out_the_same(has_time: bool) -> None:
    blur = Blur({1: "late"})
    line = Line(Camera(6), Stages(blur, Poses()), gate=Gate(), has_time=has_time)

    seen = [crossing for crossing in line.run(lambda: False) if isinstance(crossing, FrameObservation)]

    assert [frame.index for frame in seen] == list(range(6))
    assert [frame.skipped for frame in seen] == [False, *[True] * 5]


def test_a_badge_crosses_and_its_wearer_is_not_read() -> None:
    class Worn(Blur):
        def blur(self, frame: RawFrame) -> BlurredFrame:
            return replace(filled(on_chest("staff"), PERSON), index=frame.index)

    class Reads(Poses):
        def estimate(self, frame: BlurredFrame) -> tuple[Pose, ...]:
            self.readable = frame.is_shown
            return super().estimate(frame)

    poses = Reads()
    line = Line(Camera(1), Stages(Worn(), poses, badges=BadgeLooker()))

    (seen,) = line.run(lambda: False)

    assert isinstance(seen, FrameObservation)
    assert [badge.kind for badge in seen.badges] == ["staff"]
    assert poses.readable is not None
    assert poses.readable.tolist() == [False]


def test_a_skipped_frame_says_nothing_of_badges() -> None:
    class Worn(Blur):
        def blur(self, frame: RawFrame) -> BlurredFrame:
            return replace(filled(on_chest("staff"), PERSON), index=frame.index)

    line = Line(Camera(2), Stages(Worn(), Poses(), badges=BadgeLooker()), gate=Gate())

    first, second = (frame for frame in line.run(lambda: False) if isinstance(frame, FrameObservation))

    assert (len(first.badges), second.skipped, second.badges) == (1, True, ())


def test_what_lies_across_a_front_is_told_of_frames_that_are_looked_at() -> None:
    front = FrontLine(2, ((320.0, 300.0), (320.0, 60.0)), 140.0)

    class Reaching(Camera):
        def frames(self) -> Iterator[RawFrame]:
            for frame in super().frames():
                if frame.index == 4:
                    frame.pixels[150:165, 280:400] = 255
                yield replace(frame, captured_at=STARTED_AT + timedelta(seconds=2 * frame.index))

    line = Line(Reaching(6), Stages(Blur({5: "unsure"}), Poses(), curtains=Curtains([front])))

    told = [seen.across for seen in line.run(lambda: False) if isinstance(seen, FrameObservation)]

    assert told[:4] == [None, None, None, ()]
    assert [across.shelf for across in told[4] or ()] == [2]
    assert told[5] is None
    assert line.tally().stage_s["hands"] > 0


def test_what_lay_across_since_the_start_is_told_again_with_one_frame() -> None:
    front = FrontLine(2, ((320.0, 300.0), (320.0, 60.0)), 140.0)

    class Reaching(Camera):
        def frames(self) -> Iterator[RawFrame]:
            for frame in super().frames():
                if frame.index < 2:
                    frame.pixels[150:165, 280:400] = 255
                yield replace(frame, captured_at=STARTED_AT + timedelta(seconds=2 * frame.index))

    line = Line(Reaching(ENOUGH_KEPT + 2), Stages(Blur({3: "unsure"}), Poses(), curtains=Curtains([front])))

    told = [seen for seen in line.run(lambda: False) if isinstance(seen, FrameObservation)]

    (again,) = [seen for seen in told if seen.looked_again]
    assert again.index == ENOUGH_KEPT, "a dropped frame is no look"
    assert [look.captured_at for look in again.looked_again] == [
        seen.captured_at for seen in told[: ENOUGH_KEPT + 1] if seen.index != 3
    ]
    assert [len(look.across) for look in again.looked_again] == [1, 1, *[0] * (ENOUGH_KEPT - 2)]


def test_where_no_front_is_measured_nothing_is_said_of_arms() -> None:
    line = Line(Camera(2), Stages(Blur(), Poses()))

    assert [f.across for f in line.run(lambda: False) if isinstance(f, FrameObservation)] == [None, None]


class Headed(Blur):
    """Finds more heads than boxes."""

    def __init__(self, heads: np.ndarray) -> None:
        super().__init__()
        self._heads = heads

    def blur(self, frame: RawFrame) -> BlurredFrame | DropReason:
        """Return the frame with one person and these heads."""
        blurred = super().blur(frame)
        assert isinstance(blurred, BlurredFrame)
        return replace(blurred, heads_alone_xyxy_px=self._heads)


@pytest.mark.parametrize(("found", "told"), [(0, 0), (2, 2), (MOST_HEADS_ALONE + 5, MOST_HEADS_ALONE)])
def test_heads_alone_are_told_as_far_as_they_may_be(found: int, told: int) -> None:
    heads = np.tile(np.array([[1, 2, 3, 4]], np.float32), (found, 1))

    (seen,) = Line(Camera(1), Stages(Headed(heads), Poses())).run(lambda: False)

    assert isinstance(seen, FrameObservation)
    assert [head.bbox_xyxy_px.tolist() for head in seen.heads_alone] == [[1, 2, 3, 4]] * told
