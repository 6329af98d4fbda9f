"""What the shop would have been told of a drawn clip beside the truth: visits, hands, floor time, waits."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from edge_node.features.instants import positions_at
from edge_node.hand_sight import as_measured
from edge_node.observations import Journey
from edge_node.simulation.floor_in_view import is_measurable
from edge_node.simulation.movement import Movement, positions
from edge_node.simulation.truth import stays_in
from edge_node.site import Site
from edge_node.zones.polygon import MIN_DWELL_S
from tests.benchmarks.drawn_line import Observed

Floats = NDArray[np.float64]
Span = tuple[float, float]
"""Unix seconds from and until."""

NOT_STAYED_IN = ("queue", "outside")
"""Zone types whose stays are told as something else: waits, and people who pass by."""
QUEUE = "queue"
SAME_PERSON_M = 1.2
"""A track that reaches into a shelf is the person who does when they stand this near to each other."""
SHORTEST_HOLD_S = 0.5
"""A hand in a shelf for less than this need not be told. Source: 5 % quantile of MERL's hand-in-shelf."""
HEAT_UNIT_S = 1
GRID_SHIFTS = tuple((east / 4, north / 4) for east in range(4) for north in range(4))
"""Shares of a square by which the grid is laid further east and north; the first is the shop's own."""


@dataclass(frozen=True, slots=True)
class Lengths:
    """Stretches of time that were there, and those that were found for them."""

    true_s: tuple[float, ...]
    found_s: tuple[float, ...]
    """In the same order; 0 where nothing was found."""
    spurious: int
    """Found and not there."""

    @property
    def error_s(self) -> Floats:
        """Seconds by which each is wrong; one that was not found by its whole length."""
        return np.abs(np.array(self.found_s) - np.array(self.true_s))

    @property
    def error_share(self) -> Floats:
        """The same as shares of the true length."""
        return self.error_s / np.array(self.true_s)


@dataclass(frozen=True, slots=True)
class Events:
    """Things that happened, that were told, and how many of these are the same."""

    true: int
    told: int
    same: int

    @property
    def f1(self) -> float:
        """Harmonic mean of recall and precision."""
        return 2 * self.same / max(self.true + self.told, 1)


@dataclass(frozen=True, slots=True)
class Crossed:
    """People through the door, in truth and as counted."""

    true_in: int
    counted_in: int
    true_out: int
    counted_out: int

    @property
    def shoppers(self) -> int:
        """Everybody who came in or went out."""
        return self.true_in + self.true_out

    @property
    def error(self) -> float:
        """What both ways are off together, as a share of everybody."""
        off = abs(self.counted_in - self.true_in) + abs(self.counted_out - self.true_out)
        return off / max(self.shoppers, 1)


def crossed(observed: Observed) -> Crossed:
    """Return how many came in and went out during the clip, and how many were counted."""
    begins_s, ends_s = clip_span(observed)
    visitors = [person for person in observed.staged.truth.people if person.kind == "visitor"]
    true_in, true_out = (
        sum(at_s is not None and begins_s <= at_s < ends_s for at_s in moments)
        for moments in ([p.entered_s for p in visitors], [p.left_s for p in visitors])
    )
    ways = [
        crossing.direction
        for journey in observed.journeys
        for crossing in journey.crossings
        if crossing.line in observed.site.entrance
    ]
    return Crossed(true_in, ways.count("in"), true_out, ways.count("out"))


def visits(observed: Observed) -> Lengths:
    """Return the stays of at least 5 s in every zone that is stayed in, as far as the clip shows them."""
    true_s: list[float] = []
    found_s: list[float] = []
    spurious = 0
    for zone in observed.shop.zones:
        if zone.zone_type in NOT_STAYED_IN:
            continue
        present = stays_in(zone.name, zone.box, observed.staged.movements)
        spans = _within(observed, [(stay.from_s, stay.until_s) for stay in present])
        lengths = _lengths(spans, _visits(observed.journeys, zone.name))
        true_s += lengths.true_s
        found_s += lengths.found_s
        spurious += lengths.spurious
    return Lengths(tuple(true_s), tuple(found_s), spurious)


def waits(observed: Observed) -> Lengths:
    """Return the waits of at least 5 s that the clip shows whole, from joining the queue to being called."""
    begins_s, ends_s = clip_span(observed)
    spans = [
        (wait.joined_s, wait.served_s)
        for wait in observed.staged.truth.waits
        if wait.served_s - wait.joined_s >= MIN_DWELL_S
        and begins_s < wait.joined_s
        and wait.served_s < ends_s
    ]
    queues = [zone.name for zone in observed.shop.zones if zone.zone_type == QUEUE]
    return _lengths(spans, [span for name in queues for span in _visits(observed.journeys, name)])


def hands(observed: Observed) -> Events:
    """Return hands of people who show whole in shelves that are measured, and the reaches that were told.

    A reach is the same when its shelf is, its time overlaps, and its track is where the person is. What is
    told of somebody who does not show whole, or stands beside the front as drawn, or of a hand that is in the
    shelf as the clip begins or ends, counts neither way.
    """
    shelves = as_measured(observed.site).shelf_names
    people = {movement.person: movement for movement in observed.staged.movements}
    holds = [(p, shelf, span) for p, shelf, span in _holds(observed) if shelf in shelves]
    told = [(j, reach) for j in observed.journeys for reach in j.reaches]
    same = np.zeros((len(holds), len(told)))
    for row, (person, shelf, span) in enumerate(holds):
        for column, (journey, reach) in enumerate(told):
            overlap = min(span[1], reach.ended_at_s) - max(span[0], reach.started_at_s)
            if reach.shelf == shelf and overlap > 0 and _together(people[person], journey, span):
                same[row, column] = overlap
    rows, columns = linear_sum_assignment(-same)
    pairs = [(r, c) for r, c in zip(rows.tolist(), columns.tolist(), strict=True) if same[r, c] > 0]
    counted = [_is_counted(observed, people[person], shelf, span) for person, shelf, span in holds]
    left_out = {c for r, c in pairs if not counted[r]}
    return Events(sum(counted), len(told) - len(left_out), sum(counted[r] for r, _ in pairs))


def heat(observed: Observed) -> tuple[tuple[Floats, Floats], ...]:
    """Return true and measured person-seconds of every heatmap square whose middle the camera sees well.

    Once for each of GRID_SHIFTS; nothing without a grid.
    """
    begins_s, ends_s = clip_span(observed)
    t_s = np.arange(np.ceil(begins_s), ends_s, HEAT_UNIT_S)
    ways = [positions(m, t_s[(t_s >= m.t_s[0]) & (t_s <= m.t_s[-1])]) for m in observed.staged.movements]
    found = [positions_at(journey.track, HEAT_UNIT_S) for journey in observed.journeys]
    true_xy_m, found_xy_m = (np.concatenate([*xy_m, np.empty((0, 2))]) for xy_m in (ways, found))
    return tuple(_heat_on(observed, shift, true_xy_m, found_xy_m) for shift in GRID_SHIFTS)


def _heat_on(
    observed: Observed, shift: tuple[float, float], true_xy_m: Floats, found_xy_m: Floats
) -> tuple[Floats, Floats]:
    grid = observed.site.grid
    if grid is None:
        return np.empty(0), np.empty(0)
    cell_m = grid.cell_m
    origin_m = np.array(grid.origin_xy_m) + np.array(shift) * cell_m
    edges = [
        origin_m[axis] + np.arange(count + 1) * cell_m for axis, count in ((0, grid.columns), (1, grid.rows))
    ]
    true, measured = (np.histogram2d(*xy_m.T, bins=edges)[0] for xy_m in (true_xy_m, found_xy_m))
    middles = np.stack(np.meshgrid(*(edge[:-1] + cell_m / 2 for edge in edges), indexing="ij"), axis=-1)
    seen = is_measurable(observed.shop, observed.staged.scene.camera, middles.reshape(-1, 2))
    return true.ravel()[seen], measured.ravel()[seen]


def clip_span(observed: Observed) -> Span:
    """Return the times of the first and the last frame."""
    first, last = observed.staged.take.t_s[[0, -1]].tolist()
    return first, last


def _within(observed: Observed, spans: list[Span]) -> list[Span]:
    """Return the parts of the spans that lie in the clip, those too short for a visit left out."""
    begins_s, ends_s = clip_span(observed)
    cut = [(max(start, begins_s), min(end, ends_s)) for start, end in spans]
    return [(start, end) for start, end in cut if end - start >= MIN_DWELL_S]


def _visits(journeys: tuple[Journey, ...], zone: str) -> list[Span]:
    return [
        (visit.entered_at_s, visit.entered_at_s + visit.dwell_s)
        for journey in journeys
        for visit in journey.visits
        if visit.zone == zone
    ]


def _lengths(true: list[Span], found: list[Span]) -> Lengths:
    first, second = np.array(true).reshape(-1, 1, 2), np.array(found).reshape(1, -1, 2)
    shared = np.minimum(first[..., 1], second[..., 1]) - np.maximum(first[..., 0], second[..., 0])
    whole = np.maximum(first[..., 1], second[..., 1]) - np.minimum(first[..., 0], second[..., 0])
    likeness = np.maximum(shared, 0.0) / np.maximum(whole, 1e-9)
    rows, columns = linear_sum_assignment(-likeness)
    partner = {r: c for r, c in zip(rows.tolist(), columns.tolist(), strict=True) if likeness[r, c] > 0}
    lengths = [found[partner[n]][1] - found[partner[n]][0] if n in partner else 0.0 for n in range(len(true))]
    return Lengths(tuple(end - start for start, end in true), tuple(lengths), len(found) - len(partner))


def _holds(observed: Observed) -> list[tuple[int, str, Span]]:
    """Return every hand in a shelf of which the clip shows any: person, shelf, from and until."""
    begins_s, ends_s = clip_span(observed)
    return [
        (movement.person, act.shelf, (act.from_s, act.until_s))
        for movement in observed.staged.movements
        for act in movement.acts
        if act.kind == "hold" and act.until_s > begins_s and act.from_s < ends_s
    ]


def _is_counted(observed: Observed, movement: Movement, shelf: str, span: Span) -> bool:
    at = positions(movement, np.array([sum(span) / 2]))
    whole = is_measurable(observed.shop, observed.staged.scene.camera, at)
    begins_s, ends_s = clip_span(observed)
    is_whole = begins_s < span[0] and span[1] < ends_s and span[1] - span[0] >= SHORTEST_HOLD_S
    return bool(whole[0]) and is_whole and stands_before(observed.site, shelf, at[0])


def stands_before(site: Site, shelf: str, at_m: Floats) -> bool:
    """Whether somebody there stands straight before the front of the shelf as it is drawn, float64 (2,)."""
    start, end = np.array(next(each.front_xy for each in site.shelves if each.name == shelf))
    along_m = float((at_m - start) @ (end - start)) / float(np.hypot(*(end - start)))
    return 0.0 <= along_m <= float(np.hypot(*(end - start)))


def _together(movement: Movement, journey: Journey, span: Span) -> bool:
    middle_s = np.array([sum(span) / 2])
    track = journey.track
    if not track.t_s[0] - 1.0 <= middle_s[0] <= track.t_s[-1] + 1.0:
        return False
    found = [np.interp(middle_s, track.t_s, track.floor_xy_m[:, axis]) for axis in (0, 1)]
    return bool(np.hypot(*(np.array(found)[:, 0] - positions(movement, middle_s)[0])) < SAME_PERSON_M)
