"""What really happened on a simulated day, read off the state machine, never off the product's counting."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from edge_node.simulation.movement import Kind, Movement
from edge_node.simulation.queueing import Wait
from edge_node.simulation.shop import ENTRANCE, Box, Shop

_HOUR_S = 3600


@dataclass(frozen=True, slots=True)
class LineHour:
    """Crossings of one line in one UTC hour."""

    line: str
    hour: int
    """Hours since 1970-01-01T00Z, as shared.epoch counts them."""
    entered: int
    """Visitors who came in; those who turned round are not among them."""
    left: int
    """Visitors who went out."""
    turned_round: int
    """People who took a step inside and walked out again: net zero on the line."""


@dataclass(frozen=True, slots=True)
class Stay:
    """One person's unbroken presence in a zone, walking through included: seconds may be few."""

    person: int
    zone: str
    from_s: float
    until_s: float

    @property
    def length_s(self) -> float:
        """Seconds between coming and going."""
        return self.until_s - self.from_s


@dataclass(frozen=True, slots=True)
class Reach:
    """One hand that went to a shelf: from the arm's leaving the body to its being back."""

    person: int
    shelf: str
    hand: str
    from_s: float
    until_s: float


@dataclass(frozen=True, slots=True)
class PersonTruth:
    """One person's day at the shop."""

    person: int
    group: int
    kind: Kind
    entered_s: float | None
    left_s: float | None


@dataclass(frozen=True, slots=True)
class ZoneTotal:
    """A zone's day."""

    zone: str
    visits: int
    dwell_s: float


@dataclass(frozen=True, slots=True)
class DayTruth:
    """Everything that is known of one simulated day at one shop."""

    shop: str
    day: str
    """Local date, ISO 8601."""
    people: tuple[PersonTruth, ...]
    lines: tuple[LineHour, ...]
    """Hours in which something happened, ascending."""
    stays: tuple[Stay, ...]
    reaches: tuple[Reach, ...]
    waits: tuple[Wait, ...]

    @property
    def entries(self) -> int:
        """Visitors who came in and stayed beyond the door."""
        return sum(hour.entered for hour in self.lines)

    @property
    def exits(self) -> int:
        """Visitors who went out."""
        return sum(hour.left for hour in self.lines)

    def inside_at(self, moment_s: float) -> int:
        """Return how many people were inside at the moment."""
        return sum(
            person.entered_s is not None
            and person.entered_s <= moment_s
            and (person.left_s is None or moment_s < person.left_s)
            for person in self.people
        )

    def person_seconds(self, from_s: float, until_s: float) -> float:
        """Return the seconds that people spent inside within the period, summed over people."""
        stays = [
            min(until_s, until_s if p.left_s is None else p.left_s) - max(from_s, p.entered_s)
            for p in self.people
            if p.entered_s is not None
        ]
        return float(sum(max(0.0, stay) for stay in stays))

    def zone_totals(self, min_stay_s: float = 5.0) -> tuple[ZoneTotal, ...]:
        """Return visits and dwell per zone, shorter stays left out (the 5 s rule of shared.metrics)."""
        visits: Counter[str] = Counter()
        dwell_s: Counter[str] = Counter()
        for stay in self.stays:
            if stay.length_s >= min_stay_s:
                visits[stay.zone] += 1
                dwell_s[stay.zone] += stay.length_s  # type: ignore[assignment]  # Counter counts floats too
        return tuple(ZoneTotal(zone, visits[zone], float(dwell_s[zone])) for zone in sorted(visits))

    def to_json(self) -> str:
        """Return the truth as one JSON object."""
        return json.dumps({**asdict(self), "entries": self.entries, "exits": self.exits})


def truth_of(shop: Shop, day: date, movements: Sequence[Movement], waits: tuple[Wait, ...]) -> DayTruth:
    """Return the truth of the movements."""
    return DayTruth(
        shop=shop.kind,
        day=day.isoformat(),
        people=tuple(PersonTruth(m.person, m.group, m.kind, m.entered_s, m.left_s) for m in movements),
        lines=_line_hours(movements),
        stays=tuple(stay for zone in shop.zones for stay in stays_in(zone.name, zone.box, movements)),
        reaches=tuple(_reaches(movements)),
        waits=waits,
    )


def stays_in(name: str, box: Box, movements: Sequence[Movement]) -> Iterable[Stay]:
    """Yield every unbroken presence in the box: straight ways are cut at its edges, exactly."""
    if not movements:
        return
    sizes = [len(m.t_s) for m in movements]
    person = np.repeat([m.person for m in movements], sizes)
    t_s = np.concatenate([m.t_s for m in movements])
    xy_m = np.concatenate([m.xy_m for m in movements])
    same = person[:-1] == person[1:]
    first, last = _inside_part(xy_m[:-1], xy_m[1:], box)
    from_s = t_s[:-1] + first * np.diff(t_s)
    until_s = t_s[:-1] + last * np.diff(t_s)
    held = same & (first < last)
    rows = zip(person[:-1][held].tolist(), from_s[held].tolist(), until_s[held].tolist(), strict=True)
    open_stay: tuple[int, float, float] | None = None
    for who, begins_s, ends_s in rows:
        if open_stay and open_stay[0] == who and begins_s <= open_stay[2] + 1e-6:
            open_stay = (who, open_stay[1], ends_s)
            continue
        if open_stay:
            yield Stay(open_stay[0], name, open_stay[1], open_stay[2])
        open_stay = (who, begins_s, ends_s)
    if open_stay:
        yield Stay(open_stay[0], name, open_stay[1], open_stay[2])


def _inside_part(
    start: NDArray[np.float64], end: NDArray[np.float64], box: Box
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the part [first, last] of each segment, in 0…1, that lies in the box; first ≥ last: none."""
    low, high = np.array([box.x0_m, box.y0_m]), np.array([box.x1_m, box.y1_m])
    still = start == end
    with np.errstate(divide="ignore", invalid="ignore"):
        one, other = (low - start) / (end - start), (high - start) / (end - start)
    first = np.where(still, -np.inf, np.fmin(one, other))
    last = np.where(still, np.inf, np.fmax(one, other))
    outside = (still & ((start < low) | (start > high))).any(axis=1)
    begins, ends = np.maximum(first.max(axis=1), 0.0), np.minimum(last.min(axis=1), 1.0)
    return np.where(outside, 1.0, begins), np.where(outside, 0.0, ends)


def _line_hours(movements: Sequence[Movement]) -> tuple[LineHour, ...]:
    entered: Counter[int] = Counter()
    left: Counter[int] = Counter()
    turned: Counter[int] = Counter()
    for movement in movements:
        if movement.kind == "turned_round" and movement.entered_s is not None:
            turned[int(movement.entered_s) // _HOUR_S] += 1
            continue
        if movement.entered_s is not None:
            entered[int(movement.entered_s) // _HOUR_S] += 1
        if movement.left_s is not None:
            left[int(movement.left_s) // _HOUR_S] += 1
    return tuple(
        LineHour(ENTRANCE, hour, entered[hour], left[hour], turned[hour])
        for hour in sorted({*entered, *left, *turned})
    )


def _reaches(movements: Sequence[Movement]) -> Iterable[Reach]:
    for movement in movements:
        begins_s = 0.0
        for act in movement.acts:
            if act.kind == "reach":
                begins_s = act.from_s
            elif act.kind == "retract":
                yield Reach(movement.person, act.shelf, act.hand, begins_s, act.until_s)
