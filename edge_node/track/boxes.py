"""Following boxes: tentative, confirmed, lost; doubtful detections only keep those known, or find who stood.

One frame in, who is where and who has ended out. No looks, no memory of anybody after the end. Where
distances on the floor are known, whoever is hidden by somebody waits for longer.
Source: Zhang 2022 (ByteTrack) §3, with place-only stitching of short gaps as a last stage.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from edge_node.observations import TrackId
from edge_node.track.assign import Floats, assign, distance, iou
from edge_node.track.hidden import (
    ELSEWHERE_M,
    LEAST_IOU,
    MOST_S,
    NEAR_M,
    STANDING_S,
    STILL_M,
    STOOD_S,
    Stand,
    hides,
)
from edge_node.track.kalman import Motion, begin, correct, predict, to_cxcywh
from edge_node.track.stranger import UNSEEN_S, Return

Rows = NDArray[np.intp]
State = Literal["tentative", "confirmed", "lost", "hidden"]
"""Lost for too long, but behind somebody: hidden."""
ApartM = Callable[[Floats, Floats], Floats]
"""Takes boxes (N, 4) and (M, 4) px to how far apart they lie on the floor, (N, M) metres."""


@dataclass(frozen=True, slots=True)
class Rules:
    """When a box is believed, a person confirmed, a person given up."""

    sure_score: float = 0.5
    """Detections at or above this are matched first, to anybody."""
    new_score: float = 0.6
    """Only detections at or above this start a tracklet."""
    doubtful_score: float = 0.1
    """Detections below this are ignored."""
    min_iou: float = 0.2
    """Least overlap of a sure detection with where a person should be."""
    min_iou_doubtful: float = 0.4
    """Least overlap of a doubtful one."""
    confirm_hits: int = 4
    """Detections that make a tracklet a track."""
    tentative_s: float = 0.8
    """A tracklet not seen for longer is forgotten: three looks at the pace of the wall's gate."""
    lost_s: float = 2.0
    """A track not seen for longer has ended."""
    stitch_heights: float = 0.4
    """How far from where they should be, in body heights, a lost person may turn up again at once."""
    stitch_heights_per_s: float = 0.4
    """How much that grows with every second out of sight."""
    jump_m: float = 0.4
    """How far on the floor from where they should be a box may be theirs, where that is known."""
    jump_m_per_s: float = 0.5
    """How much that grows with every second out of sight."""
    found_m: float = 1.0
    """The same of a box that overlaps nobody: a lost person is found there or not at all."""
    found_m_per_s: float = 1.0
    """How much that grows with every second out of sight."""
    doubled_iou: float = 0.65
    """A detection that overlaps a followed person more than this starts nobody new."""


@dataclass(slots=True)
class Person:
    """What is remembered of one followed box besides its motion."""

    track_id: TrackId
    state: State
    hits: int
    seen_at_s: float
    returned: Return | None = None
    """Set while it is open whether they are the person they were taken for."""
    stand: Stand | None = None
    """Where they have been standing; None where distances on the floor are not known."""
    came_out_s: float | None = None
    """Unix seconds when somebody came out near where they waited: they, under another name."""

    @property
    def has_stood(self) -> bool:
        """Whether they had been standing, for STOOD_S at least, when last seen."""
        return self.stand is not None and self.stand.stood_s(self.seen_at_s) >= STOOD_S


@dataclass(frozen=True, slots=True)
class Match:
    """One followed person found in this frame."""

    track_id: TrackId
    row: int
    """Row of the detection."""
    box_xyxy_px: Floats
    """float64 (4,): the box after filtering."""


@dataclass(frozen=True, slots=True)
class Parting:
    """A track that turned out to be two people: from a moment on it was somebody else."""

    first: TrackId
    """Keeps what came before, and has ended."""
    second: TrackId
    """A track of its own from now on."""
    since_s: float


@dataclass(frozen=True, slots=True)
class Step:
    """What one frame changed; partings come before the matches, which already name the second person."""

    matches: tuple[Match, ...] = ()
    """Everybody found, tracklets included."""
    confirmed: tuple[TrackId, ...] = ()
    """Tracklets that became tracks in this frame."""
    ended: tuple[TrackId, ...] = ()
    """Tracks that ended; nothing more is heard of them."""
    waited: Mapping[TrackId, float] = field(default_factory=dict)
    """Of those, who waited behind somebody until they came out under another name: unix seconds."""
    forgotten: tuple[TrackId, ...] = ()
    """Tracklets that came to nothing."""
    partings: tuple[Parting, ...] = ()


class BoxTracker:
    """Follows the boxes of one camera."""

    def __init__(self, rules: Rules | None = None, *, apart_m: ApartM | None = None) -> None:
        """Follow nobody yet; apart_m: what tells distances on the floor, where a camera can be told."""
        self._rules = rules or Rules()
        self._apart_m = apart_m
        self._people: list[Person] = []
        self._motion = begin(np.empty((0, 4)))
        self._at_s: float | None = None
        self._next_id = 1

    def step(self, t_s: float, boxes_xyxy_px: Floats, scores: Floats) -> Step:
        """Take the detections of one frame.  Shape: (N, 4), (N,).  Time must not go back."""
        self._move_to(t_s)
        pairs = self._match(t_s, boxes_xyxy_px, scores)
        self._note_returns(t_s, pairs, boxes_xyxy_px)
        confirmed = self._take(t_s, pairs, boxes_xyxy_px)
        self._note_stands(t_s, pairs, boxes_xyxy_px)
        self._note_hidden(t_s)
        self._give_up(t_s, confirmed)
        partings = self._part(t_s)
        matches = [(self._people[int(p)], int(d), self._motion.xyxy_px[int(p)]) for p, d in pairs]
        matches += self._begin(t_s, self._unclaimed(pairs, boxes_xyxy_px, scores), boxes_xyxy_px)
        gone = self._drop(t_s)
        return Step(
            matches=tuple(Match(person.track_id, row, box) for person, row, box in matches),
            confirmed=confirmed,
            ended=tuple(p.track_id for p in gone if p.state != "tentative"),
            waited={p.track_id: p.came_out_s for p in gone if p.came_out_s is not None},
            forgotten=tuple(p.track_id for p in gone if p.state == "tentative"),
            partings=partings,
        )

    def part(self, track_id: TrackId) -> TrackId:
        """Give whoever is followed under this name, and is somebody else, a name of their own."""
        (person,) = (person for person in self._people if person.track_id == track_id)
        person.track_id, person.returned = self._new_id(), None
        return person.track_id

    def finish(self) -> Step:
        """Return everybody as ended or forgotten; nobody is followed afterwards."""
        people, self._people = self._people, []
        self._motion = begin(np.empty((0, 4)))
        return Step(
            ended=tuple(p.track_id for p in people if p.state != "tentative"),
            forgotten=tuple(p.track_id for p in people if p.state == "tentative"),
        )

    def _move_to(self, t_s: float) -> None:
        if self._at_s is not None and t_s > self._at_s and self._people:
            moved = predict(self._motion, t_s - self._at_s)
            lost = self._rows("lost")
            moved.cxcywh_px[lost, 2:] = self._motion.cxcywh_px[lost, 2:]
            self._motion = moved
            for row in self._rows("hidden"):
                if (stand := self._people[row].stand) is not None:
                    moved.cxcywh_px[row] = to_cxcywh(stand.last_xyxy_px[None])[0]
        self._at_s = t_s

    def _match(self, t_s: float, boxes: Floats, scores: Floats) -> Rows:
        """Return (person, detection) pairs from five rounds, the surest first."""
        rules = self._rules
        sure = np.flatnonzero(scores >= rules.sure_score)
        doubtful = np.flatnonzero((scores < rules.sure_score) & (scores >= rules.doubtful_score))
        known = self._rows("confirmed", "lost")
        is_near = self._is_near(t_s, boxes, rules.jump_m, rules.jump_m_per_s)
        overlap = np.where(is_near, iou(self._motion.xyxy_px, boxes), 0.0)
        pairs = _round(1 - overlap, known, sure, 1 - rules.min_iou)
        open_people, open_sure = _left(known, pairs, 0), _left(sure, pairs, 1)
        second = _round(1 - overlap, self._likely(open_people), doubtful, 1 - rules.min_iou_doubtful)
        third = _round(1 - overlap, self._rows("tentative"), open_sure, 1 - rules.min_iou)
        open_people, open_sure = _left(open_people, second, 0), _left(open_sure, third, 1)
        is_near = self._is_near(t_s, boxes, rules.found_m, rules.found_m_per_s)
        apart = np.where(is_near, distance(self._motion.xyxy_px, boxes) - self._reach(t_s)[:, None], np.inf)
        fourth = _round(apart, open_people, open_sure, 0.0)
        fifth = self._found_again(_left(open_sure, fourth, 1), boxes)
        return np.vstack((pairs, second, third, fourth, fifth))

    def _found_again(self, detections: Rows, boxes: Floats) -> Rows:
        """Return pairs of who was hidden and a box that lies where they were."""
        waiting = self._rows("hidden")
        if self._apart_m is None or len(waiting) == 0 or len(detections) == 0:
            return np.empty((0, 2), dtype=np.intp)
        were_px = self._motion.xyxy_px
        apart_m = np.where(iou(were_px, boxes) >= LEAST_IOU, self._apart_m(were_px, boxes), np.inf)
        return _round(apart_m, waiting, detections, NEAR_M)

    def _note_stands(self, t_s: float, pairs: Rows, boxes: Floats) -> None:
        """Note where everybody found stands, where distances are known."""
        if self._apart_m is None:
            return
        found_px, filtered_px = boxes[pairs[:, 1]].astype(np.float64), self._motion.xyxy_px[pairs[:, 0]]
        found = [self._people[row] for row in pairs[:, 0]]
        came_px = [p.stand.at_xyxy_px if p.stand else box for p, box in zip(found, found_px, strict=True)]
        moved_m = self._apart_m(np.array(came_px).reshape(-1, 4), found_px).diagonal()
        for person, box, last_px, far_m in zip(found, found_px, filtered_px, moved_m, strict=True):
            if person.stand is None or far_m > STILL_M:
                person.stand = Stand(box, t_s, last_px)
            person.stand.last_xyxy_px = last_px

    def _likely(self, rows: Rows) -> Rows:
        """Return whose a doubtful detection may be: seen in the look before, or lost where they stood."""
        people = (self._people[row] for row in rows)
        likely = [person.state == "confirmed" or person.has_stood for person in people]
        return rows[np.array(likely, dtype=np.bool_)]

    def _note_hidden(self, t_s: float) -> None:
        """Note who of the lost is hidden by somebody; who walked when last seen, by somebody who stands."""
        shown = self._rows("confirmed")
        stood_s = [s.stood_s(t_s) if (s := self._people[row].stand) else 0.0 for row in shown]
        standing = shown[np.array(stood_s) >= STANDING_S]
        for lost in (self._people[row] for row in self._rows("lost", "hidden")):
            if (stand := lost.stand) is not None:
                before = shown if lost.has_stood else standing
                if hides(self._motion.xyxy_px[before], stand.last_xyxy_px):
                    stand.hidden_s = t_s

    def _give_up(self, t_s: float, confirmed: tuple[TrackId, ...]) -> None:
        """Let whoever waits nearest to where a new track begins wait no more: it may be theirs."""
        for new in (row for row, person in enumerate(self._people) if person.track_id in confirmed):
            waiting = self._rows("hidden")
            if self._apart_m is None or len(waiting) == 0:
                return
            apart_m = self._apart_m(self._motion.xyxy_px[[new]], self._motion.xyxy_px[waiting])[0]
            nearest = self._people[waiting[apart_m.argmin()]]
            if apart_m.min() < ELSEWHERE_M and nearest.stand is not None:
                nearest.stand.hidden_s, nearest.came_out_s = -np.inf, t_s

    def _is_near(self, t_s: float, boxes: Floats, jump_m: float, jump_m_per_s: float) -> NDArray[np.bool_]:
        """Return which detections may be whom without a jump of more on the floor, bool (N, M)."""
        if self._apart_m is None or not self._people or len(boxes) == 0:
            return np.ones((len(self._people), len(boxes)), dtype=np.bool_)
        gap_s = np.array([t_s - person.seen_at_s for person in self._people])
        most_m = jump_m + jump_m_per_s * gap_s
        near: NDArray[np.bool_] = self._apart_m(self._motion.xyxy_px, boxes) <= most_m[:, None]
        return near

    def _reach(self, t_s: float) -> Floats:
        """Return for each person how far from the prediction they may be found, in body heights."""
        gap_s = np.array([t_s - person.seen_at_s for person in self._people])
        return self._rules.stitch_heights + self._rules.stitch_heights_per_s * gap_s

    def _note_returns(self, t_s: float, pairs: Rows, boxes: Floats) -> None:
        for row, detection in pairs.tolist():
            person = self._people[row]
            is_unseen = person.state in ("lost", "hidden")
            if is_unseen and person.returned is None and t_s - person.seen_at_s > UNSEEN_S:
                heading = self._motion.speed_px_s[row, :2] / self._motion.cxcywh_px[row, 3]
                middle = (boxes[detection, :2] + boxes[detection, 2:]) / 2
                person.returned = Return(t_s, middle, heading)
            if person.state == "hidden":
                self._motion.speed_px_s[row] = 0.0

    def _part(self, t_s: float) -> tuple[Parting, ...]:
        """Give strangers, who have been watched for long enough, a name of their own."""
        partings = []
        for person, cxcywh_px in zip(self._people, self._motion.cxcywh_px, strict=True):
            returned = person.returned
            if returned is None or person.seen_at_s < t_s or not returned.is_due(t_s):
                continue
            person.returned = None
            if returned.is_stranger(t_s, cxcywh_px[:2], float(cxcywh_px[3])):
                partings.append(Parting(person.track_id, self._new_id(), returned.at_s))
                person.track_id = partings[-1].second
        return tuple(partings)

    def _new_id(self) -> TrackId:
        self._next_id += 1
        return TrackId(self._next_id - 1)

    def _take(self, t_s: float, pairs: Rows, boxes: Floats) -> tuple[TrackId, ...]:
        """Correct everybody who was found; return who became a track by it."""
        confirmed = []
        if len(pairs):
            people = pairs[:, 0]
            fixed = correct(self._motion.only(people), boxes[pairs[:, 1]])
            _write(self._motion, people, fixed)
        found = set(pairs[:, 0].tolist())
        for row, person in enumerate(self._people):
            if row not in found:
                person.state = "lost" if person.state == "confirmed" else person.state
                continue
            person.hits, person.seen_at_s = person.hits + 1, t_s
            if person.state == "tentative" and person.hits >= self._rules.confirm_hits:
                confirmed.append(person.track_id)
            if person.state != "tentative" or person.hits >= self._rules.confirm_hits:
                person.state = "confirmed"
        return tuple(confirmed)

    def _unclaimed(self, pairs: Rows, boxes: Floats, scores: Floats) -> Rows:
        """Return sure detections that belong to nobody and lie on nobody."""
        free = np.setdiff1d(np.flatnonzero(scores >= self._rules.new_score), pairs[:, 1])
        claimed = self._motion.xyxy_px[pairs[:, 0]]
        if len(free) == 0 or len(claimed) == 0:
            return free
        kept: Rows = free[iou(boxes[free], claimed).max(axis=1) <= self._rules.doubled_iou]
        return kept

    def _begin(self, t_s: float, rows: Rows, boxes: Floats) -> list[tuple[Person, int, Floats]]:
        started = []
        for row in rows.tolist():
            person = Person(self._new_id(), "tentative", 1, t_s)
            self._people.append(person)
            started.append((person, int(row), boxes[row].astype(np.float64)))
        if started:
            self._motion = self._motion.joined(begin(boxes[rows].astype(np.float64)))
        return started

    def _drop(self, t_s: float) -> list[Person]:
        """Give up whoever has not been there for too long, and return them."""
        gone = [t_s - self._there_s(p) > self._may_miss_s(p) for p in self._people]
        for person in self._people:
            if person.state == "lost" and t_s - person.seen_at_s > self._rules.lost_s:
                person.state = "hidden"
        if not any(gone):
            return []
        leaving = [person for person, is_gone in zip(self._people, gone, strict=True) if is_gone]
        self._people = [person for person, is_gone in zip(self._people, gone, strict=True) if not is_gone]
        self._motion = self._motion.only(np.flatnonzero(~np.array(gone)))
        return leaving

    def _may_miss_s(self, person: Person) -> float:
        return self._rules.tentative_s if person.state == "tentative" else self._rules.lost_s

    def _there_s(self, person: Person) -> float:
        """Return when they were last there: seen, or hidden by somebody."""
        hidden_s = person.stand.hidden_s if person.stand else -np.inf
        return max(person.seen_at_s, min(hidden_s, person.seen_at_s + MOST_S))

    def _rows(self, *states: State) -> Rows:
        return np.array([row for row, p in enumerate(self._people) if p.state in states], dtype=np.intp)


def _round(cost: Floats, people: Rows, detections: Rows, limit: float) -> Rows:
    """Return pairs among these people and detections, as rows of the whole."""
    found = assign(cost[np.ix_(people, detections)], limit)
    return np.column_stack((people[found[:, 0]], detections[found[:, 1]]))


def _left(rows: Rows, pairs: Rows, column: int) -> Rows:
    return np.setdiff1d(rows, pairs[:, column])


def _write(motion: Motion, rows: Rows, new: Motion) -> None:
    motion.cxcywh_px[rows] = new.cxcywh_px
    motion.speed_px_s[rows] = new.speed_px_s
    motion.covariance[rows] = new.covariance
