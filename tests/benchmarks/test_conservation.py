from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from edge_node.observations import Track, TrackId
from edge_node.track.table import read_tracks
from tests.benchmarks.balance import Floor, balance_of, tiled
from tests.benchmarks.conservation import WALKS, people_in, walk_faults
from tests.benchmarks.followed import follow_again


def walker(number: int, *, from_xy: tuple[float, float], to_xy: tuple[float, float]) -> Track:
    """Somebody who walks straight for twenty seconds."""
    t_s = 3.0 * number + np.arange(0.0, 20.0, 0.5)
    way = np.linspace(from_xy, to_xy, len(t_s))
    return Track(TrackId(number), float(t_s[0]), t_s, way.astype(np.float32))


CROWD = [walker(n, from_xy=(n, 0.0), to_xy=(9.0 - n, 12.0)) for n in range(10)]


FLOOR = tiled(CROWD)


def test_straight_walks_add_up() -> None:
    assert balance_of(CROWD, FLOOR).faults == []


def test_somebody_seen_once_is_counted_too() -> None:
    once = Track(TrackId(99), 5.0, np.array([5.0]), np.array([[4.0, 4.0]], np.float32))

    balance = balance_of([*CROWD, once], FLOOR)

    assert (balance.appeared.total(), balance.faults) == (11, [])


def test_a_dropped_person_is_a_fault() -> None:
    assert walk_faults(11, balance_of(CROWD, FLOOR)) == ["11 people, 10 tracks"]


@pytest.mark.parametrize(
    "floor",
    [
        replace(FLOOR, zones=(*FLOOR.zones, replace(FLOOR.zones[5], name="again"))),
        replace(FLOOR, zones=FLOOR.zones[:5] + FLOOR.zones[6:]),
        replace(FLOOR, zones=tuple(replace(zone, margin=0.5) for zone in FLOOR.zones)),
        replace(FLOOR, lines=tuple(replace(line, margin=3.0) for line in FLOOR.lines)),
    ],
    ids=["a tile twice", "a tile missing", "tiles with a margin", "lines with a wide margin"],
)
def test_a_floor_that_does_not_add_up_is_noticed(floor: Floor) -> None:
    assert balance_of(CROWD, floor).faults != []


def test_a_walker_is_followed_as_one_track() -> None:
    assert len(follow_again(CROWD[:1])) == 1


@pytest.mark.media
@pytest.mark.parametrize("name", WALKS)
def test_published_walks_add_up(data_folder: Path, name: str) -> None:
    path = data_folder / "trajectories" / f"{name}.csv.gz"
    tracks = read_tracks(path)

    assert walk_faults(people_in(path), balance_of(tracks, tiled(tracks))) == []


@pytest.mark.media
@pytest.mark.parametrize("name", [name for name in WALKS if name != "grand_central"])
def test_followed_walks_add_up(data_folder: Path, name: str) -> None:
    again = follow_again(read_tracks(data_folder / "trajectories" / f"{name}.csv.gz"))

    assert balance_of(again, tiled(again)).faults == []
