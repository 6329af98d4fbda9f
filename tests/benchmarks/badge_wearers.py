"""What badges do to counts in the drawn shop: ``python -m tests.benchmarks.badge_wearers``.

Staff wear the staff badge and three of ten shoppers the opt-out one, printed on A4 for the camera that looks
at them. Printed per level and way of wearing: how many tracks of wearers are dropped and how much of their
time, those among them that came within the range printed on the page, how many tracks of others are dropped
(mixed up: they followed a wearer for a while), and visits counted of staff before and after.
``--seconds S`` is the length of a clip, ``--view NAME`` and ``--level NAME`` take some; ``--json`` is for
machines.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, replace

import numpy as np

from edge_node.badge_sight import CHEST_M, Sight, sight_of
from edge_node.badges.code import MODULES
from edge_node.badges.size import module_mm_for, most_module_mm, range_m_of, side_mm_of
from edge_node.hand_sight import hands_of
from edge_node.observations import BadgeKind, FrameObservation, Track
from edge_node.replay import to_floor_of, upright_in
from edge_node.simulation.movement import Movement, positions
from edge_node.simulation.wearing import Dress, badges_of
from edge_node.site import Site
from edge_node.track.badge import AGREEING
from edge_node.track.tracker import FloorTracker
from edge_node.zones.journey import journey_of
from tests.benchmarks.drawn_counts import NOT_STAYED_IN
from tests.benchmarks.drawn_line import ALL_LEVELS, Clip, Observed, observe, site_of

VIEWS = ("boutique-door", "grocery-door", "boutique-aisle", "corridor-aisle", "grocery-aisle", "grocery-till")
LEVELS = ("everyday", "sharp")
SEED = 51
"""Of no clip that anything was set on."""
SAME_PERSON_M = 1.0
NEAR_S = 1.0
LEAST_SHARE = 0.5
"""A track is the person who is within SAME_PERSON_M of at least this share of its points, and of the most."""


@dataclass(slots=True)
class Told:
    """Counts over clips; everything can be added."""

    tracks: dict[str, int] = field(default_factory=dict)
    """Tracks by what their person wears: optout, staff, nothing, or nobody when no person was near."""
    dropped: dict[str, int] = field(default_factory=dict)
    points: dict[str, int] = field(default_factory=dict)
    points_dropped: dict[str, int] = field(default_factory=dict)
    wearers: dict[str, int] = field(default_factory=dict)
    """People of whom there is a track."""
    wearers_gone: dict[str, int] = field(default_factory=dict)
    """Those of whom every track was dropped."""
    near: dict[str, int] = field(default_factory=dict)
    """Tracks that were within the printed range for NEAR_S or longer."""
    near_dropped: dict[str, int] = field(default_factory=dict)
    mixed_up: int = 0
    """Tracks of people without a badge that were dropped and had followed a wearer for a while."""
    staff_visits_before: int = 0
    staff_visits_after: int = 0
    other_visits_before: int = 0
    other_visits_after: int = 0

    def add(self, other: "Told") -> None:
        """Add the other clip's counts to these."""
        for name in (each.name for each in fields(self)):
            mine, theirs = getattr(self, name), getattr(other, name)
            if isinstance(mine, dict):
                setattr(self, name, {k: mine.get(k, 0) + theirs.get(k, 0) for k in mine | theirs})
            else:
                setattr(self, name, mine + theirs)


def main() -> None:
    """Run the clips one after the other and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.badge_wearers")
    parser.add_argument("--level", action="append", choices=sorted(ALL_LEVELS))
    parser.add_argument("--view", action="append", choices=VIEWS)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    rows: dict[str, Told] = {}
    for level in wanted.level or LEVELS:
        for is_on_back in (False, True):
            row = rows.setdefault(f"{level}, {'chest and back' if is_on_back else 'chest'}", Told())
            for view in wanted.view or VIEWS:
                row.add(told(observe(dressed(Clip(view, level, wanted.seed, wanted.seconds), is_on_back))))
                print(f"{level} {view}", file=sys.stderr)
    print(json.dumps({name: figures(row) for name, row in rows.items()}) if wanted.json else table(rows))


def dressed(clip: Clip, is_on_back: bool) -> Clip:
    """Return the clip with badges as large as A4 and the clip's camera allow."""
    made = clip.staged
    sight = sight_of(site_of(made, made.view.shop), made.scene.camera.name)
    return replace(clip, dress=Dress(side_m=printed_side_m(sight), is_on_back=is_on_back))


def printed_side_m(sight: Sight) -> float:
    """Return the side that `shoal edge badge --camera` prints for this camera."""
    return side_mm_of(min(module_mm_for(sight.farthest_m, sight.focal_px), most_module_mm("A4"))) / 1000


def told(observed: Observed) -> Told:
    """Return what became of everybody's tracks in one clip."""
    assert observed.clip.dress is not None
    worn = badges_of(observed.staged, observed.clip.dress, seed=observed.clip.seed)
    found = Told()
    gone: dict[int, bool] = {}
    for track in tracked(observed.observations, observed.site):
        person = person_of(track, observed.staged.movements)
        what = "nobody" if person is None else worn[person] or "nothing"
        _count(found, what, track, is_near=_is_near(track, observed))
        if what == "nothing" and track.badge is not None:
            wearers = [m for m in observed.staged.movements if worn[m.person] is not None]
            found.mixed_up += has_followed(track, wearers, observed.staged.movements)
        if person is not None and worn[person] is not None:
            gone[person] = gone.get(person, True) and track.badge is not None
        visits = _visits(track, observed)
        is_kept = track.badge is None
        if what == "staff":
            found.staff_visits_before += visits
            found.staff_visits_after += visits * is_kept
        elif what == "nothing":
            found.other_visits_before += visits
            found.other_visits_after += visits * is_kept
    for person, is_gone in gone.items():
        what = str(worn[person])
        found.wearers[what] = found.wearers.get(what, 0) + 1
        found.wearers_gone[what] = found.wearers_gone.get(what, 0) + is_gone
    return found


def tracked(observations: Sequence[FrameObservation], site: Site) -> list[Track]:
    """Return every track, those with a badge with their whole way: what the product forgets at once."""
    tracker = FloorTracker(to_floor_of(site), upright=upright_in(site), hands=hands_of(site))
    tracker.keep_ways()
    ended = [track for observation in observations for track in tracker.update(observation)]
    return [*ended, *tracker.finish()]


def person_of(track: Track, movements: Sequence[Movement]) -> int | None:
    """Return whose track it is, by where people truly were; None when it is nobody's for most of its time."""
    shares = {
        movement.person: float(
            np.mean(np.linalg.norm(positions(movement, track.t_s) - track.floor_xy_m, axis=1) < SAME_PERSON_M)
        )
        for movement in movements
        if movement.t_s[0] <= track.t_s[-1] and track.t_s[0] <= movement.t_s[-1]
    }
    best = max(shares, key=lambda person: shares[person], default=None)
    return best if best is not None and shares[best] >= LEAST_SHARE else None


def has_followed(track: Track, some: Sequence[Movement], everybody: Sequence[Movement]) -> bool:
    """Return whether one of these, and nobody else, was nearest to the track in AGREEING of its points."""
    nearest = np.full(len(track.t_s), SAME_PERSON_M)
    is_one = np.zeros(len(track.t_s), np.bool_)
    for movement in everybody:
        away_m = np.linalg.norm(positions(movement, track.t_s) - track.floor_xy_m, axis=1)
        is_there = (track.t_s >= movement.t_s[0]) & (track.t_s <= movement.t_s[-1])
        is_nearer = is_there & (away_m < nearest)
        nearest[is_nearer] = away_m[is_nearer]
        is_one[is_nearer] = any(movement is wearer for wearer in some)
    return int(is_one.sum()) >= AGREEING


def _is_near(track: Track, observed: Observed) -> bool:
    """Return whether the track was within the range that is printed for as long as NEAR_S."""
    scene, dress = observed.staged.scene, observed.clip.dress
    assert dress is not None
    range_m = range_m_of(1000 * dress.side_m / MODULES, scene.camera.focal_px)
    chest = np.column_stack([track.floor_xy_m, np.full(len(track.t_s), CHEST_M)])
    is_near = np.linalg.norm(chest - np.array(scene.camera.position_m), axis=1) <= range_m
    steps = np.minimum(np.diff(track.t_s), NEAR_S)
    return float(steps[is_near[1:]].sum()) >= NEAR_S


def _count(found: Told, what: str, track: Track, *, is_near: bool) -> None:
    is_dropped = track.badge is not None
    for counts, more in (
        (found.tracks, 1),
        (found.dropped, int(is_dropped)),
        (found.points, len(track.t_s)),
        (found.points_dropped, len(track.t_s) * is_dropped),
        (found.near, int(is_near)),
        (found.near_dropped, int(is_near and is_dropped)),
    ):
        counts[what] = counts.get(what, 0) + more


def _visits(track: Track, observed: Observed) -> int:
    stayed = {zone.name for zone in observed.shop.zones if zone.zone_type not in NOT_STAYED_IN}
    return sum(visit.zone in stayed for visit in journey_of(track, observed.site).visits)


def figures(row: Told) -> dict[str, object]:
    """Return what the table shows."""
    wearers: tuple[BadgeKind, ...] = ("optout", "staff")
    return {
        **{f"{kind} tracks dropped": _of(row.dropped, row.tracks, kind) for kind in wearers},
        **{f"{kind} in range dropped": _of(row.near_dropped, row.near, kind) for kind in wearers},
        **{f"{kind} time dropped": _share(row.points_dropped, row.points, kind) for kind in wearers},
        **{f"{kind} wholly dropped": _of(row.wearers_gone, row.wearers, kind) for kind in wearers},
        "others dropped": f"{_of(row.dropped, row.tracks, 'nothing')}, {row.mixed_up} of these mixed up",
        "staff visits": f"{row.staff_visits_before} → {row.staff_visits_after}",
        "others' visits": f"{row.other_visits_before} → {row.other_visits_after}",
    }


def _of(part: dict[str, int], whole: dict[str, int], what: str) -> str:
    return f"{part.get(what, 0)} of {whole.get(what, 0)}"


def _share(part: dict[str, int], whole: dict[str, int], what: str) -> float | None:
    return round(part.get(what, 0) / whole[what], 3) if whole.get(what) else None


def table(rows: dict[str, Told]) -> str:
    """Return the rows as a table for people."""
    return "\n".join(_lines(rows))


def _lines(rows: dict[str, Told]) -> Iterator[str]:
    for name, row in rows.items():
        yield name
        yield from (f"  {label:<24}{value}" for label, value in figures(row).items())


if __name__ == "__main__":
    main()
