"""From frame observations to ended tracks on the floor: what edge_node.ports.Tracker promises."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from edge_node.observations import FrameObservation, Pose, Track, TrackId
from edge_node.track.apart import FloorDistance, ToFloor, is_coarse
from edge_node.track.assign import Floats
from edge_node.track.badge import seen_on
from edge_node.track.boxes import BoxTracker, Rules, Step
from edge_node.track.first_looks import Reacher
from edge_node.track.foot import filled_in
from edge_node.track.hands import Hands
from edge_node.track.heads import Heads
from edge_node.track.hidden import waited
from edge_node.track.legs import looks_cut, without_legs
from edge_node.track.moving import levels_of_track
from edge_node.track.standing import stood_at
from edge_node.track.steady import by_heads, steadied
from edge_node.track.trail import Trail
from edge_node.track.turning import FEWEST, SIDE_S, is_zigzag, turned_back_s
from edge_node.track.upright import Upright
from edge_node.track.whole import made_whole

CUT_S = 1800.0
"""T_max: a track is cut here and the rest of it discarded (policies/chain.toml)."""

STANDS_S = 10.0
"""So much of a person's way says where they stand now: where ankles were last measured, how tall they are."""


@dataclass(frozen=True, slots=True)
class _Turned:
    """Somebody whose track was parted at a corner, while it is open whether they come back at once."""

    first: TrackId
    """Holds what came before the corner."""
    at_s: float


class FloorTracker:
    """Follows the people of one camera; only confirmed tracks ever leave it."""

    def __init__(
        self,
        to_floor: ToFloor | None = None,
        *,
        upright: Upright | None = None,
        rules: Rules | None = None,
        cut_s: float = CUT_S,
        view: str = "",
        hands: Hands | None = None,
    ) -> None:
        """Make a tracker of nobody.

        upright: what tells where people stand whose feet do not show; view: what its tracks are said to be
        seen by; hands: what tells which shelf a hand is in, if any.
        """
        self._to_floor = to_floor
        self._upright = upright
        self._heads = Heads(upright)
        apart_m = FloorDistance(to_floor, upright) if to_floor and upright else None
        self._boxes = BoxTracker(rules, apart_m=apart_m)
        self._cut_s = cut_s
        self._view = view
        self._hands = hands or Hands(())
        self._tells_hands = hands is not None
        self._forgets_badged = True
        self._trails: dict[TrackId, Trail] = {}
        self._turned: dict[TrackId, _Turned] = {}
        """Under the name of who went on from the corner."""
        self._spent: set[TrackId] = set()
        self._at_s = -np.inf

    def update(self, observation: FrameObservation) -> Sequence[Track]:
        """Take one frame and return the confirmed tracks that ended or were cut with it.

        A dropped or skipped frame and one that is not newer than the last change nothing.
        """
        t_s = observation.captured_at.timestamp()
        if observation.dropped or observation.skipped or t_s <= self._at_s:
            return ()
        self._at_s = t_s
        poses = self._heads.everybody(observation)
        boxes = np.array([pose.bbox_xyxy_px for pose in poses], dtype=np.float64).reshape(-1, 4)
        scores = np.array([pose.score for pose in poses], dtype=np.float64)
        if self._upright is not None:
            boxes, scores = made_whole(boxes, scores, self._upright, observation.height_px)
        step = self._boxes.step(t_s, boxes, scores)
        parted = self._part(step, t_s)
        self._extend(step, observation, poses, boxes)
        self._see_hands(step, observation, poses)
        turned = self._turn(step, t_s)
        return (*parted, *turned, *self._end(step), *self._cut(t_s))

    def finish(self) -> Sequence[Track]:
        """Return the confirmed tracks still open; the tracker is as new afterwards."""
        ended = (*self._settled(math.inf), *self._end(self._boxes.finish()))
        self._trails.clear()
        self._spent.clear()
        self._hands.clear()
        self._heads.clear()
        self._at_s = -np.inf
        return ended

    def keep_ways(self) -> None:
        """Remember the way of somebody who wears a badge until it ends; otherwise it is forgotten at once."""
        self._forgets_badged = False

    def begun_s(self) -> float | None:
        """Return the first moment of everybody followed now, confirmed or not; None for nobody."""
        return min((trail.t_s[0] for trail in self._trails.values()), default=None)

    def followed(self) -> Sequence[Track]:
        """Return the confirmed tracks still open, as far as they go; they stay followed."""
        open_tracks = (self._track(track_id, trail) for track_id, trail in self._trails.items())
        return tuple(track for track in open_tracks if track is not None)

    def silence(self, track_id: TrackId) -> None:
        """Follow that person on without ever returning a track of them."""
        if self._trails.pop(track_id, None) is not None:
            self._spent.add(track_id)
            self._hands.leave(track_id)

    def _part(self, step: Step, t_s: float) -> tuple[Track, ...]:
        """Return the tracks of those whose track went on as somebody else's."""
        for parting in step.partings:
            trail = self._trails.get(parting.first)
            has_past = trail is not None and not trail.is_wiped
            rest = trail.part(parting.since_s, t_s) if has_past and trail else Trail(confirmed_at_s=t_s)
            self._trails[parting.second] = rest
            self._spent.discard(parting.first)
            self._hands.part(parting.first, parting.second, parting.since_s)
        return self._tracks([p.first for p in step.partings if p.first in self._trails])

    def _extend(
        self, step: Step, observation: FrameObservation, poses: Sequence[Pose], boxes_xyxy_px: Floats
    ) -> None:
        """Note who stands where, by these boxes; hands and badges are looked for in the boxes as found."""
        frame_px, t_s = (observation.width_px, observation.height_px), observation.captured_at.timestamp()
        badges = seen_on(observation)
        for match in step.matches:
            if match.track_id in self._spent:
                continue
            trail = self._trails.setdefault(match.track_id, Trail())
            box = boxes_xyxy_px[match.row].astype(np.float32)
            pose = poses[match.row]
            trail.add(t_s, replace(pose, bbox_xyxy_px=box), frame_px, float(pose.bbox_xyxy_px[3]))
            trail.told.append(observation.across is not None)
            if (kind := badges.get(match.row)) is not None:
                trail.wear(kind)
            if trail.badge is not None and self._forgets_badged:
                trail.wipe()
                self._hands.wipe(match.track_id)
        for track_id in step.confirmed:
            self._trails[track_id].confirmed_at_s = t_s

    def _see_hands(self, step: Step, observation: FrameObservation, poses: Sequence[Pose]) -> None:
        """Look whose arms lie across shelf fronts, if any do."""
        people = [
            Reacher(match.track_id, self._stands(trail), poses[match.row].bbox_xyxy_px.astype(np.float64))
            for match in step.matches
            if (observation.across or self._hands.looks_at_all)
            and (trail := self._trails.get(match.track_id)) is not None
        ]
        self._hands.see(self._at_s, observation.across, people)
        again = {look.captured_at.timestamp(): look.across for look in observation.looked_again}
        self._hands.see_again(again)

    def _stands(self, trail: Trail) -> Floats:
        return stood_at(self._on_floor(trail.recent(trail.t_s[-1] - STANDS_S)))

    def _turn(self, step: Step, t_s: float) -> tuple[Track, ...]:
        """Part those who walked straight back: it is somebody else who does; return those parted for good."""
        for track_id in (match.track_id for match in step.matches):
            trail = self._trails.get(track_id)
            at_s = None if trail is None else self._turned_back_s(trail, t_s)
            if trail is None or at_s is None or self._goes_on(track_id, trail, at_s):
                continue
            second = self._boxes.part(track_id)
            self._trails[second] = trail.part(at_s, t_s)
            self._hands.part(track_id, second, at_s)
            self._turned[second] = _Turned(track_id, at_s)
        return self._settled(t_s)

    def _goes_on(self, track_id: TrackId, trail: Trail, at_s: float) -> bool:
        """Return whether they turned back a moment ago as well; then it was one person all along."""
        turned = self._turned.get(track_id)
        if turned is None or not is_zigzag(turned.at_s, at_s) or turned.first not in self._trails:
            return False
        del self._turned[track_id]
        trail.go_on_before(self._trails.pop(turned.first), at_s)
        self._hands.part(turned.first, track_id, -np.inf)
        return True

    def _settled(self, t_s: float) -> tuple[Track, ...]:
        """Return the tracks of those who have not come back in time."""
        due = [second for second, turned in self._turned.items() if t_s - turned.at_s > 2 * SIDE_S]
        firsts = [self._turned.pop(second).first for second in due]
        self._spent.difference_update(firsts)
        return self._tracks([first for first in firsts if first in self._trails])

    def _turned_back_s(self, trail: Trail, t_s: float) -> float | None:
        """Return when this track went over to somebody who walks back; never before it is confirmed."""
        if self._to_floor is None or trail.confirmed_at_s is None:
            return None
        recent = trail.recent(max(t_s - 2 * SIDE_S, trail.judged_s))
        if len(recent.t_s) < FEWEST:
            return None
        if is_coarse(self._to_floor, np.array(recent.feet_px), np.array(recent.heights_px)).any():
            return None
        floor = self._on_floor(recent)
        is_known = np.isfinite(floor).all(axis=1)
        if is_known.sum() < FEWEST:
            return None
        return turned_back_s(np.array(recent.t_s)[is_known], floor[is_known])

    def _end(self, step: Step) -> tuple[Track, ...]:
        for track_id in step.forgotten:
            self._trails.pop(track_id, None)
            self._hands.forget(track_id)
        self._spent.difference_update(step.ended)
        tracks = self._tracks([track_id for track_id in step.ended if track_id in self._trails])
        return tuple(waited(track, step.waited.get(track.track_id)) for track in tracks)

    def _cut(self, t_s: float) -> tuple[Track, ...]:
        """Return tracks that reached T_max; their people stay followed, unheard, and start no new track."""
        due = [
            track_id
            for track_id, trail in self._trails.items()
            if trail.confirmed_at_s is not None and t_s - trail.t_s[0] >= self._cut_s
        ]
        self._spent.update(due)
        return self._tracks(due)

    def _tracks(self, track_ids: list[TrackId]) -> tuple[Track, ...]:
        """Take these trails out as tracks."""
        taken = [self._track(track_id, self._trails.pop(track_id)) for track_id in track_ids]
        for track_id in track_ids:
            self._hands.leave(track_id)
        tracks = tuple(track for track in taken if track is not None)
        for track in tracks:
            if track.badge is not None:
                self._hands.wipe(track.track_id)
        return tracks

    def _track(self, track_id: TrackId, trail: Trail) -> Track | None:
        """Return a confirmed trail as a track; points whose floor position cannot be known are left away."""
        floor = self._on_floor(trail)
        is_known = np.isfinite(floor).all(axis=1)
        if trail.confirmed_at_s is None or not is_known.any():
            return None
        movement, posture = levels_of_track(
            trail.moved, np.array(trail.t_s), floor, is_in_metres=self._to_floor is not None
        )
        return Track(
            track_id=track_id,
            confirmed_at_s=trail.confirmed_at_s,
            t_s=np.array(trail.t_s, dtype=np.float64)[is_known],
            floor_xy_m=floor[is_known].astype(np.float32),
            view=self._view,
            hand_at=self._hand_at(track_id, trail)[is_known] if self._tells_hands else None,
            badge=trail.badge,
            in_panel=trail.in_panel,
            movement=movement[is_known],
            posture=posture[is_known],
        )

    def _hand_at(self, track_id: TrackId, trail: Trail) -> NDArray[np.int8]:
        return self._hands.hand_at(track_id, np.array(trail.t_s), np.array(trail.told, np.bool_))

    def _on_floor(self, trail: Trail) -> Floats:
        """Return where the person stood: by their feet, and where these did not show, by their head.

        Nobody stands farther away than where their box ends.
        """
        t_s = np.array(trail.t_s)
        if self._to_floor is None or self._upright is None:
            feet = np.array(trail.feet_px, dtype=np.float64)
            feet[:, 0] += filled_in(t_s, np.array(trail.aside)) * np.array(trail.heights_px)
            return feet if self._to_floor is None else self._to_floor(feet)
        tops, ends = trail.upper_and_lower_px(self._upright)
        floor = self._to_floor(ends)
        hidden = np.array(trail.hidden, dtype=np.bool_)
        is_cut = looks_cut(np.array(trail.wide), self._upright.height_m(floor, tops))
        whole = ~hidden & ~is_cut
        hidden |= without_legs(t_s, is_cut)
        if hidden.any():
            height_m = self._upright.usual_m(floor[whole], tops[whole])
            under = self._upright.under_heads(tops[hidden], height_m)
            floor[hidden] = self._upright.no_farther(under, floor[hidden])
        return steadied(floor, by_heads(t_s, floor, tops, whole, self._upright), ~hidden)
