"""Published walks, nobody dropped or counted twice: ``python -m tests.benchmarks.conservation``.

First the walks themselves: as many tracks as people, and flows in equal flows out and who is still inside, in
every tile, at every line, at every instant (balance.py); 75 people pass the Jülich bottleneck. Then what the
tracker makes of the same people seen by a camera: it may join or split walks, but what it gives must add up.
Exits 1 when anything does not.
"""

import csv
import gzip
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from edge_node.observations import Track
from edge_node.track.table import read_tracks
from edge_node.zones.journey import journey_of
from edge_node.zones.line import Line, crossing_of
from tests.benchmarks.balance import Balance, Floor, balance_of, tiled
from tests.benchmarks.followed import follow_again
from tests.support.development_data import development_data

WALKS = ("ucy_zara01", "ucy_zara02", "ucy_students03", "eth_seq_eth", "eth_seq_hotel", "grand_central")
BOTTLENECK = "juelich_bottleneck_040_c_56_h"
BOTTLENECK_LINES_Y_M = (0.0, -0.5)
BOTTLENECK_PEOPLE = 75
FOLLOWED_S = 900.0
"""Grand Central is followed for its first quarter of an hour; the other walks are shorter."""


def main() -> int:
    """Print both tables and return 0 when everything adds up."""
    data = development_data()
    if data is None:
        print("no development data; set SHOAL_DATA to its folder", file=sys.stderr)
        return 1
    walks = {name: data / "trajectories" / f"{name}.csv.gz" for name in (*WALKS, BOTTLENECK)}
    faults = _print_walks(walks) + _print_bottleneck(walks[BOTTLENECK])
    faults += _print_followed({name: walks[name] for name in WALKS})
    print("\n".join(faults) or "flows in = flows out + still inside, everywhere and at every instant")
    return 1 if faults else 0


def walk_faults(people: int, balance: Balance) -> list[str]:
    """Return what does not add up when every person must be one track."""
    lost = [] if people == balance.tracks else [f"{people} people, {balance.tracks} tracks"]
    return lost + balance.faults


def people_in(path: Path) -> int:
    """Return how many people the table names, read without the reader under test."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        return len({line["person_id"] for line in csv.DictReader(lines)})


def passed(tracks: Sequence[Track], y_m: float) -> dict[str, int]:
    """Return net crossings, with the rules of a shop's door, of a line from west to east."""
    line = Line("door", (-5.0, y_m), (5.0, y_m))
    found = [crossing_of(track.t_s, track.floor_xy_m.astype(np.float64), line) for track in tracks]
    return dict(Counter(crossing.direction for crossing in found if crossing is not None))


def beginning(tracks: Sequence[Track]) -> list[Track]:
    """Return everybody who came within the followed time."""
    begun_s = float(tracks[0].t_s[0])
    return [track for track in tracks if track.t_s[0] < begun_s + FOLLOWED_S]


def crossings(tracks: Sequence[Track], floor: Floor) -> int:
    """Return how many net crossings the cuts of a floor see."""
    return sum(len(journey_of(track, floor).crossings) for track in tracks)


def _print_walks(walks: dict[str, Path]) -> list[str]:
    print(f"{'walks':32}{'people':>8}{'tracks':>8}{'moves':>8}{'crossings':>11}{'heads':>8}{'faults':>8}")
    faults = []
    for name, path in walks.items():
        tracks, people = read_tracks(path), people_in(path)
        balance = balance_of(tracks, tiled(tracks))
        found = walk_faults(people, balance)
        counts = (people, balance.tracks, balance.moved.total())
        print(
            f"{name:32}{counts[0]:8}{counts[1]:8}{counts[2]:8}"
            f"{balance.crossings.total():11}{balance.heads:8}{len(found):8}"
        )
        faults += [f"{name}: {fault}" for fault in found]
    return faults


def _print_bottleneck(path: Path) -> list[str]:
    faults = []
    for y_m in BOTTLENECK_LINES_Y_M:
        found = passed(read_tracks(path), y_m)
        print(f"bottleneck, line at y = {y_m:g} m: {found}")
        if found != {"out": BOTTLENECK_PEOPLE}:
            faults.append(f"bottleneck at y = {y_m:g} m: {found}, expected {BOTTLENECK_PEOPLE} out")
    return faults


def _print_followed(walks: dict[str, Path]) -> list[str]:
    print(
        f"\n{'followed by the tracker':32}{'people':>8}{'tracks':>8}{'crossings':>11}{'of':>8}{'faults':>8}"
    )
    faults = []
    for name, path in walks.items():
        tracks = beginning(read_tracks(path))
        again, floor = follow_again(tracks), tiled(tracks)
        found = balance_of(again, tiled(again)).faults
        print(
            f"{name:32}{len(tracks):8}{len(again):8}"
            f"{crossings(again, floor):11}{crossings(tracks, floor):8}{len(found):8}"
        )
        faults += [f"{name}, followed: {fault}" for fault in found]
    return faults


if __name__ == "__main__":
    sys.exit(main())
