"""A replay: one source through track and zones, counted; nothing is recorded, released or sent."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from edge_node.counts import Counts
from edge_node.drops import Drops, no_drops, with_one
from edge_node.errors import CutOffError, SiteError
from edge_node.hand_sight import hands_of
from edge_node.observations import FrameObservation, Journey, LeftOut, Track
from edge_node.picture import as_drawn
from edge_node.ports import Observations, Tracker
from edge_node.site import Site
from edge_node.track.apart import ToFloor
from edge_node.track.standing import standing_points
from edge_node.track.tracker import FloorTracker
from edge_node.track.upright import Upright, upright_of
from edge_node.zones.journey import journey_of
from shared.clock import Clock


@dataclass(slots=True)
class Replay:
    """What a replay counted so far."""

    site: Site
    frames: int = 0
    """Frames that came, dropped ones included."""
    dropped: Drops = field(default_factory=no_drops)
    """Frames thrown away before pose, by reason."""
    skipped: int = 0
    """Frames that nobody looked at, because nothing had changed."""
    poses: int = 0
    """People reported, summed over frames; a skipped frame repeats the last look's."""
    heads_filled: int = 0
    """Heads covered in the picture that people were found in, summed likewise."""
    tracks: int = 0
    """Confirmed tracks that ended, without those of people who wore a badge."""
    opted_out: int = 0
    """Tracks dropped because an opt-out badge was worn."""
    staff: int = 0
    """Tracks dropped because a staff badge was worn."""
    seconds: float = 0.0
    """How long it took from the first frame on."""
    problem: str = ""
    """Why the source ended before its end; empty when all of it was counted."""
    crossings: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Net crossings by (line, direction)."""
    dwell_s: dict[str, list[float]] = field(default_factory=dict)
    """Length of every visit, by zone."""
    counts: Counts = field(init=False)
    """What the shipped metrics would add up to, before noise."""

    def __post_init__(self) -> None:
        self.counts = Counts.of(self.site)

    @property
    def fps(self) -> float:
        """Frames worked through per second, the first one and the loading of models left out."""
        return (self.frames - 1) / self.seconds if self.seconds > 0 and self.frames > 1 else 0.0

    def leave_out(self, badge: LeftOut) -> None:
        """Count that somebody who wore a badge was there, and nothing else of them."""
        self.opted_out += badge == "optout"
        self.staff += badge == "staff"

    def add(self, journey: Journey) -> None:
        """Count one ended track."""
        self.tracks += 1
        self.crossings.update((crossing.line, crossing.direction) for crossing in journey.crossings)
        for visit in journey.visits:
            self.dwell_s.setdefault(visit.zone, []).append(visit.dwell_s)
        self.counts.add(journey)

    def saw(self, observation: FrameObservation) -> None:
        """Count one frame."""
        self.frames += 1
        self.dropped = with_one(self.dropped, observation.dropped)
        self.skipped += observation.skipped
        self.poses += len(observation.people)
        self.heads_filled += observation.heads_filled

    def lines(self) -> dict[str, dict[str, int]]:
        """Return net crossings of every line of the site, none left out."""
        return {
            line.name: {way: self.crossings[line.name, way] for way in ("in", "out")}
            for line in self.site.lines
        }

    def zones(self) -> dict[str, dict[str, float]]:
        """Return the number of visits and their mean length of every zone of the site."""
        stays = {zone.name: self.dwell_s.get(zone.name, []) for zone in self.site.zones}
        return {
            name: {"visits": len(found), "dwell_s": round(sum(found) / len(found), 1) if found else 0.0}
            for name, found in stays.items()
        }


def replay_frames(
    observations: Observations,
    site: Site,
    *,
    clock: Clock,
    tracker: Tracker | None = None,
    on_frame: Callable[[Replay], None] | None = None,
) -> Replay:
    """Return what was counted in the frames of one camera, the site's first.

    A source that ends too early is counted as far as it came, and the result says so.
    Raises: SiteError when the site was drawn on frames of another size.
    """
    result, begun = Replay(site), clock.now()
    camera = site.camera()
    view = "" if camera is None else camera.view
    follow = tracker or FloorTracker(
        to_floor_of(site), upright=upright_in(site), view=view, hands=hands_of(site)
    )
    try:
        for observation in as_drawn(observations.frames(), camera):
            if result.frames == 0:
                begun = clock.now()
            result.saw(observation)
            _count(follow.update(observation), result)
            result.seconds = _seconds(begun, clock)
            if on_frame is not None:
                on_frame(result)
    except CutOffError as error:
        result.problem = str(error)
    _count(follow.finish(), result)
    result.seconds = _seconds(begun, clock)
    return result


def replay_tracks(tracks: Iterable[Track], site: Site, *, clock: Clock) -> Replay:
    """Return what was counted in tracks that somebody else made, in metres.

    Raises: SiteError when the site is in pixels.
    """
    if not site.is_in_metres:
        raise SiteError(f"the tracks are in metres and site {site.name!r} is in pixels")
    result, begun = Replay(site), clock.now()
    _count(tracks, result)
    result.seconds = _seconds(begun, clock)
    return result


def to_floor_of(site: Site, camera_name: str | None = None) -> ToFloor | None:
    """Return the camera's map from image to floor, or None when the site is in pixels.

    Raises: SiteError when the site is in metres and nothing says where the camera's pixels lie.
    """
    if not site.is_in_metres:
        return None
    camera = site.camera(camera_name)
    matrix = None if camera is None else camera.floor_from_px
    if matrix is None:
        raise SiteError(
            f'site {site.name!r} is in metres but its camera has no landmarks; give four, or units = "px"'
        )
    return lambda lowest_px: standing_points(matrix, lowest_px)


def upright_in(site: Site, camera_name: str | None = None) -> Upright | None:
    """Return how to read heights in the camera's picture; None where its map and frame do not say."""
    camera = site.camera(camera_name) if site.is_in_metres else None
    if camera is None or camera.floor_from_px is None or camera.frame_px is None:
        return None
    return upright_of(camera.floor_from_px, camera.frame_px)


def _count(tracks: Iterable[Track], result: Replay) -> None:
    for track in tracks:
        if track.badge is not None:
            result.leave_out(track.badge)
        else:
            result.add(journey_of(track, result.site))


def _seconds(begun: datetime, clock: Clock) -> float:
    return (clock.now() - begun).total_seconds()
