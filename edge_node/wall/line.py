"""Capture → blur → badges → pose, once the wall is closed: frames in, observations out, pixels forgotten.

A frame that the gate lets pass unseen reaches no model; whom the last look found is reported again.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import cv2

from edge_node.badges.looking import BadgeLooker
from edge_node.blur.show import CloserLook
from edge_node.capture.ahead import Ahead
from edge_node.drops import no_drops, with_one
from edge_node.frame import BlurredFrame, RawFrame
from edge_node.observations import (
    MOST_HEADS_ALONE,
    SURE_SCORE,
    BadgeSeen,
    DropReason,
    FrameObservation,
    Head,
    Pose,
)
from edge_node.ports import Anonymizer, Camera, PoseEstimator
from edge_node.pose.keypoints import unmeasured
from edge_node.wall.curtain import Curtains
from edge_node.wall.gate import Gate
from edge_node.wall.messages import Tally
from edge_node.wall.preview import Preview
from edge_node.wall.stopwatch import Stopwatch
from edge_node.wall.strip import Searched, searched_only
from edge_node.wall.timed import CountsReplaced

_JPEG_QUALITY = 80


@dataclass(frozen=True, slots=True)
class Stages:
    """What works on a frame that is looked at."""

    anonymizer: Anonymizer
    poses: PoseEstimator
    look: CloserLook | None = None
    """The second look before a preview; None: no previews are made."""
    badges: BadgeLooker | None = None
    """What reads badges; None: nobody wears any."""
    curtains: Curtains | None = None
    """What looks for arms across shelf fronts; None: no front is measured."""


class Line:
    """The stages of one camera, with their running times."""

    def __init__(
        self,
        camera: Camera,
        stages: Stages,
        *,
        gate: Gate | None = None,
        watch: Stopwatch | None = None,
        has_time: bool = False,
        searched: Searched | None = None,
    ) -> None:
        """Look at the frames that the gate says; without one at every frame.

        searched: what the finders share that can look at a strip of the frame; None: they look at all of it.
        has_time: the camera's frames wait, so the next are filled while keypoints of the last are read.
        """
        self._camera = camera
        self._stages = stages
        self._gate = gate
        self._watch = watch or Stopwatch()
        self._searched = searched or Searched()
        self._has_time = has_time
        self._is_wanted = False
        self._found: tuple[Pose, ...] = ()
        self._heads_filled = 0
        self._begun_s = time.process_time()
        self._frames = 0
        self._dropped = no_drops()
        self._withheld = no_drops()

    def run(self, wants_preview: Callable[[], bool]) -> Iterator[FrameObservation | Preview]:
        """Yield one observation per frame, after its preview where one is wanted.

        Raises: edge_node.errors.CaptureError when the camera breaks off.
        """
        self._begun_s = time.process_time()
        self._is_wanted = wants_preview()
        for frame, filled in Ahead(self._filled()) if self._has_time else self._filled():
            self._frames += 1
            self._is_wanted = wants_preview()
            for crossing in self._observe(frame, filled):
                with self._watch.on("wall"):
                    yield crossing

    def tally(self) -> Tally:
        """Return the counts so far."""
        return Tally(
            frames=self._frames,
            dropped=self._dropped,
            withheld=self._withheld,
            replaced=self._camera.replaced if isinstance(self._camera, CountsReplaced) else 0,
            stage_s=self._watch.seconds(),
            processor_s=time.process_time() - self._begun_s,
        )

    def _filled(self) -> Iterator[tuple[RawFrame, BlurredFrame | DropReason | None]]:
        """Yield each frame with its filled copy, or why there is none, or None where nobody looks."""
        for frame in self._camera.frames():
            if frame.is_frozen:
                yield frame, "frozen"
            elif self._is_due(frame) or self._is_wanted:
                yield frame, self._fill(frame)
            else:
                yield frame, None

    def _is_due(self, frame: RawFrame) -> bool:
        with self._watch.on("gate"):
            return self._gate is None or self._gate.is_due(frame)

    def _fill(self, frame: RawFrame) -> BlurredFrame | DropReason:
        with self._watch.on("gate"):
            columns = None if self._gate is None or self._is_wanted else self._gate.columns
            self._searched.choose(columns, frame.pixels.shape[1], frame.captured_at)
        with self._watch.on("blur"):
            filled = self._stages.anonymizer.blur(frame)
        if not isinstance(filled, BlurredFrame):
            self._searched.forget()
            return filled
        with self._watch.on("gate"):
            if self._gate is not None:
                sure = filled.person_boxes_xyxy_px[filled.person_scores >= SURE_SCORE]
                self._gate.looked(frame, sure, self._searched.strip)
            return searched_only(filled, self._searched.strip)

    def _observe(
        self, frame: RawFrame, filled: BlurredFrame | DropReason | None
    ) -> Iterator[FrameObservation | Preview]:
        if filled is None:
            yield _seen(frame, self._found, heads_filled=self._heads_filled, skipped=True)
            return
        if not isinstance(filled, BlurredFrame):
            self._dropped = with_one(self._dropped, filled)
            yield _seen(frame, (), dropped=filled)
            return
        badges, readable = self._read_badges(filled)
        with self._watch.on("pose"):
            poses = self._stages.poses.estimate(readable)
        self._found = tuple(Pose(unmeasured(), pose.bbox_xyxy_px, pose.score) for pose in poses)
        self._heads_filled = filled.heads_filled
        if self._is_wanted and self._stages.look is not None and filled.is_shown is None:
            yield from self._preview(frame, filled, self._stages.look)
        seen = _seen(frame, poses, badges, heads_filled=filled.heads_filled)
        yield replace(self._look_across(frame, seen), heads_alone=_heads_alone(filled))

    def _look_across(self, frame: RawFrame, seen: FrameObservation) -> FrameObservation:
        """Return what was seen with what lies across shelf fronts."""
        if self._stages.curtains is None:
            return seen
        with self._watch.on("hands"):
            across = self._stages.curtains.look(frame)
            return replace(seen, across=across, looked_again=self._stages.curtains.look_again())

    def _read_badges(self, filled: BlurredFrame) -> tuple[tuple[BadgeSeen, ...], BlurredFrame]:
        """Return the badges and the frame for pose: who is known to wear one is not read by it."""
        if self._stages.badges is None:
            return (), filled
        with self._watch.on("badges"):
            looked = self._stages.badges.look(filled)
        return looked.badges, replace(filled, is_shown=looked.is_read)

    def _preview(self, frame: RawFrame, blurred: BlurredFrame, look: CloserLook) -> Iterator[Preview]:
        with self._watch.on("preview"):
            preview = to_preview(frame, blurred, look)
        if isinstance(preview, Preview):
            yield preview
        else:
            self._withheld = with_one(self._withheld, preview)


def _heads_alone(filled: BlurredFrame) -> tuple[Head, ...]:
    return tuple(Head(box) for box in filled.heads_alone_xyxy_px[:MOST_HEADS_ALONE])


def _seen(
    frame: RawFrame,
    poses: tuple[Pose, ...],
    badges: tuple[BadgeSeen, ...] = (),
    *,
    heads_filled: int = 0,
    dropped: DropReason | None = None,
    skipped: bool = False,
) -> FrameObservation:
    height, width = frame.pixels.shape[:2]
    return FrameObservation(
        frame.index,
        frame.captured_at,
        width,
        height,
        poses,
        heads_filled,
        dropped,
        skipped=skipped,
        badges=badges,
    )


def to_preview(frame: RawFrame, blurred: BlurredFrame, look: CloserLook) -> Preview | DropReason:
    """Return the frame as people may see it, a closer look and the wide fill before JPEG, or why not."""
    shown = look.shown(frame, blurred)
    if isinstance(shown, str):
        return shown
    _, encoded = cv2.imencode(".jpg", shown, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    return Preview(encoded.tobytes(), frame.index, frame.captured_at)
