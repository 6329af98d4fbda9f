"""What a visitor adds to each metric in the simulated shops: what the assumed store rests on.

Run: python -m tests.benchmarks.typical_store. It prints each simulated shop and the middle one of the three,
which ``aggregator/compliance/typical_store.py`` rounds and takes as its assumptions.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from edge_node.features.catalog import CATALOG
from edge_node.observations import Journey
from edge_node.simulation.plans import PLANS
from edge_node.simulation.shoppers import simulate_day
from edge_node.simulation.site_toml import site_toml
from edge_node.site import Site
from edge_node.site_file import SiteFile
from edge_node.site_reader import to_site
from edge_node.vector_plan import VectorPlan, plans
from edge_node.zones.journey import journey_of
from policies.loader import load_bundle
from policies.tasks import tasks
from shared.config import parse_toml
from shared.metrics import dwell_bins

BUNDLE = load_bundle()
MONDAY = date(2026, 6, 15)
DAYS = 6
VISITORS = 300
Sums = Mapping[str, NDArray[np.int64]]


def main() -> None:
    """Print every figure of every shop, and the middle one."""
    found = {kind: dict(figures(kind)) for kind in PLANS}
    print(f"{'per visitor':34}" + "".join(f"{kind:>12}" for kind in found) + f"{'middle':>12}")
    for name in next(iter(found.values())):
        values = [shop[name] for shop in found.values()]
        print(f"{name:34}" + "".join(f"{value:12.3f}" for value in (*values, float(np.median(values)))))


def figures(kind: str, days: int = DAYS, visitors: int = VISITORS) -> Iterator[tuple[str, float]]:
    """Yield the figures of one shop over some days, most of them per person who came in."""
    site = to_site(parse_toml(site_toml(PLANS[kind](), "Test", "UTC"), SiteFile, name="site.toml"))
    everybody = list(journeys(kind, site, days, visitors))
    by_metric = {plan.task.metric: plan for plan in _plans(site)}
    each = {
        name: np.array([CATALOG[name](one, plan) for one in everybody]) for name, plan in by_metric.items()
    }
    sums = {name: rows.sum(axis=0) for name, rows in each.items()}
    entries = sums["footfall"][by_metric["footfall"].index["entrance", "in"]]
    yield "entries a day", entries / days
    yield "seconds inside", sums["occupancy"].sum() * by_metric["occupancy"].task.unit_size / entries
    yield "seconds inside of one track", _mean_seconds(each, by_metric)
    yield from _of_zones(each, sums, float(entries))
    yield from _of_queues(sums, by_metric, float(entries))
    yield from _of_funnel(sums, by_metric["funnel"], float(entries))
    yield from _of_floor(sums, by_metric["heatmap"], float(entries))
    yield "shelves reached into", sums["shelf"][::2].sum() / entries


def journeys(kind: str, site: Site, days: int, visitors: int) -> Iterator[Journey]:
    """Yield everybody of some days of the shop, always the same."""
    rng = np.random.default_rng(7)
    for day in range(days):
        made = simulate_day(PLANS[kind](), MONDAY + timedelta(days=day), ZoneInfo("UTC"), visitors, rng)
        yield from (journey_of(track, site) for track in made.tracks)


def _plans(site: Site) -> tuple[VectorPlan, ...]:
    wanted = [task for task in tasks(BUNDLE).values() if task.metric in CATALOG]
    return plans(wanted, site.layout(), BUNDLE.chain.layout, site.entrance)


def _mean_seconds(each: Sums, by_metric: Mapping[str, VectorPlan]) -> float:
    spent = each["occupancy"].sum(axis=1)
    return float(spent[spent > 0].mean() * by_metric["occupancy"].task.unit_size)


def _of_zones(each: Sums, sums: Sums, entries: float) -> Iterator[tuple[str, float]]:
    zones = each["zone_visits"].sum(axis=1)
    for most in (1, 2, 3, 4, 6, 9):
        yield f"zones visited, at most {most} a track", float(np.minimum(zones, most).sum() / entries)
    yield (
        "stays in the fullest class",
        sums["dwell"].reshape(-1, len(dwell_bins())).sum(axis=0).max() / sums["dwell"].sum(),
    )
    yield "came back to a zone", sums["returns"].sum() / entries
    yield "walks between zones", sums["flow"].sum() / entries
    yield "walks over the mean, tenth busiest", _upper_tenth(sums["flow"])


def _of_queues(
    sums: Sums, by_metric: Mapping[str, VectorPlan], entries: float
) -> Iterator[tuple[str, float]]:
    waits = sums["queue_wait"].sum()
    yield "waits", waits / entries
    yield "seconds of a wait", sums["queue_length"].sum() * by_metric["queue_length"].task.unit_size / waits
    yield "waits in the fullest class", sums["queue_wait"].max() / waits


def _of_funnel(sums: Sums, plan: VectorPlan, entries: float) -> Iterator[tuple[str, float]]:
    stages = ("pass_by", "enter", "browse", "engage", "checkout")
    for stage in stages:
        furthest = sum(
            int(count) for cell, count in zip(plan.cells, sums["funnel"], strict=True) if cell.part == stage
        )
        yield f"furthest step {stage}", furthest / entries


def _of_floor(sums: Sums, plan: VectorPlan, entries: float) -> Iterator[tuple[str, float]]:
    yield "seconds on the grid", sums["heatmap"].sum() * plan.task.unit_size / entries
    yield "cells", float(len(sums["heatmap"]))
    yield "cell over the mean, busiest tenth", _upper_tenth(sums["heatmap"])


def _upper_tenth(cells: NDArray[np.int64]) -> float:
    """Return the least of the busiest tenth of the cells over the mean of all."""
    least = np.sort(cells)[-max(1, len(cells) // 10)]
    return float(least / cells.mean())


if __name__ == "__main__":
    main()
