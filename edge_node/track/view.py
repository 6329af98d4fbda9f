"""The cameras of one view as one tracker: a track leaves when nothing can turn out to be the same person.

Every camera keeps its own tracker. What ends is held until no track of the view that began before it ended is
still followed; then it leaves, joined with whatever else was the same person. At T_max a person is cut in the
whole view: what cameras still follow of them is heard no more.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from edge_node.observations import FrameObservation, Track, TrackId
from edge_node.track.cameras import Meeting, Sighting, linked_by
from edge_node.track.joined import Part, joined
from edge_node.track.people import Piece, sort_out

FOOT_ERROR_M = 0.15
"""Root mean square error of where a person stands, besides the camera's calibration."""

LAG_S = 10.0
"""A view cuts this much before T_max: cameras lag behind each other, and an epoch is complete at T_max."""

LOOK_EVERY_S = 1.0
"""How often it is looked for who can leave."""


class CameraTracker(Protocol):
    """One camera's tracker, as a view needs it; edge_node.track.tracker.FloorTracker is one."""

    def update(self, observation: FrameObservation) -> Sequence[Track]:
        """Take one frame and return the confirmed tracks that ended with it."""
        ...

    def finish(self) -> Sequence[Track]:
        """Return the confirmed tracks still open; the tracker is empty afterwards."""
        ...

    def begun_s(self) -> float | None:
        """Return the first moment of everybody followed now, confirmed or not; None for nobody."""
        ...

    def keep_ways(self) -> None:
        """Remember the way of somebody who wears a badge until it ends."""
        ...

    def followed(self) -> Sequence[Track]:
        """Return the confirmed tracks still open, as far as they go; they stay followed."""
        ...

    def silence(self, track_id: TrackId) -> None:
        """Follow that person on without ever returning a track of them."""
        ...


@dataclass(slots=True, eq=False)
class _Held:
    """A track that waits, or has left and still tells others apart."""

    track: Track
    sighting: Sighting
    is_open: bool = False
    """Still followed by its camera."""
    has_left: bool = False


class Seat:
    """One camera's place in a view: its frames go in here, whoever is settled comes out."""

    def __init__(self, view: "View", tracker: CameraTracker) -> None:
        self._view = view
        self._tracker = tracker
        tracker.keep_ways()  # another camera's track of somebody who wears a badge is told by their way
        self.begun_s = -math.inf
        """No track of this camera that has yet to end began earlier."""
        self.at_s = -math.inf
        """The newest frame; endless once the camera has finished."""

    def update(self, observation: FrameObservation) -> Sequence[Track]:
        """Take one frame and return the tracks of the view that are settled with it."""
        ended = self._tracker.update(observation)
        self.at_s = observation.captured_at.timestamp()
        begun_s = self._tracker.begun_s()
        self.begun_s = self.at_s if begun_s is None else begun_s
        return self._view.take(self, ended)

    def finish(self) -> Sequence[Track]:
        """Return what is settled once this camera says nothing more; the last to finish empties the view."""
        self.at_s = self.begun_s = math.inf
        return self._view.take(self, self._tracker.finish())

    def followed(self) -> Sequence[Track]:
        """Return the confirmed tracks that are still open."""
        return self._tracker.followed()

    def silence(self, track_id: TrackId) -> None:
        """Hear no more of that person."""
        self._tracker.silence(track_id)


class View:
    """Cameras that overlap, and the tracks that wait for each other."""

    def __init__(
        self, trackers: Mapping[str, CameraTracker], *, error_m: Mapping[str, float], cut_s: float
    ) -> None:
        """error_m: root mean square error of a floor position, by camera; cut_s: T_max."""
        self.seats = {camera: Seat(self, tracker) for camera, tracker in trackers.items()}
        self._names = {seat: camera for camera, seat in self.seats.items()}
        self._error_m = dict(error_m)
        self._cut_s = cut_s
        self._held: list[_Held] = []
        self._known: dict[tuple[Sighting, Sighting], Meeting] = {}
        self._looked_s = (-math.inf, -math.inf)

    @property
    def held(self) -> int:
        """How many tracks are remembered, those that have left and still tell others apart included."""
        return len(self._held)

    def take(self, seat: Seat, ended: Iterable[Track]) -> tuple[Track, ...]:
        """Hold the camera's ended tracks and return those that are settled, each person once."""
        self._held += [self._holding(self._names[seat], track) for track in ended]
        settled_s = min(seat.begun_s for seat in self.seats.values())
        now_s = min(seat.at_s for seat in self.seats.values())
        if not self._is_time(settled_s, now_s):
            return ()
        self._looked_s = (settled_s, now_s)
        left = self._leave(settled_s, now_s)
        self._forget(settled_s)
        return tuple(sorted(left, key=lambda track: float(track.t_s[-1])))

    def _holding(self, camera: str, track: Track, *, is_open: bool = False) -> _Held:
        return _Held(track, Sighting.of(camera, track.t_s, track.floor_xy_m), is_open=is_open)

    def _is_time(self, settled_s: float, now_s: float) -> bool:
        """Whether somebody waits and enough has happened since the last look."""
        if all(held.has_left for held in self._held):
            return False
        passed_s = max(settled_s - self._looked_s[0], now_s - self._looked_s[1])
        return settled_s == math.inf or passed_s >= LOOK_EVERY_S

    def _leave(self, settled_s: float, now_s: float) -> list[Track]:
        """Return the people who are settled, and those whose T_max is over."""
        is_due = any(not h.has_left and h.sighting.from_s + self._cut_s <= now_s for h in self._held)
        asked = [h for h in self._held if is_due or h.sighting.from_s <= settled_s]
        asked += self._still_followed() if is_due else []
        sightings = [held.sighting for held in asked]
        found = sort_out([held.track for held in asked], sightings, self._error_m, self._known)
        settled = {
            source
            for part in found.linked
            if all(not asked[s].is_open and sightings[s].until_s < settled_s for s in part)
            for source in part
        }
        left = []
        for members, people in _cohorts(len(asked), found.people):
            was_cut = any(asked[source].has_left for source in members)
            is_cut = any(self._is_over(person, asked, now_s) for person in people)
            if is_cut or settled.issuperset(members):
                self._let_go(asked[source] for source in members)
                left += [] if was_cut else [self._joined(person) for person in people]
        return left

    def _is_over(self, person: Sequence[Piece], asked: Sequence[_Held], now_s: float) -> bool:
        """Whether the person's T_max is over; a person of whom every track is open is cut by the tracker."""
        began_s = min(piece.sighting.from_s for piece in person)
        return began_s + self._cut_s <= now_s and not all(asked[piece.source].is_open for piece in person)

    def _still_followed(self) -> list[_Held]:
        return [
            self._holding(camera, track, is_open=True)
            for camera, seat in self.seats.items()
            for track in seat.followed()
        ]

    def _let_go(self, members: Iterable[_Held]) -> None:
        """Let these tracks wait no longer; whom a camera still follows is heard no more."""
        for held in members:
            if held.is_open:
                self.seats[held.sighting.camera].silence(held.track.track_id)
                self._held.append(held)
            held.is_open, held.has_left = False, True

    def _joined(self, person: Iterable[Piece]) -> Track:
        parts = [Part(piece.track, self._error_m[piece.sighting.camera]) for piece in person]
        return joined(parts, cut_s=self._cut_s)

    def _forget(self, settled_s: float) -> None:
        """Drop who has left and shares no time with anybody who waits or is still followed."""
        waiting = (held.sighting.from_s for held in self._held if not held.has_left)
        needed_s = min((settled_s, *waiting))
        self._held = [h for h in self._held if not h.has_left or h.sighting.until_s >= needed_s]
        kept = {held.sighting for held in self._held}
        self._known = {pair: met for pair, met in self._known.items() if kept.issuperset(pair)}


def _cohorts(
    count: int, people: Sequence[tuple[Piece, ...]]
) -> list[tuple[tuple[int, ...], list[tuple[Piece, ...]]]]:
    """Return sets of tracks with the people who share them: after a mix-up, a track is of several people."""
    shared = [(a.source, b.source) for person in people for a, b in pairwise(person)]
    cohorts = linked_by(count, shared)
    of = {source: number for number, members in enumerate(cohorts) for source in members}
    grouped: list[list[tuple[Piece, ...]]] = [[] for _ in cohorts]
    for person in people:
        grouped[of[person[0].source]].append(person)
    return list(zip(cohorts, grouped, strict=True))
