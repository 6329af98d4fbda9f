"""What is left once pixels are gone: poses, tracks, visits, crossings. None ever leaves the store."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NewType, get_args

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from shared.metrics import NEXT_ACTIONS

TrackId = NewType("TrackId", int)
"""One camera-local track; a running number that means nothing outside its process."""

NO_SHELF = -1
"""In Track.hand_at: both hands were looked at and neither was in a shelf."""

NOT_LOOKED = -2
"""In Track.hand_at: no hand was measured in that frame; it says nothing of where they were."""

DropReason = Literal["blur_failed", "unsure", "late", "frozen"]
"""Why a frame was thrown away: a model broke, its answer could not be trusted, it took too long, or the
picture has long been one and the same."""

DROP_REASONS: tuple[DropReason, ...] = get_args(DropReason)

LeftOut = Literal["optout", "staff"]
"""What a badge says of whoever is counted nowhere: measure nothing of me, or, I work here."""

BadgeKind = Literal["optout", "staff", "panel"]
"""Every badge: those of LeftOut, and one that says, I consented. None says who it is."""

LEFT_OUT: tuple[LeftOut, ...] = get_args(LeftOut)
BADGE_KINDS: tuple[BadgeKind, ...] = get_args(BadgeKind)
"""The one that asks for most first; their order stands in what crosses the wall."""

SURE_SCORE = 0.3
"""A box that scored less is nobody by itself: it only keeps somebody followed who is known already."""

MOST_HEADS_ALONE = 64
"""Of one frame; more are left away behind the wall, and refused at its opening."""
MOST_AGAIN = 640
"""Looks told once more, likewise: 12 s of 50 a second."""

MOST_SHELVES = 127
"""Of one site: Track.hand_at and Across say which by a small number."""

MOVEMENT, POSTURE = 11, 2
"""Levels a moment in Track.movement (edge_node/intent/levels.py) and Track.posture."""

KEYPOINTS = 17
"""COCO-17 order: nose, eyes, ears, shoulders, elbows, wrists, hips, knees, ankles (left before right)."""


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Pose:
    """One person's keypoints in one frame; the face ones (0–4) are always zero, dropped at the wall."""

    keypoints: NDArray[np.float32]
    """float32 (17, 3): x_px, y_px, score in [0, 1]; COCO-17 order; a score of 0 means not measured."""
    bbox_xyxy_px: NDArray[np.float32]
    """float32 (4,): left, top, right, bottom of the person."""
    score: float
    """The detector's confidence in [0, 1]."""

    def __post_init__(self) -> None:
        if self.keypoints.shape != (KEYPOINTS, 3) or self.bbox_xyxy_px.shape != (4,):
            raise ValueError(
                f"expected keypoints (17, 3) and a box (4,), got {self.keypoints.shape} and "
                f"{self.bbox_xyxy_px.shape}"
            )

    @override
    def __repr__(self) -> str:
        return "Pose(…)"


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class BadgeSeen:
    """One badge in one frame."""

    kind: BadgeKind
    bbox_xyxy_px: NDArray[np.float32]
    """float32 (4,): left, top, right, bottom of the badge itself."""

    def __post_init__(self) -> None:
        if self.kind not in BADGE_KINDS or self.bbox_xyxy_px.shape != (4,):
            raise ValueError(f"expected a known badge and a box (4,), got a box {self.bbox_xyxy_px.shape}")

    @override
    def __repr__(self) -> str:
        return "BadgeSeen(…)"


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Head:
    """A head in one frame at the top of nobody's box: where it is, and nothing of whose."""

    bbox_xyxy_px: NDArray[np.float32]
    """float32 (4,): left, top, right, bottom, from the hair to the chin."""

    def __post_init__(self) -> None:
        if self.bbox_xyxy_px.shape != (4,):
            raise ValueError(f"expected a box (4,), got {self.bbox_xyxy_px.shape}")

    @override
    def __repr__(self) -> str:
        return "Head(…)"


@dataclass(frozen=True, slots=True)
class Across:
    """Something that lies across a shelf's front in one frame, both before it and behind it."""

    shelf: int
    """Index into the site's shelves, below MOST_SHELVES."""
    low: float
    """Where along the front's line in the picture it begins, in [0, 1]: 0 is its lower end."""
    high: float
    """Where it ends, in [low, 1]."""

    def __post_init__(self) -> None:
        if not 0 <= self.shelf < MOST_SHELVES:
            raise ValueError(f"expected a shelf from 0 to {MOST_SHELVES - 1}, got {self.shelf}")
        if not 0.0 <= self.low <= self.high <= 1.0:
            raise ValueError(f"expected a stretch within 0 to 1, got {self.low} to {self.high}")


@dataclass(frozen=True, slots=True)
class EarlierLook:
    """What lay across shelf fronts in a frame that was told of before, as it is known now."""

    captured_at: datetime
    """Capture time of that frame, UTC."""
    across: tuple[Across, ...]


@dataclass(frozen=True, slots=True)
class FrameObservation:
    """What crosses the wall for one frame."""

    index: int
    """Frame number since the source was opened, from 0."""
    captured_at: datetime
    """Capture time, UTC."""
    width_px: int
    height_px: int
    poses: tuple[Pose, ...]
    """People in the frame, and doubtful boxes; a pose without measured keypoints still has its box."""
    heads_filled: int
    """Heads covered before the pose model saw the frame; in a skipped one, which no model sees, those of the
    last look."""
    dropped: DropReason | None
    """Why the frame was thrown away, poses then being empty; None for one that was seen."""
    skipped: bool = False
    """True when nobody looked at this frame: poses says again who the last look found, without keypoints."""
    badges: tuple[BadgeSeen, ...] = ()
    """Badges read in this frame; who is not looked at this time may wear one all the same."""
    across: tuple[Across, ...] | None = None
    """What lies across shelf fronts; None: none is looked at, or it is not known yet what is usual there."""
    looked_again: tuple[EarlierLook, ...] = ()
    """Once, when enough is known of what is usual there: every look since the start, in order of time; taken
    instead of what was said then."""
    heads_alone: tuple[Head, ...] = ()
    """Heads at the top of no box among the poses: of people whom somebody hides, and faces on posters."""

    @property
    def people(self) -> tuple[Pose, ...]:
        """The poses that are sure enough to be counted as somebody."""
        return tuple(pose for pose in self.poses if pose.score >= SURE_SCORE)


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Track:
    """One person over time in one view of the floor, ended or cut at T_max; the unit of privacy."""

    track_id: TrackId
    confirmed_at_s: float
    """Unix seconds when the tracker confirmed it; decides the epoch at every level."""
    t_s: NDArray[np.float64]
    """float64 (T,): unix seconds, strictly increasing."""
    floor_xy_m: NDArray[np.float32]
    """float32 (T, 2): x east, y north, metres in the site frame (pixels where there is no homography)."""
    view: str = ""
    """The view that saw it; empty for tracks that came from no camera. Funnel stages nest within one view."""
    hand_at: NDArray[np.int8] | None = None
    """int8 (T,): index into the site's shelves of the one a hand is in, NO_SHELF or NOT_LOOKED; None: the
    track's source has no hands."""
    badge: LeftOut | None = None
    """What the person was seen to wear at any time; a track with one is counted nowhere."""
    in_panel: bool = False
    """Whether the person wore the panel's badge: purposes that rest on consent count nobody else."""
    movement: NDArray[np.int8] | None = None
    """int8 (T, MOVEMENT): how the person moved, in coarse levels, -1 for what was not read; None: the track's
    source knows no body."""
    posture: NDArray[np.int8] | None = None
    """int8 (T, POSTURE): movement energy and openness, likewise."""

    def __post_init__(self) -> None:
        if self.t_s.ndim != 1 or self.floor_xy_m.shape != (len(self.t_s), 2):
            raise ValueError(
                f"expected t_s (T,) and floor_xy_m (T, 2), got {self.t_s.shape} and {self.floor_xy_m.shape}"
            )
        if self.hand_at is not None:
            _check_hands(self.hand_at, len(self.t_s))
        if self.movement is not None:
            _check_levels(self.movement, (len(self.t_s), MOVEMENT))
        if self.posture is not None:
            _check_levels(self.posture, (len(self.t_s), POSTURE))

    @override
    def __repr__(self) -> str:
        return f"Track({len(self.t_s)} points)"


@dataclass(frozen=True, slots=True)
class Visit:
    """A track's stay in a zone; steps outside shorter than the zone's grace do not end it."""

    zone: str
    entered_at_s: float
    """Unix seconds."""
    dwell_s: float
    """Seconds between entering and leaving for good."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """A track's net crossing of a line: at most one per track and line."""

    line: str
    at_s: float
    """Unix seconds of the last crossing in the net direction."""
    direction: Literal["in", "out"]


@dataclass(frozen=True, slots=True)
class Reach:
    """A track's hand in a shelf: from going in to coming out, flickers and short ways out left out."""

    shelf: str
    started_at_s: float
    """Unix seconds."""
    ended_at_s: float
    """Unix seconds; later than the start."""

    @property
    def length_s(self) -> float:
        """Seconds that the hand was in the shelf."""
        return self.ended_at_s - self.started_at_s


@dataclass(frozen=True, slots=True)
class Journey:
    """One ended track with everything that zones made of it: what features count."""

    track: Track
    visits: tuple[Visit, ...]
    """In order of entering; several stays in one zone are several visits."""
    crossings: tuple[Crossing, ...]
    reaches: tuple[Reach, ...] = ()
    """In order of starting; empty as well where the track has no hands or the site no shelf."""
    next_action: int | None = None
    """Place in shared.metrics.NEXT_ACTIONS of what was expected of the person; None: nobody guessed."""

    def __post_init__(self) -> None:
        if self.next_action is not None and not 0 <= self.next_action < len(NEXT_ACTIONS):
            raise ValueError(f"expected a next action below {len(NEXT_ACTIONS)}, got {self.next_action}")


def _check_hands(hand_at: NDArray[np.int8], points: int) -> None:
    if hand_at.dtype != np.int8 or hand_at.shape != (points,):
        raise ValueError(f"expected hand_at int8 ({points},), got {hand_at.dtype} {hand_at.shape}")
    if points and hand_at.min() < NOT_LOOKED:
        raise ValueError(f"expected hand_at of at least {NOT_LOOKED}, got {hand_at.min()}")


def _check_levels(levels: NDArray[np.int8], shape: tuple[int, int]) -> None:
    if levels.dtype != np.int8 or levels.shape != shape:
        raise ValueError(f"expected levels int8 {shape}, got {levels.dtype} {levels.shape}")
    if (levels < -1).any():
        raise ValueError(f"expected levels of at least -1, got {levels.min()}")
