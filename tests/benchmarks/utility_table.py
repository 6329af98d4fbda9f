"""Prints error against ε: how exact numbers are, under budgets from strict to loose.

Run: python -m tests.benchmarks.utility_table [--quick] [--write privacy/UTILITY.md]. A week of each simulated
shop is measured by the product's own features at 100, 300 and 1,000 visitors a day; the prices of the shipped
policy are scaled to each total. Real counts lie in SHOAL_DATA (../shared/data by default); only shares of
them are printed. Each cell: the 95 % half-width over the true number, in the middle of all cases and the
widest in brackets. What was drawn with the product's noise says how often the truth lay inside.
"""

import argparse
import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from aggregator.compliance.quantities import (
    BUSY_HOUR_ENTRIES,
    BUSY_STEP_TRACKS,
    DAY_FOOTFALL,
    FUNNEL_STEP,
    HEATMAP_CELL,
    HOUR_FOOTFALL,
)
from edge_node.features.measurement import measure
from edge_node.observations import Journey
from edge_node.simulation.plans import PLANS
from edge_node.simulation.site_toml import site_toml
from edge_node.site_file import SiteFile
from edge_node.site_reader import to_site
from edge_node.vector_plan import VectorPlan, plans
from policies.loader import load_bundle
from policies.tasks import tasks
from privacy import consistency
from privacy.budget import UNIT, epsilon
from privacy.intervals import half_width, half_width_of_sum
from privacy.noise import discrete_gaussian
from shared.config import parse_toml
from shared.ids import TaskId
from shared.schemas.task import Task
from tests.benchmarks.typical_store import journeys
from tests.support.development_data import development_data

BUNDLE = load_bundle()
TASKS = tasks(BUNDLE)
DEFAULT: Final = Fraction(BUNDLE.chain.budget.total)
TOTALS: Final = (Fraction(1, 20), Fraction(1, 10), DEFAULT, Fraction(1, 2), Fraction(1))
"""ρ of one track over everything: stricter than strict, strict, default, and two that nobody should need."""
VISITORS: Final = (100, 300, 1000)
DAYS: Final = 6
DAY_PARTS: Final = ((8, 12), (12, 16), (16, 21))
"""Hours of the day that are read together in a store of 100 visitors: morning, midday, evening."""
DRAWS: Final = 2_000


@dataclass(frozen=True)
class Case:
    """One true number, and the release it is read from."""

    exact: float
    """In steps of the release."""
    task: Task
    cells: int = 1
    """Released cells that are summed."""
    hours: Task | None = None
    """What the same number is known by as well, summed over so many hours: they are reconciled."""

    def share(self, factor: Fraction) -> float:
        """Return the half-width over the number when every price is multiplied by the factor."""
        variance = self.task.noise_variance / factor
        if self.hours is not None:
            others = self.cells * self.hours.noise_variance / factor
            return consistency.half_width(float(variance * others / (variance + others))) / self.exact
        wide = half_width(variance) if self.cells == 1 else half_width_of_sum([variance] * self.cells)
        return wide / self.exact


Cases = dict[str, list[Case]]
GOALS: Final[Mapping[str, float]] = {
    "people in a day": DAY_FOOTFALL,
    f"people in an hour of ≥ {BUSY_HOUR_ENTRIES}": HOUR_FOOTFALL,
    f"a funnel step of a day, ≥ {BUSY_STEP_TRACKS} tracks": FUNNEL_STEP,
    "a week's time in a cell of the busiest tenth": HEATMAP_CELL,
}
"""At 300 visitors a day and the default. Source: aggregator/compliance/quantities.py."""


def main() -> None:
    """Print or write the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.utility_table")
    parser.add_argument("--quick", action="store_true", help="one shop, two days")
    parser.add_argument("--write", type=Path, metavar="FILE")
    wanted = parser.parse_args()
    kinds, days = (tuple(PLANS)[:1], 2) if wanted.quick else (tuple(PLANS), DAYS)
    found = {f"{people:,}": simulated(people, kinds, days) for people in VISITORS}
    data = development_data()
    if data is not None:
        found["real"] = real(data / "counts")
    text = document(found)
    if wanted.write:
        wanted.write.write_text(text, encoding="utf-8")
    else:
        print(text)


def simulated(people: int, kinds: Sequence[str], days: int = DAYS) -> Cases:
    """Return the cases of the kinds of shop at so many visitors a day."""
    cases: Cases = defaultdict(list)
    for kind in kinds:
        site = to_site(parse_toml(site_toml(PLANS[kind](), "Test", "UTC"), SiteFile, name="site.toml"))
        by_id = {
            plan.task.task_id: plan
            for plan in plans(TASKS.values(), site.layout(), BUNDLE.chain.layout, site.entrance)
        }
        _count(cases, list(journeys(kind, site, days, people)), by_id)
    return dict(cases)


def _count(cases: Cases, everybody: Sequence[Journey], by_id: Mapping[TaskId, VectorPlan]) -> None:
    hourly, daily = by_id[TaskId("footfall.hour.site")], by_id[TaskId("footfall.day.site")]
    heat, funnel = by_id[TaskId("heatmap.week.site")], by_id[TaskId("funnel.day.site")]
    hours: dict[int, int] = defaultdict(int)
    steps: dict[int, NDArray[np.int64]] = defaultdict(lambda: np.zeros(len(funnel.cells), dtype=np.int64))
    floor = np.zeros(len(heat.cells), dtype=np.int64)
    at = hourly.index["entrance", "in"]
    for journey in everybody:
        hour = int(journey.track.confirmed_at_s) // 3600
        hours[hour] += int(measure(journey, hourly)[at])
        steps[hour // 24] += measure(journey, funnel)
        floor += measure(journey, heat)
    _footfall(cases, hours, hourly.task, daily.task)
    for counted in steps.values():
        for step in _steps(funnel, counted):
            cases[f"a funnel step of a day, ≥ {BUSY_STEP_TRACKS} tracks"] += (
                [step] if step.exact >= BUSY_STEP_TRACKS else []
            )
    busiest = np.sort(floor)[-max(1, len(floor) // 10) :]
    cases["a week's time in a cell of the busiest tenth"] += [
        Case(float(one), heat.task) for one in busiest if one
    ]


def _footfall(cases: Cases, hours: Mapping[int, int], hourly: Task, daily: Task) -> None:
    days: dict[int, int] = defaultdict(int)
    parts: dict[tuple[int, int], list[int]] = defaultdict(list)
    for hour, entries in hours.items():
        days[hour // 24] += entries
        for number, (first, last) in enumerate(DAY_PARTS):
            if first <= hour % 24 < last:
                parts[hour // 24, number].append(entries)
        if entries >= BUSY_HOUR_ENTRIES:
            cases[f"people in an hour of ≥ {BUSY_HOUR_ENTRIES}"].append(Case(float(entries), hourly))
    cases["people in a day"] += [Case(float(entries), daily) for entries in days.values() if entries]
    open_hours = {day: sum(hour // 24 == day for hour in hours) for day in days}
    cases["people in a day, reconciled with its hours"] += [
        Case(float(entries), daily, open_hours[day], hourly) for day, entries in days.items() if entries
    ]
    cases["people in a part of a day"] += [
        Case(float(sum(held)), hourly, len(held)) for held in parts.values() if sum(held)
    ]


def _steps(funnel: VectorPlan, counted: NDArray[np.int64]) -> Iterator[Case]:
    """Yield each step as the page reads it: who got so far or further, over the views that can tell it."""
    order = ("pass_by", "enter", "browse", "engage", "checkout")
    for number, stage in enumerate(order):
        views = {cell.subject for cell in funnel.cells if cell.part == stage}
        wanted = [
            at
            for at, cell in enumerate(funnel.cells)
            if cell.subject in views and order.index(cell.part) >= number
        ]
        if wanted:
            yield Case(float(counted[wanted].sum()), funnel.task, len(wanted))


def real(folder: Path) -> Cases:
    """Return the cases of published counts: shopping streets by the hour, people in rooms."""
    hourly, daily = TASKS[TaskId("footfall.hour.site")], TASKS[TaskId("footfall.day.site")]
    inside = TASKS[TaskId("occupancy.hour.site")]
    cases: Cases = defaultdict(list)
    days: dict[tuple[str, str], int] = defaultdict(int)
    with gzip.open(folder / "leeds_footfall_hourly.csv.gz", "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            people = int(float(row["InCount"]))
            days[row["LocationName"], row["NewDate"]] += people
            if people >= BUSY_HOUR_ENTRIES:
                cases[f"people in an hour of ≥ {BUSY_HOUR_ENTRIES} (a street)"].append(
                    Case(float(people), hourly)
                )
    cases["people in a day (a street)"] = [Case(float(one), daily) for one in days.values() if one]
    for path in sorted(folder.glob("sdu_room*_occupancy_1min.csv")):
        cases["people inside at a moment, hours of ≥ 5 (a room)"] += _room(path, inside)
    return dict(cases)


def _room(path: Path, inside: Task) -> list[Case]:
    """Return the mean people inside by the hour, as person-seconds in steps of the release."""
    with path.open(encoding="utf-8") as lines:
        people = np.array([float(row[-1]) for row in list(csv.reader(lines))[1:]])
    means = people[: len(people) // 60 * 60].reshape(-1, 60).mean(axis=1)
    return [Case(float(mean) * 3600 / inside.unit_size, inside) for mean in means if mean >= 5]


def document(found: Mapping[str, Cases]) -> str:
    """Return the tables in Markdown, each figure worked out here."""
    stated = " | ".join(f"ρ {float(total):g}, ε {epsilon(total):.2f}" for total in TOTALS)
    lines = [
        "# Error against ε",
        "",
        "Made by `python -m tests.benchmarks.utility_table --write privacy/UTILITY.md`.",
        f"{UNIT} ρ and ε (at δ = 1e-6) are the total over everything; the default is ρ {float(DEFAULT):g}.",
        "Cells: the 95 % half-width over the true number, median (widest). *Inside*: how often the truth lay",
        "in the interval of numbers drawn at the default. Cameras' own errors come on top.",
        "",
        f"| visitors a day | number | cases | {stated} | target at the default | inside |",
        f"|---|---|---|{'---|' * (len(TOTALS) + 2)}",
    ]
    for whose, cases in found.items():
        lines += [_line(whose, name, held) for name, held in sorted(cases.items()) if held]
    return "\n".join([*lines, "", *NOTES, ""])


NOTES: Final = (
    "Simulated shops are the three of `edge_node/simulation/plans.py`, six days each. Targets are the",
    "product's for 300 visitors a day; at 100 a store reads parts of the day instead of hours, and nothing",
    "is promised. Met: in the middle case. Streets are Leeds city centre, rooms those of the University of",
    "Southern Denmark.",
)


def _line(whose: str, name: str, cases: Sequence[Case]) -> str:
    cells = []
    for total in TOTALS:
        shares = np.array(_shares(cases, total / DEFAULT))
        cells.append(f"{np.median(shares):.1%} ({shares.max():.0%})")
    goal, is_promised = GOALS.get(name), whose in ("300", "1,000")
    middle = float(np.median(_shares(cases, Fraction(1))))
    said = f"≤ {goal:.0%}: {'met' if middle <= goal else 'missed'}" if goal and is_promised else "–"
    return f"| {whose} | {name} | {len(cases)} | {' | '.join(cells)} | {said} | {_inside(cases):.1%} |"


def _shares(cases: Sequence[Case], factor: Fraction) -> list[float]:
    wide = {kind: case.share(factor) * case.exact for kind, case in _kinds(cases).items()}
    return [wide[_kind(case)] / case.exact for case in cases]


def _kind(case: Case) -> tuple[TaskId, int]:
    """Return what a half-width depends on, cases of one line of the table alike."""
    return case.task.task_id, case.cells


def _kinds(cases: Sequence[Case]) -> dict[tuple[TaskId, int], Case]:
    return {_kind(case): case for case in cases}


def _inside(cases: Sequence[Case]) -> float:
    """Return how often drawn noise lay within the half-width, over all cases."""
    met = {kind: _met(case) for kind, case in _kinds(cases).items()}
    return float(np.mean([met[_kind(case)] for case in cases]))


def _met(case: Case) -> float:
    variance = case.task.noise_variance
    if case.hours is None:
        drawn = discrete_gaussian(DRAWS * case.cells, variance).reshape(DRAWS, case.cells).sum(axis=1)
        missed = drawn.astype(float)
    else:
        other = case.hours.noise_variance
        summed = discrete_gaussian(DRAWS * case.cells, other).reshape(DRAWS, case.cells).sum(axis=1)
        weight = float(variance / (variance + case.cells * other))
        missed = (1 - weight) * discrete_gaussian(DRAWS, variance) + weight * summed
    return float((np.abs(missed) <= case.share(Fraction(1)) * case.exact * (1 + 1e-12)).mean())


if __name__ == "__main__":
    main()
