"""Whether walks over a floor cut into tiles add up: nobody dropped, nobody counted twice.

A partition: every point of the floor lies in exactly one tile. Tiles and lines have no margin and no least
time, so that journeys must account for every moment of every track. What they say is compared with positions
alone.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from edge_node.observations import Journey, Track
from edge_node.zones.journey import journey_of
from edge_node.zones.line import Line
from edge_node.zones.polygon import Zone

SIDE = 4
"""Tiles along each side of the floor."""
INSTANTS = 50
"""Moments at which heads are counted."""
AROUND_M = 0.5137
"""The floor reaches this far beyond the outermost positions; an odd number keeps cuts off round ones."""


@dataclass(frozen=True)
class Floor:
    """A floor cut into tiles, with a counting line along every inner cut."""

    east_m: NDArray[np.float64]
    """float64 (SIDE + 1,): cuts from west to east."""
    north_m: NDArray[np.float64]
    zones: tuple[Zone, ...] = ()
    lines: tuple[Line, ...] = ()
    shelf_names: tuple[str, ...] = ()

    def tile_of(self, points_xy: NDArray[np.float64]) -> list[str]:
        """Return the name of the tile each point lies in, by comparing numbers only."""
        column = np.searchsorted(self.east_m, points_xy[:, 0], side="right") - 1
        row = np.searchsorted(self.north_m, points_xy[:, 1], side="right") - 1
        return [f"tile-{c}-{r}" for c, r in zip(column, row, strict=True)]


@dataclass
class Balance:
    """What was counted, and everything that does not add up."""

    tracks: int
    appeared: Counter[str] = field(default_factory=Counter)
    gone: Counter[str] = field(default_factory=Counter)
    moved: Counter[tuple[str, str]] = field(default_factory=Counter)
    crossings: Counter[tuple[str, str]] = field(default_factory=Counter)
    heads: int = 0
    """Heads counted at all instants together."""
    faults: list[str] = field(default_factory=list)


def tiled(tracks: Sequence[Track]) -> Floor:
    """Return a floor round all positions."""
    points = np.concatenate([track.floor_xy_m for track in tracks]).astype(np.float64)
    low, high = points.min(axis=0) - AROUND_M, points.max(axis=0) + AROUND_M
    east, north = (np.linspace(low[axis], high[axis], SIDE + 1) for axis in (0, 1))
    zones = [
        Zone(
            name=f"tile-{c}-{r}",
            zone_type="other",
            polygon_xy=np.array(
                [
                    (east[c], north[r]),
                    (east[c + 1], north[r]),
                    (east[c + 1], north[r + 1]),
                    (east[c], north[r + 1]),
                ]
            ),
            min_dwell_s=0.0,
            grace_s=0.0,
            margin=0.0,
        )
        for c in range(SIDE)
        for r in range(SIDE)
    ]
    across = [_cut(f"east-{k}", (east[k], north[-1]), (east[k], north[0])) for k in range(1, SIDE)]
    along = [_cut(f"north-{k}", (east[0], north[k]), (east[-1], north[k])) for k in range(1, SIDE)]
    return Floor(east, north, tuple(zones), (*across, *along))


def _cut(name: str, from_xy: tuple[float, float], to_xy: tuple[float, float]) -> Line:
    return Line(name, from_xy, to_xy, margin=0.0, min_side_s=0.0)


def balance_of(tracks: Sequence[Track], floor: Floor) -> Balance:
    """Count the tracks' journeys over the floor and note every fault."""
    journeys = [journey_of(track, floor) for track in tracks]
    balance = Balance(len(tracks))
    for journey in journeys:
        _follow(journey, balance)
    _check_tiles(floor, balance)
    _check_instants(floor, journeys, balance)
    for line in floor.lines:
        _check_line(line, journeys, balance)
    return balance


def _follow(journey: Journey, balance: Balance) -> None:
    """Book a journey: appeared once, moved from tile to tile without a gap, gone once."""
    if not journey.visits:
        balance.faults.append("a track was counted nowhere")
        return
    first, last = journey.visits[0], journey.visits[-1]
    balance.appeared[first.zone] += 1
    balance.gone[last.zone] += 1
    for here, there in zip(journey.visits, journey.visits[1:], strict=False):
        balance.moved[here.zone, there.zone] += 1
        if abs(here.entered_at_s + here.dwell_s - there.entered_at_s) > 1e-6:
            balance.faults.append("a track was in two tiles at once, or in none")
    dwell_s = sum(visit.dwell_s for visit in journey.visits)
    if abs(dwell_s - (journey.track.t_s[-1] - journey.track.t_s[0])) > 1e-6 * max(1.0, dwell_s):
        balance.faults.append(f"a track dwelt {dwell_s:.3f} s, not as long as it lasted")


def _check_tiles(floor: Floor, balance: Balance) -> None:
    for zone in floor.zones:
        came = balance.appeared[zone.name] + sum(n for (_, to), n in balance.moved.items() if to == zone.name)
        left = balance.gone[zone.name] + sum(n for (of, _), n in balance.moved.items() if of == zone.name)
        if came != left:
            balance.faults.append(f"{zone.name}: {came} came, {left} left")
    if not balance.appeared.total() == balance.gone.total() == balance.tracks:
        balance.faults.append(f"{balance.appeared.total()} appeared, {balance.gone.total()} went")


def _check_instants(floor: Floor, journeys: Sequence[Journey], balance: Balance) -> None:
    """Compare came − left up to an instant with the heads that are there."""
    starts = np.array([journey.track.t_s[0] for journey in journeys])
    ends = np.array([journey.track.t_s[-1] for journey in journeys])
    for at_s in np.linspace(starts.min(), ends.max(), INSTANTS + 2)[1:-1] + 0.0137:
        inside: Counter[str] = Counter()
        for journey in journeys:
            inside.update(v.zone for v in journey.visits if v.entered_at_s <= at_s)
            inside.subtract(v.zone for v in journey.visits if v.entered_at_s + v.dwell_s <= at_s)
        heads: Counter[str] = Counter()
        for row in np.flatnonzero((starts <= at_s) & (ends > at_s)).tolist():
            heads.update(floor.tile_of(_nearest_in_time(journeys[row].track, at_s)))
        balance.heads += heads.total()
        if +inside != heads or -inside:
            balance.faults.append(f"at {at_s:.1f} s the books say {+inside}, the floor {heads}")


def _nearest_in_time(track: Track, at_s: float) -> NDArray[np.float64]:
    row = int(np.argmin(np.abs(track.t_s - at_s)))
    return track.floor_xy_m[row : row + 1].astype(np.float64)


def _check_line(line: Line, journeys: Sequence[Journey], balance: Balance) -> None:
    """Compare in − out with how many more stand past the line at the end of tracks than at the start."""
    axis = 0 if line.name.startswith("east") else 1
    cut = line.from_xy[axis]
    expected = 0
    for journey in journeys:
        is_past = journey.track.floor_xy_m[:, axis].astype(np.float64) > cut
        expected += int(is_past[-1]) - int(is_past[0])
        balance.crossings.update((c.line, c.direction) for c in journey.crossings if c.line == line.name)
    net = balance.crossings[line.name, "in"] - balance.crossings[line.name, "out"]
    if net != expected:
        balance.faults.append(f"{line.name}: net {net}, but {expected} more stand past it than before")
