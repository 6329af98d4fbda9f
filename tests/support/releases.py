"""A small chain as the gate would have released it: seeded, with known truth, gaps and suppressed sums.

The noise here is a rounded normal of the task's variance from a seeded generator: right for a picture and for
the arithmetic of intervals, never for privacy.
"""

import hashlib
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import cache

import numpy as np

from policies.loader import load_bundle
from policies.schema import PolicyBundle
from policies.tasks import tasks
from shared.epoch import bounds, epoch_of
from shared.ids import SiteId
from shared.metrics import cells, dwell_bins, unit_of
from shared.schemas.layout import (
    ChainLayout,
    GridLayout,
    LineLayout,
    ShelfLayout,
    SiteLayout,
    ViewLayout,
    ZoneLayout,
    layout_hash,
)
from shared.schemas.release import Release
from shared.schemas.task import MetricName, Task
from tests.support.chain_truth import VISITS, truth

NAMES = ("Altona", "Barmbek", "Eppendorf", "Harburg", "Ottensen", "Wandsbek", "Winterhude", "Zollhaus")
NOW = datetime(2026, 11, 23, 14, 20, tzinfo=UTC)
"""A Monday afternoon."""

_DAY_SHAPE = (0.3, 0.5, 0.7, 0.9, 1.3, 1.1, 0.9, 1.0, 1.4, 1.6, 1.2, 0.7)
"""Relative entries by opening hour, 8 to 20."""
_WEEK_SHAPE = (0.9, 0.85, 0.9, 1.0, 1.25, 1.5, 0.6)


@dataclass
class FakePublished:
    """What an aggregator's storage would hand to insights."""

    rows: list[Release] = field(default_factory=list)
    sites: dict[SiteId, SiteLayout] = field(default_factory=dict)

    def releases(self, metric: MetricName | None = None) -> Sequence[Release]:
        """Return the releases, oldest epoch first."""
        kept = [row for row in self.rows if metric is None or row.metric == metric]
        return sorted(kept, key=lambda row: row.epoch)

    def layouts(self) -> dict[SiteId, SiteLayout]:
        """Return the layouts."""
        return dict(self.sites)


@dataclass(frozen=True)
class Chain:
    """A chain to invent releases for."""

    sites: int = 6
    days: int = 14
    seed: int = 1
    now: datetime = NOW
    packs: tuple[str, ...] = ()
    noiseless: bool = False
    simulated: bool = True
    gap: bool = True
    """Whether the second site loses four hours on one day and the third a whole day."""


def layout_of(at: int, *, simulated: bool = True) -> SiteLayout:
    """Return the floor plan of the n-th shop: 16 × 10 m with seven zones, the street and a 10 × 6 grid.

    Four shelves; every second shop sees its tills with the same camera, the others with one of their own.
    """
    wide = 16.0 + at % 3
    zones = (
        ("entrance", "entrance", 6.5, 0.3, 9.5, 2.2),
        ("promo", "promotion", 6.0, 3.0, 9.0, 4.8),
        ("bread", "grocery", 1.0, 5.5, 5.0, 9.0),
        ("milk", "chilled", 6.2, 7.4, 11.0, 9.6),
        ("cleaning", "household", 12.0, 4.6, 15.4, 9.0),
        ("tills", "checkout", 11.0, 0.6, 15.0, 2.6),
        ("line", "queue", 11.0, 2.8, 15.0, 4.2),
        ("street", "outside", 4.0, -2.5, 12.0, 0.0),
    )
    return SiteLayout(
        site_name=f"Shoal {NAMES[at % len(NAMES)]}",
        timezone="Europe/Berlin",
        opens_at="08:00",
        closes_at="20:00",
        floor_polygon_xy_m=((0.0, 0.0), (wide, 0.0), (wide, 8.0), (wide - 3.0, 10.0), (0.0, 10.0)),
        lines=(LineLayout(name="door", from_xy_m=(6.8, 0.2), to_xy_m=(9.2, 0.2)),),
        zones=tuple(
            ZoneLayout(name=name, zone_type=kind, polygon_xy_m=((a, b), (c, b), (c, d), (a, d)))
            for name, kind, a, b, c, d in zones
        ),
        shelves=tuple(
            ShelfLayout(name=name, zone=zone)
            for name, zone in (
                ("stand", "promo"),
                ("oven", "bread"),
                ("fridge", "milk"),
                ("wall", "cleaning"),
            )
        ),
        views=_views(sees_tills=at % 2 == 1),
        grid=GridLayout(origin_xy_m=(0.0, 0.0), cell_m=1.8, columns=10, rows=6),
        simulated=simulated,
    )


def _views(*, sees_tills: bool) -> tuple[ViewLayout, ...]:
    door = ViewLayout(name="door", stages=("pass_by", "enter"))
    if sees_tills:
        return door, ViewLayout(name="hall", stages=("browse", "engage", "checkout"))
    return (
        door,
        ViewLayout(name="hall", stages=("browse", "engage")),
        ViewLayout(name="tills", stages=("checkout",)),
    )


def published(chain: Chain | None = None) -> FakePublished:
    """Return everything the chain has released up to its now; made once for each chain."""
    rows, sites = _released(chain or Chain())
    return FakePublished(list(rows), dict(sites))


@cache
def _released(chain: Chain) -> tuple[tuple[Release, ...], Mapping[SiteId, SiteLayout]]:
    bundle = load_bundle(packs=chain.packs)
    rng = np.random.default_rng(chain.seed)
    sites = {SiteId(f"s{at + 1:02}"): layout_of(at, simulated=chain.simulated) for at in range(chain.sites)}
    rows: list[Release] = []
    for task in tasks(bundle).values():
        if task.lane == "cohort":
            rows.extend(_cohort(chain, task, bundle, rng))
            continue
        for at, (site, layout) in enumerate(sites.items()):
            rows.extend(_site(chain, task, (at, site, layout), rng))
    return tuple(rows), sites


def _site(
    chain: Chain, task: Task, who: tuple[int, SiteId, SiteLayout], rng: np.random.Generator
) -> Iterator[Release]:
    at, site, layout = who
    zone = layout.zone_info
    first = chain.now.astimezone(zone).date() - timedelta(days=chain.days - 1)
    opened = datetime(first.year, first.month, first.day, tzinfo=zone)
    seen = set()
    hour = opened.astimezone(UTC)
    while hour < chain.now:
        epoch = epoch_of(hour, task.level, zone)
        hour += timedelta(hours=1)
        start, end = bounds(epoch, task.level, zone)
        local = start.astimezone(zone)
        open_now = task.level != "hour" or 8 <= local.hour < 20
        if epoch in seen or not open_now or end > chain.now:
            continue
        seen.add(epoch)
        if not (chain.gap and _is_gap(at, local, task, chain)):
            exact = truth(task, layout, people_in(task, at, local))
            hours = {"hour": 1, "day": 12, "week": 84}[task.level]
            yield release(chain, task, Epoch(site, epoch, layout, hours * 3600), exact, rng)


def _is_gap(at: int, local: datetime, task: Task, chain: Chain) -> bool:
    back = (chain.now.date() - local.date()).days
    return (at == 1 and back == 3 and task.level == "hour" and 11 <= local.hour < 15) or (
        at == 2 and back == 5 and task.level != "week"
    )


def cells_of(task: Task, layout: SiteLayout | ChainLayout) -> tuple[str, ...]:
    """Return the labels of the task's vector."""
    return tuple(cell.label for cell in cells(task.metric, layout))


def people_in(task: Task, at: int, local: datetime) -> float:
    """Return how many people come into the n-th store in the epoch, on average."""
    busy = (14 + 5 * at) * _WEEK_SHAPE[local.weekday()]
    hour = busy * _DAY_SHAPE[(local.hour - 8) % 12]
    whole = sum(_DAY_SHAPE)
    return {"hour": hour, "day": busy * whole, "week": (14 + 5 * at) * sum(_WEEK_SHAPE) * whole}[task.level]


@dataclass(frozen=True)
class Epoch:
    """Whose epoch a release is about, and how much of it was measured."""

    scope: str
    number: int
    layout: SiteLayout | ChainLayout
    coverage_s: int
    sites: int = 1


def release(
    chain: Chain, task: Task, about: Epoch, exact_vector: Sequence[float], rng: np.random.Generator
) -> Release:
    """Return one release of the exact vector, noise drawn as the task asks."""
    variance = float(task.release_variance)
    sigma = math.sqrt(variance)
    noise = np.zeros(len(exact_vector)) if chain.noiseless else rng.normal(0, sigma, len(exact_vector))
    exact = np.asarray(exact_vector) if chain.noiseless else rng.poisson(np.maximum(exact_vector, 0))
    withheld = task.lane == "cohort" and about.sites < task.minimum_batch
    values = () if withheld else tuple(int(value) for value in np.rint(exact + noise))
    return Release(
        task_id=task.task_id,
        metric=task.metric,
        level=task.level,
        lane=task.lane,
        scope=about.scope,
        epoch=about.number,
        cells=cells_of(task, about.layout),
        values=values,
        half_widths=() if withheld else (math.ceil(1.96 * sigma),) * len(values),
        variance=variance,
        unit=unit_of(task.metric, task.unit_size),
        unit_size=task.unit_size,
        coverage_s=about.coverage_s,
        sites=about.sites,
        suppressed=f"fewer than {task.minimum_batch} sites" if withheld else "",
        simulated=chain.simulated,
        provisional=False,
        policy_hash=hashlib.sha256(b"policy").hexdigest(),
        layout_hash=layout_hash(about.layout).hex(),
    )


def _cohort(chain: Chain, task: Task, bundle: PolicyBundle, rng: np.random.Generator) -> Iterator[Release]:
    layout = bundle.chain.layout
    zone = layout_of(0).zone_info
    inside = [VISITS[cell.subject] for cell in cells("zone_visits", layout)]
    for back in range(chain.days, 0, -1):
        local = (chain.now - timedelta(days=back)).astimezone(zone).replace(hour=12)
        sites = chain.sites if back != 2 else min(chain.sites, 4)
        people = sum(people_in(task, at, local) for at in range(sites))
        about = Epoch("cohort-1", epoch_of(local, task.level, zone), layout, sites * 12 * 3600, sites)
        yield release(chain, task, about, [people * like for like in inside], rng)


def total_rho() -> Fraction:
    """Return what one track may cost in all, from the shipped policy."""
    return Fraction(load_bundle().chain.budget.total)


STAY_CLASSES = dwell_bins()
"""Names of the dwell classes, for tests that spell them out."""
