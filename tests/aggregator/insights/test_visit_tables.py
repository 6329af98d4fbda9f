import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

from aggregator.insights import visit_answers, visit_tables
from tests.support.hq_world import index_of, index_with, question

TABLES: list[tuple[Callable[..., Any], Callable[[Any], str]]] = [
    (visit_answers.funnel_answer, visit_tables.funnel_csv),
    (visit_answers.flow_answer, visit_tables.flow_csv),
    (visit_answers.returns_answer, visit_tables.returns_csv),
    (visit_answers.shelves_answer, visit_tables.shelves_csv),
    (visit_answers.groups_answer, visit_tables.groups_csv),
    (visit_answers.queue_hours_answer, visit_tables.queue_hours_csv),
    (visit_answers.waits_answer, visit_tables.waits_csv),
]


@pytest.mark.parametrize(("build", "table"), TABLES, ids=[table.__name__ for _, table in TABLES])
def test_rows_fit_the_header(build: Callable[..., Any], table: Callable[[Any], str]) -> None:
    index = index_of()

    rows = list(csv.reader(io.StringIO(table(build(index, question(index))))))

    assert len(rows) > 3
    assert {len(row) for row in rows} == {len(rows[0])}


def test_part_without_a_number_says_why() -> None:
    index = index_with()
    answer = visit_answers.returns_answer(index, question(index))

    rows = list(csv.DictReader(io.StringIO(visit_tables.returns_csv(answer))))

    assert {(row["value"], row["suppressed"]) for row in rows} == {("", "no report")}


def test_funnel_says_which_number_is_a_ratio() -> None:
    index = index_of()
    answer = visit_answers.funnel_answer(index, question(index))

    rows = list(csv.DictReader(io.StringIO(visit_tables.funnel_csv(answer))))

    assert [row["kind"] for row in rows[:5]] == ["", "share", "ratio", "share", "ratio"]
