"""What HQ's pure parts are asked about in tests: an index of a chain, a question, hand-made releases."""

import math
from collections.abc import Sequence
from datetime import datetime
from functools import cache, lru_cache

import numpy as np

from aggregator.insights.index import Index
from aggregator.insights.query import Asked, Question, resolve
from policies.loader import load_bundle
from policies.tasks import tasks
from shared.ids import SiteId, TaskId
from shared.schemas.layout import SiteLayout, layout_hash
from shared.schemas.release import Release
from shared.schemas.task import Task
from tests.support.releases import NOW, Chain, cells_of, layout_of, published


@lru_cache(maxsize=16)
def index_of(chain: Chain | None = None) -> Index:
    """Return the index of everything a chain released; made once for each chain."""
    held = published(chain)
    return Index.build(held.releases(), held.layouts())


def question(index: Index, now: datetime = NOW, **parameters: str) -> Question:
    """Return the question that the parameters of an address ask; ``from_`` stands for ``from``."""
    named = {name.rstrip("_"): value for name, value in parameters.items()}
    return resolve(Asked.model_validate(named), index, now)


@cache
def task_named(task_id: str) -> Task:
    """Return the task of the shipped policy."""
    return tasks(load_bundle())[TaskId(task_id)]


def made(
    task_id: str,
    epoch: int,
    values: tuple[int, ...],
    *,
    scope: str = "s01",
    layout: SiteLayout | None = None,
    coverage_s: int = 3600,
    suppressed: str = "",
    provisional: bool = False,
) -> Release:
    """Return a release with exactly these values, under the shipped policy's noise."""
    task = task_named(task_id)
    plan = layout or layout_of(0)
    shown = () if suppressed else values
    return Release(
        task_id=task_id,
        metric=task.metric,
        level=task.level,
        lane=task.lane,
        scope=scope,
        epoch=epoch,
        cells=cells_of(task, plan),
        values=shown,
        half_widths=(math.ceil(1.96 * task.sigma),) * len(shown),
        variance=float(task.release_variance),
        unit="units",
        unit_size=task.unit_size,
        coverage_s=coverage_s,
        sites=1,
        suppressed=suppressed,
        simulated=plan.simulated,
        provisional=provisional,
        policy_hash="0" * 64,
        layout_hash=layout_hash(plan).hex(),
    )


def noisy(
    task_id: str,
    epoch: int,
    exact: Sequence[float],
    rng: np.random.Generator,
    *,
    scope: str = "s01",
    layout: SiteLayout | None = None,
    coverage_s: int = 3600,
) -> Release:
    """Return a release of an exact vector: rounded to whole units, with the shipped policy's noise on top."""
    sigma = task_named(task_id).sigma
    drawn = np.rint(np.rint(exact) + rng.normal(0, sigma, len(exact)))
    values = tuple(int(value) for value in drawn)
    return made(task_id, epoch, values, scope=scope, layout=layout, coverage_s=coverage_s)


def index_with(*releases: Release, sites: int = 1) -> Index:
    """Return an index of hand-made releases over the first shops of the chain."""
    return Index.build(releases, {SiteId(f"s{at + 1:02}"): layout_of(at) for at in range(sites)})
