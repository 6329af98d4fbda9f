from dataclasses import dataclass, replace

import numpy as np
import pytest

from edge_node.observations import Reach, Track, TrackId, Visit
from edge_node.zones.journey import journey_of
from edge_node.zones.line import Line
from edge_node.zones.polygon import Zone


@dataclass(frozen=True)
class Floor:
    zones: tuple[Zone, ...]
    lines: tuple[Line, ...]
    shelf_names: tuple[str, ...] = ()


FLOOR = Floor(
    zones=tuple(
        Zone.of(
            f"bay-{k}", "grocery", ((2.0 * k, 1.0), (2.0 * k + 2, 1.0), (2.0 * k + 2, 6.0), (2.0 * k, 6.0))
        )
        for k in range(10)
    ),
    lines=(Line("door", (0.0, 0.0), (20.0, 0.0)), Line("till", (0.0, 7.0), (20.0, 7.0))),
)


def track(points: list[tuple[float, float]], step_s: float = 1.0) -> Track:
    t_s = 1000.0 + np.arange(len(points)) * step_s
    return Track(TrackId(1), 1000.0, t_s, np.array(points, np.float32).reshape(-1, 2))


def test_a_journey_holds_visits_in_order_and_crossings() -> None:
    walk = [(1.0, -1.0), *[(5.0, 3.0)] * 8, *[(1.0, 3.0)] * 8, (1.0, 8.0)]

    journey = journey_of(track(walk), FLOOR)

    assert [visit.zone for visit in journey.visits] == ["bay-2", "bay-0"]
    assert [(c.line, c.direction) for c in journey.crossings] == [("door", "in"), ("till", "in")]


def test_a_journey_holds_the_hands_in_shelves() -> None:
    floor = Floor(zones=(), lines=(), shelf_names=("bread", "milk"))
    walk = track([(5.0, 3.0)] * 6)

    journey = journey_of(replace(walk, hand_at=np.array([-1, 1, 1, 1, -1, -1], np.int8)), floor)

    assert journey.reaches == (Reach("milk", 1000.5, 1003.5),)


def test_a_point_on_the_horizon_spoils_no_visit() -> None:
    walk = [(float("nan"), float("nan")), *[(5.0, 3.0)] * 8, (5.0, 3.0)]

    journey = journey_of(track(walk), FLOOR)

    assert [visit.zone for visit in journey.visits] == ["bay-2"]


@pytest.mark.parametrize("length", [0, 1], ids=["no point", "one point"])
def test_a_track_too_short_to_go_anywhere_is_an_empty_journey(length: int) -> None:
    journey = journey_of(track([(5.0, 3.0)] * length), FLOOR)

    assert (journey.visits, journey.crossings) == ((), ())


def test_somebody_seen_once_was_there() -> None:
    floor = replace(FLOOR, zones=tuple(replace(zone, min_dwell_s=0.0) for zone in FLOOR.zones))

    journey = journey_of(track([(5.0, 3.0)]), floor)

    assert journey.visits == (Visit("bay-2", 1000.0, 0.0),)
