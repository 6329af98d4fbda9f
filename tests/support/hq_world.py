"""What HQ's pure parts are asked about in tests: an index of a chain, a question, hand-made releases."""

import math
from datetime import datetime
from functools import lru_cache

from aggregator.insights.index import Index
from aggregator.insights.query import Asked, Question, resolve
from policies.loader import load_bundle
from policies.tasks import tasks
from shared.ids import SiteId, TaskId
from shared.schemas.layout import SiteLayout, layout_hash
from shared.schemas.release import Release
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
    task = tasks(load_bundle())[TaskId(task_id)]
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


def index_with(*releases: Release, sites: int = 1) -> Index:
    """Return an index of hand-made releases over the first shops of the chain."""
    return Index.build(releases, {SiteId(f"s{at + 1:02}"): layout_of(at) for at in range(sites)})
