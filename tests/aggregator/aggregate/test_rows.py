"""The rows of a batch."""

import pytest

from aggregator.aggregate.batch import BatchName
from aggregator.aggregate.rows import batch_of, reports_of, row_id, scrub
from aggregator.database import reading, writing
from aggregator.tables import BatchRow, ReportRow
from shared.ids import CohortId, TaskId
from tests.support.hub_world import Party
from tests.support.vector_world import COHORT, COHORT_TASK, NOW, SITE_TASK, make_world

WORLD = make_world()


def batch(helper: Party, cohort: str = COHORT, task: str = COHORT_TASK) -> BatchName:
    return BatchName(TaskId(task), CohortId(cohort), helper.rows(ReportRow)[0].epoch)


@pytest.fixture
def helper(helper: Party) -> Party:
    for edge in WORLD.edges[:3]:
        assert helper.post(WORLD.cohort_report(edge)["helper"]).status_code == 201
    return helper


def test_batch_holds_its_cohorts_reports_of_its_task(helper: Party) -> None:
    with reading(helper.hub.engine) as session:
        assert len(reports_of(session, batch(helper))) == 3
        assert list(reports_of(session, batch(helper, "cohort-9"))) == []
        assert list(reports_of(session, batch(helper, task=SITE_TASK))) == []
        assert batch_of(session, batch(helper)) is None


def test_scrubbed_share_is_gone_and_its_row_stays(helper: Party) -> None:
    with writing(helper.hub.engine) as session:
        scrub(session, reports_of(session, batch(helper)), NOW)

    assert [(row.share, row.settled_at) for row in helper.rows(ReportRow)] == [(None, NOW)] * 3


def test_batch_without_an_id_has_not_been_written() -> None:
    with pytest.raises(ValueError, match="flushed"):
        row_id(BatchRow(task_id="t", cohort_id="c", epoch=1, state="frozen", policy_hash=b"", closed_at=NOW))
