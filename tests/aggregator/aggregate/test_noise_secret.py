"""A batch's secret stands for exactly its reports, its name and its party, and dies with its shares."""

from dataclasses import replace

import pytest

from aggregator.aggregate.batch import BatchName
from aggregator.aggregate.noise_secret import noise_secret
from aggregator.tables import ReportRow
from privacy.signing import SigningKey
from shared.ids import CohortId, TaskId

ROOT = SigningKey(bytes(32))
NAME = BatchName(TaskId("dwell.day.cohort"), CohortId("c1"), 7)


def report(number: int, share: bytes | None = b"share") -> ReportRow:
    return ReportRow(report_id=bytes([number]) * 16, share=share)


SECRET = noise_secret(ROOT, NAME, [report(1), report(2)])


def test_the_order_in_which_reports_came_says_nothing() -> None:
    assert noise_secret(ROOT, NAME, [report(2), report(1)]) == SECRET
    assert len(SECRET) == 32


@pytest.mark.parametrize(
    "other",
    [
        noise_secret(SigningKey(bytes([1]) * 32), NAME, [report(1), report(2)]),
        noise_secret(ROOT, replace(NAME, task_id=TaskId("dwell.week.cohort")), [report(1), report(2)]),
        noise_secret(ROOT, replace(NAME, cohort_id=CohortId("c2")), [report(1), report(2)]),
        noise_secret(ROOT, replace(NAME, epoch=-7), [report(1), report(2)]),
        noise_secret(ROOT, NAME, [report(1), report(2, b"sharf")]),
        noise_secret(ROOT, NAME, [report(1), report(3)]),
        noise_secret(ROOT, NAME, [report(1)]),
    ],
    ids=["party", "task", "cohort", "epoch", "share", "report", "fewer"],
)
def test_anything_else_has_another_secret(other: bytes) -> None:
    assert other != SECRET


def test_once_a_share_is_scrubbed_there_is_no_secret() -> None:
    with pytest.raises(ValueError, match="scrubbed"):
        noise_secret(ROOT, NAME, [report(1), report(2, None)])
