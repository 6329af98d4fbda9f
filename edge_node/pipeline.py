"""The line in code: observations → tracks → visits and crossings → bounded sums.

capture, blur and pose have happened behind the wall; the door out of the store (release, uplink) comes after.
One Pipeline serves one camera; the trackers of one view's cameras wait for each other, so that a person whom
several see is counted once; all cameras of a site share one measurer.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from edge_node import simulated
from edge_node.coverage import Stretch
from edge_node.drops import Drops, no_drops, with_one
from edge_node.hand_sight import hands_of
from edge_node.observations import FrameObservation, Journey, LeftOut, Track
from edge_node.ports import Measurements, Tracker
from edge_node.replay import to_floor_of, upright_in
from edge_node.site import CameraPlace, Site
from edge_node.track.tracker import CUT_S, FloorTracker
from edge_node.track.view import FOOT_ERROR_M, LAG_S, View
from edge_node.zones.journey import journey_of

LONGEST_GAP_S = 5.0
"""Frames further apart than this leave a gap in coverage; a frozen camera is noticed after 6 s."""


Keep = Callable[[Journey], None]
"""Takes every counted journey once more, to keep what may be learned from it."""

Seats = Callable[[str], Keep]
"""Gives each view what takes its journeys (edge_node.learning.Learning.seat)."""


def keep_nothing(_view: str) -> Keep:
    """Return what lets every journey go."""
    return lambda _journey: None


@dataclass(slots=True)
class Tally:
    """What one camera's line has seen; stays in the store."""

    frames: int = 0
    """Frames that came, dropped ones included."""
    dropped: Drops = field(default_factory=no_drops)
    """Frames thrown away before pose, by reason."""
    tracks: int = 0
    """People counted; one whom several cameras of a view saw is in the tally of one of them."""
    entries: int = 0
    """Net crossings of an entrance line towards the inside, exact."""
    opted_out: int = 0
    """Tracks dropped because an opt-out badge was worn; this number is all that is left of them."""
    staff: int = 0
    """Tracks dropped because a staff badge was worn, likewise."""


class Pipeline:
    """Takes one camera's frames or tracks and counts what its people did."""

    def __init__(
        self, *, site: Site, tracker: Tracker, measurer: Measurements, keep: Keep | None = None
    ) -> None:
        self._keep = keep or keep_nothing("")
        self._site = site
        self._tracker = tracker
        self._measurer = measurer
        self._from_s: float | None = None
        self._until_s = 0.0
        self._stretches: list[Stretch] = []
        self.tally = Tally()

    def observe(self, observation: FrameObservation) -> None:
        """Take one frame; tracks that end with it are counted. A dropped frame is no coverage."""
        self.tally.frames += 1
        self.tally.dropped = with_one(self.tally.dropped, observation.dropped)
        at_s = observation.captured_at.timestamp()
        if at_s < self._until_s:  # the clock was set back: whoever was there is another track from now on
            self.break_off()
        if observation.dropped is None:
            self._see(at_s)
        self.take(self._tracker.update(observation))

    def take(self, tracks: Iterable[Track]) -> None:
        """Count ended tracks; of one that wore a badge only that there was one."""
        for track in tracks:
            if track.badge is not None:
                self._leave_out(track.badge)
                continue
            journey = journey_of(track, self._site)
            self._measurer.add(journey)
            self._keep(journey)
            self.tally.tracks += 1
            self.tally.entries += sum(
                crossing.direction == "in" and crossing.line in self._site.entrance
                for crossing in journey.crossings
            )

    def cover(self, stretch: Stretch) -> None:
        """Note a stretch of time that was measured without frames (a simulated day)."""
        self._stretches.append(stretch)

    def in_view(self) -> Sequence[Track]:
        """Return who is followed now, as far as they have come; they are counted when they end."""
        return self._tracker.followed()

    @property
    def seen_until_s(self) -> float:
        """Unix seconds of the newest frame, 0 before the first."""
        return self._until_s

    def finish(self) -> None:
        """Count the tracks that are still open."""
        self.take(self._tracker.finish())

    def break_off(self) -> None:
        """Count the tracks that are still open; nobody looks until the next frame, however soon it comes."""
        self._close_stretch()
        self._from_s = None
        self.finish()

    def covered(self) -> list[Stretch]:
        """Return the stretches measured since the last call; what follows begins where they ended."""
        self._close_stretch()
        stretches, self._stretches = self._stretches, []
        return stretches

    def _leave_out(self, badge: LeftOut) -> None:
        self.tally.opted_out += badge == "optout"
        self.tally.staff += badge == "staff"

    def _see(self, at_s: float) -> None:
        if self._from_s is None or at_s - self._until_s > LONGEST_GAP_S:
            self._close_stretch()
            self._from_s = at_s
        self._until_s = at_s

    def _close_stretch(self) -> None:
        if self._from_s is not None and self._until_s > self._from_s:
            self._stretches.append((self._from_s, self._until_s))
            self._from_s = self._until_s


def build(
    site: Site, measurer: Measurements, *, cut_s: float = CUT_S, seats: Seats = keep_nothing
) -> dict[str, Pipeline]:
    """Return the line of every camera, by name; cameras of one view hand on each person once.

    cut_s: where the policy cuts a track; seats: what else takes the journeys of each view.

    Raises: SiteError when the site is in metres and nothing says where a camera's pixels lie.
    """
    views: dict[str, list[CameraPlace]] = {}
    for place in site.cameras:
        views.setdefault(place.view, []).append(place)
    trackers = {name: one for places in views.values() for name, one in _seats(site, places, cut_s).items()}
    return {
        place.name: Pipeline(
            site=site, tracker=trackers[place.name], measurer=measurer, keep=seats(place.view)
        )
        for place in site.cameras
    }


def _seats(site: Site, places: Sequence[CameraPlace], cut_s: float) -> Mapping[str, Tracker]:
    """Return the trackers of one view's cameras; where there are several, they wait for each other."""
    if len(places) == 1:
        return {places[0].name: _tracker(site, places[0], cut_s)}
    early_s = max(cut_s - LAG_S, 0.0)
    trackers = {place.name: _tracker(site, place, early_s) for place in places}
    errors_m = {place.name: math.hypot(place.residual_cm / 100, FOOT_ERROR_M) for place in places}
    return View(trackers, error_m=errors_m, cut_s=early_s).seats


def _tracker(site: Site, place: CameraPlace, cut_s: float) -> FloorTracker:
    made_as_tracks = place.source.startswith(simulated.PREFIX)
    if made_as_tracks:
        return FloorTracker(None, cut_s=cut_s, view=place.view)
    return FloorTracker(
        to_floor_of(site, place.name),
        upright=upright_in(site, place.name),
        cut_s=cut_s,
        view=place.view,
        hands=hands_of(site, place.name),
    )
