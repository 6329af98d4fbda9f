"""A leader that never asks for a batch is missed by the helper, a day after the close."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from aggregator.aggregate.batch import BatchName
from aggregator.aggregate.overdue import PATIENCE, Overdue, overdue
from aggregator.database import reading
from aggregator.tables import ReportRow
from shared.ids import CohortId, TaskId
from shared.wire.codec import Role
from tests.support.hub_world import silence
from tests.support.two_hubs import TwoHubs, two_hubs
from tests.support.vector_world import COHORT, COHORT_TASK, NOW

CLOSES = timedelta(days=7, hours=12) + PATIENCE
"""After the day's own end in UTC: seven days, the last time zone's twelve hours, and the patience."""


@pytest.fixture
def pair(templates: dict[Role, Path], tmp_path: Path) -> Iterator[TwoHubs]:
    with two_hubs(templates, tmp_path, silence) as both:
        for edge in both.world.edges:
            both.report(edge, np.ones(both.world.length(COHORT_TASK), dtype=np.int64))
        yield both


def found(pair: TwoHubs, after: timedelta) -> list[Overdue]:
    hub = pair.helper.hub
    ended = NOW.replace(hour=0)
    with reading(hub.engine) as session:
        return overdue(session, hub.policies.refresh(session).values(), ended + after)


def test_a_batch_that_nobody_asks_for_is_missed_a_day_after_its_close(pair: TwoHubs) -> None:
    name = BatchName(TaskId(COHORT_TASK), CohortId(COHORT), pair.helper.rows(ReportRow)[0].epoch)

    assert found(pair, CLOSES) == []
    assert found(pair, CLOSES + timedelta(seconds=1)) == [Overdue(name, 6)]


def test_a_batch_that_was_summed_is_not_missed(pair: TwoHubs) -> None:
    pair.round(close_all=True)

    assert found(pair, timedelta(days=30)) == []
