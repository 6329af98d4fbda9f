from aggregator.aggregate.batch import BatchName
from aggregator.aggregate.overdue import Overdue
from aggregator.compliance.silence import attention
from shared.ids import CohortId, TaskId


def test_a_batch_that_nobody_summed_is_named_with_its_reports() -> None:
    name = BatchName(TaskId("zone_visits.day.cohort"), CohortId("cohort-2"), 20_600)

    (line,) = attention([Overdue(name, 6)])

    assert (line.what, line.address) == ("zone_visits.day.cohort of cohort-2", "/compliance/log")
    assert line.why == "6 reports of epoch 20600 came, and no sum was asked for"
