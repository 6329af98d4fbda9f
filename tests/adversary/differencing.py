"""Questions to HQ's insights, one set against another, to find out whether one track was counted in one hour.

An analyst knows how many others came in each hour of each store, and asks the real API: hours, days, all
stores less the others, longer periods less shorter ones, the same again, and what hours and days say as one.
Where the hours leave him unsure he goes on asking. From a quarter of the answers, whose truth he is told, he
learns how to weigh them; the rest is judged. Releases come out of the stores' own door, with the product's
noise; the control's door adds none.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import numpy as np
from numpy.typing import NDArray

from aggregator.adopted import to_adopted
from aggregator.release.making import Circumstances, make_release
from edge_node.release.gate import Door, Refused, close_epoch
from edge_node.release.schedule import Due
from edge_node.storage.journal import Journal
from edge_node.storage.sums import OpenSum
from edge_node.vector_plan import VectorPlan, plan
from policies.engine import decide
from policies.loader import load_bundle
from policies.tasks import shares, tasks
from privacy.budget import epsilon
from privacy.noise import discrete_gaussian
from privacy.randomness import Noise
from shared.epoch import bounds
from shared.ids import SiteId, TaskId
from shared.schemas.release import Release
from tests.adversary.membership import CONFIDENCE, epsilon_lower_bound
from tests.adversary.row import Row, Scale
from tests.support.asgi import running
from tests.support.clock import FakeClock
from tests.support.hq_app import hq_app
from tests.support.hub_world import silence
from tests.support.releases import FakePublished, layout_of

WORLDS: dict[Scale, int] = {"small": 1, "full": 25}
STORES, DAYS = 10, 70
"""Of one world; each store and day is one trial."""
FIRST = date(2026, 4, 1)
NOW = datetime(2026, 6, 17, 12, tzinfo=UTC)
OPEN = range(9, 12)
"""Hours in which anything was measured: few, so that the day tells as much as it can."""
TARGET_HOUR = 10
"""The hour of the day that the canary may have come in."""
PEOPLE = 30
BUNDLE = load_bundle()
LAYOUT = layout_of(0)
PLANS = {
    level: plan(tasks(BUNDLE)[TaskId(f"footfall.{level}.site")], LAYOUT, BUNDLE.chain.layout)
    for level in ("hour", "day")
}
PRICE: Fraction = sum((each.task.exact_rho for each in PLANS.values()), Fraction(0))
"""What a track pays for being counted in footfall, at both levels together."""


@dataclass(frozen=True)
class World:
    """What the stores counted, what left them, and where the canary was."""

    counted: NDArray[np.int64]
    """int64 (STORES, DAYS, hours): the others."""
    is_there: NDArray[np.bool_]
    """bool (STORES, DAYS)."""
    published: FakePublished


def rows(*, scale: Scale, seed: int) -> list[Row]:
    """Return the one row: how much ε the answers prove."""
    bound = epsilon(PRICE)
    reached, bare = (_proved(scale, seed, noise) for noise in (discrete_gaussian, silence))
    trials = WORLDS[scale] * STORES * DAYS
    return [
        Row(
            promise="no questions single out one track",
            attack="differences of adaptive questions to HQ's API, by who knows everybody else",
            measured=reached,
            bound=bound,
            holds=reached <= bound,
            control=bare,
            control_fails=bare > bound,
            detail=f"ε proved at {CONFIDENCE[scale]:.7g} from {trials} days of a store; ρ = {PRICE}",
        )
    ]


def world(rng: np.random.Generator, noise: Noise) -> World:
    """Return a chain in which the canary came on every second day of each store, in no order."""
    counted = rng.poisson(PEOPLE, (STORES, DAYS, len(OPEN))).astype(np.int64)
    is_there = np.stack([rng.permutation(np.arange(DAYS) % 2 == 0) for _ in range(STORES)])
    names = [SiteId(f"s{store + 1:02}") for store in range(STORES)]
    published = FakePublished(sites={name: LAYOUT for name in names})
    for store, name in enumerate(names):
        hours = counted[store].copy()
        hours[:, TARGET_HOUR - OPEN.start] += is_there[store]
        published.rows += _released(name, hours, noise)
    return World(counted, is_there, published)


def features(client: httpx.Client, made: World) -> NDArray[np.float64]:
    """Return all that the answers say about each day of each store: float64 (STORES · DAYS, questions)."""
    truth = made.counted.sum(axis=2).astype(float)
    target = made.counted[:, :, TARGET_HOUR - OPEN.start].astype(float)
    names = sorted(made.published.sites)
    by_day = np.array([_days(client, site=name) for name in names])
    by_hour = np.array([_hours(client, name) for name in names])
    together = _days(client)  # all stores less the others
    less_others = together - (by_day.sum(axis=0) - by_day)
    unsure = np.abs(by_hour[:, :, 0] - target - 0.5) < PEOPLE
    spans = np.array([_spans(client, name, unsure[at]) for at, name in enumerate(names)])
    again = np.array([_days(client, site=name) for name in names])
    columns = [
        by_hour[:, :, 0] - target,
        by_hour[:, :, 1] - target,
        by_day - truth,
        less_others - truth,
        spans - truth,
        again - truth,
    ]
    return np.stack([column.ravel() for column in columns], axis=1)


def _proved(scale: Scale, seed: int, noise: Noise) -> float:
    seen, there = [], []
    for number in range(WORLDS[scale]):
        made = world(np.random.default_rng([seed, number]), noise)
        with running(hq_app(made.published, FakeClock(NOW))) as client:
            seen.append(features(client, made))
        there.append(made.is_there.ravel())
    return _judged(np.concatenate(seen), np.concatenate(there), CONFIDENCE[scale])


def _judged(seen: NDArray[np.float64], there: NDArray[np.bool_], confidence: float) -> float:
    """Learn the weights on every fourth trial, by least squares, and judge on the others."""
    design = np.column_stack([seen, np.ones(len(seen))])
    is_told = np.arange(len(seen)) % 4 == 0
    weights, *_ = np.linalg.lstsq(design[is_told], there[is_told].astype(float), rcond=None)
    scores, truth = design[~is_told] @ weights, there[~is_told]
    return epsilon_lower_bound(scores[truth], scores[~truth], confidence)


def _released(name: SiteId, hours: NDArray[np.int64], noise: Noise) -> list[Release]:
    """Close every hour and day of one store through its own door."""
    door = Door(
        decide=lambda request: decide(request, BUNDLE, NOW),
        policy_hash=BUNDLE.hash,
        shares=shares(BUNDLE),
        total=BUNDLE.chain.budget.exact_total,
        noise=noise,
    )
    adopted, left = to_adopted(BUNDLE, NOW), []
    with (
        TemporaryDirectory() as folder,
        closing(Journal(Path(folder) / "journal.sqlite3")) as journal,
        journal.unit(),
    ):
        for level, epoch, entries in _counts(hours):
            vector = _closed(PLANS[level], epoch, entries, door, journal)
            about = Circumstances(name, epoch, 1, is_simulated=True, is_provisional=False)
            left.append(make_release(PLANS[level].task, adopted, LAYOUT, about, vector))
    return left


def _counts(hours: NDArray[np.int64]) -> Iterator[tuple[str, int, int]]:
    """Yield level, epoch and entries of every hour and day."""
    for number, entries in enumerate(hours):
        day = (FIRST - date(1970, 1, 1)).days + number
        first = int(bounds(day, "day", LAYOUT.zone_info)[0].timestamp()) // 3600 + OPEN.start
        yield from (("hour", first + at, int(value)) for at, value in enumerate(entries))
        yield "day", day, int(entries.sum())


def _closed(planned: VectorPlan, epoch: int, entries: int, door: Door, journal: Journal) -> Sequence[int]:
    task = planned.task
    cells = np.zeros(len(planned.cells), dtype=np.int64)
    cells[planned.index["door", "in"]] = entries
    measured_s = 3600.0 * (len(OPEN) if task.level == "day" else 1)
    journal.sums.add(OpenSum(task.task_id, epoch, door.policy_hash, planned.layout_hash, cells, measured_s))
    due = Due(planned, epoch, *bounds(epoch, task.level, LAYOUT.zone_info))
    outcome = close_epoch(due, door, journal, at_s=NOW.timestamp())
    if isinstance(outcome, Refused):
        raise RuntimeError(f"expected an open door, got {outcome.rule}: {outcome.reason}")
    values: list[int] = outcome.vector.tolist()
    return values


def _days(client: httpx.Client, site: str = "") -> NDArray[np.float64]:
    points = _ask(client, "footfall", site=site, level="day")["points"]
    return np.array([point["number"]["value"] for point in points])


def _hours(client: httpx.Client, site: str) -> NDArray[np.float64]:
    """Return the target hour of each day, as released and reconciled: float64 (DAYS, 2)."""
    points = _ask(client, "footfall", site=site, level="hour")["points"]
    wanted = [point for point in points if point["label"].endswith(f" {TARGET_HOUR}:00")]
    return np.array([[p["number"]["value"], p["reconciled"]["number"]["value"]] for p in wanted])


def _spans(client: httpx.Client, site: str, unsure: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return for some of the unsure days a longer period less a shorter one, for the others nothing new."""
    found = _days(client, site=site)
    for at in np.flatnonzero(unsure[1:])[:3] + 1:
        longer, shorter = (
            _ask(client, "stores", site=site, last=FIRST + timedelta(days=int(at) - back))["stores"][0]
            for back in (0, 1)
        )
        found[at] = longer["entries"]["number"]["value"] - shorter["entries"]["number"]["value"]
    return found


def _ask(client: httpx.Client, name: str, *, last: date | None = None, **asked: str) -> Any:
    until = last or FIRST + timedelta(days=DAYS - 1)
    days = {"from": FIRST.isoformat(), "to": until.isoformat()}
    answer = client.get(f"/api/v1/insights/{name}", params={**asked, **days, "compare": "off"})
    answer.raise_for_status()
    return answer.json()
