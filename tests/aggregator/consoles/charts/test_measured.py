from aggregator.consoles.charts.measured import chart
from aggregator.consoles.charts.style import GAP_LINE
from tests.support.hq_world import index_of, index_with, question
from tests.support.releases import Chain


def test_every_store_has_a_strip() -> None:
    index = index_of()

    data = chart(index, question(index)).figure["data"]

    assert len([trace for trace in data if trace["line"]["color"] != GAP_LINE]) == 6


def test_gap_is_a_grey_stretch() -> None:
    index = index_of()

    gaps = [
        trace for trace in chart(index, question(index)).figure["data"] if trace["line"]["color"] == GAP_LINE
    ]

    assert gaps[0]["x"][:2] == ["2026-11-20 11:00", "2026-11-20 15:00"]


def test_table_names_the_gaps() -> None:
    index = index_of()

    rows = chart(index, question(index)).table.rows

    assert rows[1][-1].text == "2026-11-20 11:00 to 15:00 (no report)"


def test_no_gap_is_said() -> None:
    index = index_of(Chain(gap=False))

    assert chart(index, question(index)).lead.endswith("no gap.")


def test_nothing_to_draw_says_so() -> None:
    index = index_with()

    assert chart(index, question(index)).empty == "no report"
