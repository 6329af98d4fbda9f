"""A short clip at a shop's door, made to be drawn: who crosses the entrance, when, is known beforehand."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import numpy as np

from edge_node.scene import Scene, SceneCamera
from edge_node.simulation.filming import Take, film
from edge_node.simulation.grounding import STATURE_M
from edge_node.simulation.itinerary import Walk
from edge_node.simulation.movement import Kind, Movement
from edge_node.simulation.paths import Network, network
from edge_node.simulation.shop import PlacedCamera, Shop
from edge_node.simulation.truth import DayTruth, truth_of
from edge_node.simulation.views import is_seen

FRAME_PX = (768, 432)
RATE_HZ = 8.0
CAMERA_HEIGHT_M = 3.0
CAMERA_NORTH_M = 6.6
"""How far inside the shop the camera hangs, looking back at the door: people at the line are 170 px tall."""
PITCH_RAD = math.radians(21.5)
FOCAL_PX = 665.0
"""A horizontal view of 60°."""
GAP_S = 4.2
"""Between two people at the line, at least; nobody overlaps another while crossing."""
LEAD_S = 5.0
"""Quiet seconds at both ends of the clip."""
PACE_M_S = (0.9, 1.35)
Streams = Literal["apart", "mixed"]
"""Whether those who come and those who go use their own side of the street."""
_PASSERS_EACH_S = 30.0


@dataclass(frozen=True, slots=True)
class DrawnScenario:
    """A clip and what really happens in it."""

    scene: Scene
    truth: DayTruth
    movements: tuple[Movement, ...]


def door_camera(shop: Shop) -> SceneCamera:
    """Return the camera that looks from inside at the shop's door."""
    middle_m = sum(shop.door_x_m) / 2
    return SceneCamera(
        name="door",
        frame_px=FRAME_PX,
        position_m=(middle_m, CAMERA_NORTH_M, CAMERA_HEIGHT_M),
        yaw_rad=-math.pi / 2,
        pitch_rad=PITCH_RAD,
        focal_px=FOCAL_PX,
    )


def placed_camera(shop: Shop, source: str) -> PlacedCamera:
    """Return the door camera with six landmarks on the floor, as a technician would have measured them."""
    camera = door_camera(shop)
    west, east = shop.door_x_m
    middle = (west + east) / 2
    floor = [(west, 0.0), (east, 0.0), (middle - 1.4, 2.5), (middle + 1.4, 2.5)]
    floor += [(middle - 1.5, -2.0), (middle + 1.5, -2.0)]
    pixels = camera.project(np.array([(x, y, 0.0) for x, y in floor]))
    return PlacedCamera(
        name=camera.name,
        source=source,
        frame_px=FRAME_PX,
        landmarks=tuple(
            ((round(float(u), 1), round(float(v), 1)), (round(x, 3), y))
            for (u, v), (x, y) in zip(pixels, floor, strict=True)
        ),
    )


def drawn_scenario(
    shop: Shop, seed: int, seconds: float, starts_at: datetime, *, streams: Streams = "apart"
) -> DrawnScenario:
    """Return a clip at the door: about one person a GAP_S, six of ten coming in; same seed, same clip.

    People keep to their right in the shop. With streams ``apart`` they do so in the street as well, so that
    somebody who goes never vanishes at the edge where the next one appears; ``mixed`` is the harder clip.
    One person in the middle turns round on the step, and every half minute somebody passes by.
    Raises: ValueError for a clip too short for a crossing.
    """
    if seconds < 2 * LEAD_S + GAP_S:
        raise ValueError(f"expected at least {2 * LEAD_S + GAP_S} seconds, got {seconds}")
    rng = np.random.default_rng(seed)
    movements = _people(shop, (starts_at.timestamp(), seconds), streams, rng)
    return DrawnScenario(
        scene=film(shop, door_camera(shop), movements, Take(starts_at, seconds, RATE_HZ)),
        truth=truth_of(shop, starts_at.date(), movements, ()),
        movements=movements,
    )


def _people(
    shop: Shop, period_s: tuple[float, float], streams: Streams, rng: np.random.Generator
) -> tuple[Movement, ...]:
    start_s, seconds = period_s
    ways, hidden = network(shop), _hidden_stops(shop)
    moments = start_s + np.arange(LEAD_S, seconds - LEAD_S, GAP_S)
    coming = _kinds(len(moments), rng)
    built: list[tuple[Kind, Walk]] = []
    for number, (moment_s, kind) in enumerate(zip(moments.tolist(), coming, strict=True)):
        walk = _crossing(ways, hidden, kind, _street_end(ways, kind, number, streams), rng)
        crossed_s = walk.left_s if kind == "out" else walk.entered_s
        _shift(walk, moment_s + float(rng.uniform(0.0, 0.5)) - (crossed_s or 0.0))
        if kind != "out" and walk.left_s is None and walk.now_s < start_s + seconds:
            walk.act("browse", start_s + seconds - walk.now_s)
            walk.stand(0.0)
        built.append(("turned_round" if kind == "turn" else "visitor", walk))
    for after_s in np.arange(LEAD_S, seconds - LEAD_S, _PASSERS_EACH_S).tolist():
        built.append(("pass_by", _passing(ways, start_s + after_s, rng)))
    heights = np.clip(rng.standard_normal(len(built)), -2, 2) * STATURE_M[1] + STATURE_M[0]
    return tuple(
        walk.finished(number, number, kind, float(heights[number]))
        for number, (kind, walk) in enumerate(built)
    )


def _kinds(count: int, rng: np.random.Generator) -> list[str]:
    """Return in, out and one turn in the middle, shuffled: six of ten come in."""
    going = round(0.4 * count)
    kinds = ["out"] * going + ["in"] * (count - going)
    rng.shuffle(kinds)
    if count >= 5:
        kinds[count // 2] = "turn"
    return kinds


def _street_end(ways: Network, kind: str, number: int, streams: Streams) -> int:
    """Return where in the street somebody comes from or goes to."""
    is_east = kind != "out" if streams == "apart" else number % 3 == 0
    return (ways.east if is_east else ways.west)[number % 2]


def _crossing(ways: Network, hidden: Sequence[int], kind: str, street: int, rng: np.random.Generator) -> Walk:
    """Return one way through the door; people keep to their right, as they do."""
    pace = float(rng.uniform(*PACE_M_S))
    middle, aside = len(ways.door_in) // 2, int(rng.integers(2))
    going_in, going_out = middle + aside, middle - 1 - aside
    in_east = [stop for stop in hidden if ways.places[stop].x_m > ways.places[ways.door_in[middle]].x_m]
    in_west = [stop for stop in hidden if stop not in in_east]
    if kind == "out":
        walk = Walk(ways, 0.0, in_west[int(rng.integers(len(in_west)))], pace, pace)
        walk.leave(max(going_out, 0), street)
        return walk
    walk = Walk(ways, 0.0, street, pace, pace)
    walk.enter(min(going_in, len(ways.door_in) - 1))
    if kind == "turn":
        walk.stand(float(rng.uniform(1.0, 2.0)))
        walk.leave(max(going_out, 0), street)
    else:
        walk.go(in_east[int(rng.integers(len(in_east)))], pace)
    return walk


def _passing(ways: Network, start_s: float, rng: np.random.Generator) -> Walk:
    pace = float(rng.uniform(1.1, 1.5))
    ends = (ways.west[-1], ways.east[-1])
    start, goal = ends if rng.random() < 0.5 else ends[::-1]
    walk = Walk(ways, start_s, start, pace, pace)
    walk.go(goal, pace)
    return walk


def _shift(walk: Walk, by_s: float) -> None:
    walk.t_s = [t_s + by_s for t_s in walk.t_s]
    walk.now_s += by_s
    walk.entered_s = None if walk.entered_s is None else walk.entered_s + by_s
    walk.left_s = None if walk.left_s is None else walk.left_s + by_s


def _hidden_stops(shop: Shop) -> tuple[int, ...]:
    """Return four places west and four east of the door that its camera does not see, the nearest."""
    ways, camera = network(shop), door_camera(shop)
    stops = [stop for zone in ways.stops_by_zone.values() for stop in zone]
    hidden = [stop for stop in stops if not is_seen(camera, ways.places[stop].x_m, ways.places[stop].y_m)]
    hidden.sort(key=lambda stop: (ways.places[stop].y_m, stop))
    middle_m = sum(shop.door_x_m) / 2
    west = [stop for stop in hidden if ways.places[stop].x_m < middle_m]
    east = [stop for stop in hidden if ways.places[stop].x_m >= middle_m]
    return (*west[:4], *east[:4])


def end_of(scene: Scene) -> datetime:
    """Return the capture time just after the last frame."""
    return scene.starts_at + timedelta(seconds=scene.frames / scene.rate_hz)
