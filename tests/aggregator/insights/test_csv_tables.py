import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

from aggregator.insights import answers, csv_tables
from tests.support.hq_world import index_of, question

TABLES: list[tuple[str, Callable[..., Any], Callable[[Any], str]]] = [
    ("series", lambda index, asked: answers.series_answer(index, asked, "entries"), csv_tables.series_csv),
    ("dwell", answers.dwell_answer, csv_tables.dwell_csv),
    ("heatmap", answers.heatmap_answer, csv_tables.heatmap_csv),
    ("stores", answers.stores_answer, csv_tables.stores_csv),
    ("zones", answers.zones_answer, csv_tables.zones_csv),
    ("coverage", answers.coverage_answer, csv_tables.coverage_csv),
]


@pytest.mark.parametrize(
    ("build", "table"), [(b, t) for _, b, t in TABLES], ids=[name for name, _, _ in TABLES]
)
def test_rows_fit_the_header(build: Callable[..., Any], table: Callable[[Any], str]) -> None:
    index = index_of()

    rows = list(csv.reader(io.StringIO(table(build(index, question(index))))))

    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}


def test_gap_leaves_its_number_empty_and_says_why() -> None:
    index = index_of()
    answer = answers.series_answer(index, question(index, site="s03"), "entries")

    rows = list(csv.DictReader(io.StringIO(csv_tables.series_csv(answer))))

    gap = next(row for row in rows if row["suppressed"])
    assert (gap["value"], gap["suppressed"]) == ("", "no report")
