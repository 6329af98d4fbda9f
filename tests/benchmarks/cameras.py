"""Several cameras on one floor, counted: ``python -m tests.benchmarks.cameras [--quick]``.

People of the simulated shop, and real ones of SHOAL_DATA where it is set, are seen by two or three virtual
cameras at the floor's edge, each with errors of its own; people hide those behind them. One line a case:

tracks      what the cameras tracked together, a person as often as they saw them
merged      what is counted
best        what would be counted by who knows who is who and still needs half a second in common
people      how many there were
count_error  merged / best - 1
without     tracks / best - 1: the same without merging
wrong       merged tracks that hold points of two people
doubled     share of the counted person-seconds in which a person is counted more than once

Last the drawn door: ten clips of 90 s filmed by three cameras, a fair detector and the tracker between, and
by how much the crossings are off.
"""

import json
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from edge_node.observations import Track
from edge_node.replay import to_floor_of, upright_in
from edge_node.simulation.plans import PLANS
from edge_node.simulation.shoppers import simulate_day
from edge_node.track.cameras import STEP_S, TOGETHER_S, Sighting, linked_by
from edge_node.track.joined import Part, joined
from edge_node.track.people import Piece, sort_out
from edge_node.track.table import read_tracks
from edge_node.track.tracker import CUT_S, FloorTracker
from edge_node.track.view import FOOT_ERROR_M
from edge_node.zones.journey import journey_of
from tests.support.drawn_floor import DrawnFloor, detections, drawn_floor
from tests.support.overlap import Eye, Seen, Walk, seen_by

ERRORS_CM = ((5, 5), (10, 10), (15, 20), (30, 30))
"""Jitter along each axis and offset of the calibration, cm."""
USUAL_CM = (10, 10)
CLOCKS_S = (0.1, 0.2, 0.5)
"""How far apart two cameras' clocks are, tried on the middle crowd."""
MIDDLE_CROWD = 600
SEED = 20261126
OVERLAP = 2 / 3
"""Share of the floor's length that the first and the last camera see."""
REAL = ("ucy_zara01", "ucy_zara02", "ucy_students03", "eth_seq_eth", "eth_seq_hotel", "grand_central")
CLIPS, CLIP_S = 10, 90.0
STARTS_AT = datetime(2026, 6, 15, 10, tzinfo=UTC)
LONGEST_S = 300.0
"""Of each recording, this much from its busiest beginning on is used."""


@dataclass(frozen=True, slots=True)
class Case:
    """One floor with its people and cameras."""

    name: str
    walks: tuple[Walk, ...]
    cameras: int
    error_cm: tuple[int, int]
    clock_s: float = 0.0
    """The east camera's clock is this far ahead."""


def main() -> None:
    """Print one JSON object a case."""
    is_quick = "--quick" in sys.argv[1:]
    for case in (*_shop_cases(is_quick=is_quick), *_real_cases(is_quick=is_quick)):
        print(json.dumps(score(case)), flush=True)
    for row in drawn_door(clips=1 if is_quick else CLIPS):
        print(json.dumps(row), flush=True)


def score(case: Case) -> dict[str, object]:
    """Return what merging makes of the case."""
    rng = np.random.default_rng(SEED)
    eyes = _eyes(case, rng)
    found = [seen for eye in eyes for seen in seen_by(eye, case.walks, rng)]
    sightings = [Sighting.of(seen.camera, seen.track.t_s, seen.track.floor_xy_m) for seen in found]
    error_m = {eye.name: float(np.hypot(case.error_cm[1] / 100, FOOT_ERROR_M)) for eye in eyes}
    began_s = time.process_time()
    people = sort_out([seen.track for seen in found], sightings, error_m).people
    spent_s = time.process_time() - began_s
    best = len(linked_by(len(found), _true_pairs(found, sightings)))
    return {
        "floor": case.name,
        "at_once": round(_mean_at_once(case.walks), 1),
        "cameras": case.cameras,
        "jitter_cm": case.error_cm[0],
        "offset_cm": case.error_cm[1],
        "clock_s": case.clock_s,
        "tracks": len(found),
        "merged": len(people),
        "best": best,
        "people": len({seen.person for seen in found}),
        "count_error": round(len(people) / best - 1, 4),
        "without": round(len(found) / best - 1, 4),
        "wrong": sum(len({found[piece.source].person for piece in person}) > 1 for person in people),
        "doubled": round(_doubled(found, people), 4),
        "ms_per_track": round(1000 * spent_s / max(1, len(found)), 2),
    }


def drawn_door(*, clips: int) -> Iterator[dict[str, object]]:
    """Yield for single cameras and sets of them how far in and out are from the truth, summed over clips."""
    floors = [drawn_floor(seed, CLIP_S, STARTS_AT) for seed in range(clips)]
    seen = [_tracked(floor, np.random.default_rng(seed)) for seed, floor in enumerate(floors)]
    names = tuple(floors[0].scenes)
    for cameras in (*((name,) for name in names), *combinations(names, 2), names):
        off = {"in": 0, "out": 0}
        for floor, tracks in zip(floors, seen, strict=True):
            came = {"in": floor.scenario.truth.entries, "out": floor.scenario.truth.exits}
            ways = _crossings(floor, {name: tracks[name] for name in cameras})
            off = {way: off[way] + abs(ways.count(way) - count) for way, count in came.items()}
        truth = sum(f.scenario.truth.entries + f.scenario.truth.exits for f in floors)
        yield {"door": "+".join(cameras), "crossings": truth, "off": sum(off.values())}


def _tracked(floor: DrawnFloor, rng: np.random.Generator) -> dict[str, list[Track]]:
    tracks = {}
    for name, scene in floor.scenes.items():
        tracker = FloorTracker(to_floor_of(floor.site, name), upright=upright_in(floor.site, name))
        ended = [track for seen in detections(scene, rng) for track in tracker.update(seen)]
        tracks[name] = [*ended, *tracker.finish()]
    return tracks


def _crossings(floor: DrawnFloor, tracks: Mapping[str, Sequence[Track]]) -> list[str]:
    """Return the ways of every net crossing of the door, each person once."""
    pairs = [(camera, track) for camera, ended in tracks.items() for track in ended]
    sightings = [Sighting.of(camera, track.t_s, track.floor_xy_m) for camera, track in pairs]
    people = sort_out([track for _, track in pairs], sightings, dict.fromkeys(tracks, FOOT_ERROR_M)).people
    parts = [[Part(piece.track, FOOT_ERROR_M) for piece in person] for person in people]
    journeys = [journey_of(joined(person, cut_s=CUT_S), floor.site) for person in parts]
    return [crossing.direction for journey in journeys for crossing in journey.crossings]


def _eyes(case: Case, rng: np.random.Generator) -> list[Eye]:
    """Return cameras at the west, the east and the south edge; the first two share the middle."""
    points = np.concatenate([walk.xy_m for walk in case.walks])
    (x0, y0), (x1, y1) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    part = OVERLAP * (x1 - x0)
    spots = [
        ("west", (x0 - 1, (y0 + y1) / 2), (x0, y0, x0 + part, y1)),
        ("east", (x1 + 1, (y0 + y1) / 2), (x1 - part, y0, x1, y1)),
        ("south", ((x0 + x1) / 2, y0 - 1), (x0, y0, x1, y1)),
    ]
    eyes = []
    for name, place_m, field_m in spots[: case.cameras]:
        turn, jitter_m, off_m = (
            float(rng.uniform(0, 2 * np.pi)),
            case.error_cm[0] / 100,
            case.error_cm[1] / 100,
        )
        offset_m = (off_m * float(np.cos(turn)), off_m * float(np.sin(turn)))
        clock_s = case.clock_s if name == "east" else 0.0
        eyes.append(Eye(name, place_m, field_m, offset_m, jitter_m, clock_s, hides=True))
    return eyes


def _true_pairs(found: Sequence[Seen], sightings: Sequence[Sighting]) -> list[tuple[int, int]]:
    """Return the pairs of one person's tracks that share enough instants to be told together."""
    of: dict[int, list[int]] = {}
    for index, seen in enumerate(found):
        of.setdefault(seen.person, []).append(index)
    return [
        (first, second)
        for members in of.values()
        for first, second in combinations(members, 2)
        if found[first].camera != found[second].camera
        and len(np.intersect1d(sightings[first].ticks, sightings[second].ticks)) >= TOGETHER_S / STEP_S
    ]


def _doubled(found: Sequence[Seen], people: Sequence[tuple[Piece, ...]]) -> float:
    """Return how much of what is counted of people is counted more than once, at the common instants."""
    counted: dict[int, list[NDArray[np.float64]]] = {}
    for pieces in people:
        for who in {found[piece.source].person for piece in pieces}:
            t_s = np.concatenate([piece.track.t_s for piece in pieces if found[piece.source].person == who])
            counted.setdefault(who, []).append(np.unique(np.floor(t_s / STEP_S)))
    total = sum(len(ticks) for parts in counted.values() for ticks in parts)
    once = sum(len(np.unique(np.concatenate(parts))) for parts in counted.values())
    return (total - once) / total


def _mean_at_once(walks: Sequence[Walk]) -> float:
    first, last = min(walk.t_s[0] for walk in walks), max(walk.t_s[-1] for walk in walks)
    return float(sum(walk.t_s[-1] - walk.t_s[0] for walk in walks) / (last - first))


def _shop_cases(*, is_quick: bool) -> Iterator[Case]:
    """Yield an hour of the simulated grocery and boutique, quiet to crowded."""
    crowds = (("boutique", 150), ("boutique", 600), ("grocery", 1500))
    for plan, visitors in crowds[:1] if is_quick else crowds:
        walks, name = _busiest_hour(plan, visitors), f"{plan} {visitors}/day"
        for cameras in (2, 3):
            for error_cm in (
                (USUAL_CM,) if is_quick else ERRORS_CM if visitors <= MIDDLE_CROWD else ERRORS_CM[1:3]
            ):
                yield Case(name, walks, cameras, error_cm)
        if visitors == MIDDLE_CROWD:
            yield from (Case(name, walks, 2, USUAL_CM, clock_s) for clock_s in CLOCKS_S)


def _busiest_hour(plan: str, visitors: int) -> tuple[Walk, ...]:
    rng = np.random.default_rng([SEED, visitors])
    day = simulate_day(PLANS[plan](), date(2026, 6, 13), ZoneInfo("UTC"), visitors, rng)
    started_s = np.array([movement.t_s[0] for movement in day.movements])
    hours, counts = np.unique(started_s // 3600, return_counts=True)
    hour = hours[int(np.argmax(counts))]
    return tuple(
        Walk(movement.t_s, movement.xy_m)
        for movement, started in zip(day.movements, started_s, strict=True)
        if started // 3600 == hour
    )


def _real_cases(*, is_quick: bool) -> Iterator[Case]:
    """Yield the first minutes of real trajectories, where they are at hand."""
    folder = os.environ.get("SHOAL_DATA")
    if folder is None:
        return
    for name in REAL[:1] if is_quick else REAL:
        tracks = read_tracks(Path(folder) / "trajectories" / f"{name}.csv.gz")
        until_s = tracks[0].t_s[0] + LONGEST_S
        walks = tuple(
            Walk(track.t_s, track.floor_xy_m.astype(np.float64))
            for track in tracks
            if track.t_s[0] < until_s and len(track.t_s) > 1
        )
        for error_cm in (USUAL_CM,) if is_quick else ERRORS_CM[1:3]:
            yield Case(name, walks, 2, error_cm)


if __name__ == "__main__":
    main()
