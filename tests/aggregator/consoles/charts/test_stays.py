from aggregator.consoles.charts.stays import chart
from aggregator.consoles.charts.style import NOISE
from aggregator.consoles.model import Chart
from aggregator.insights.dwell import dwell
from aggregator.insights.index import Index
from tests.support.hq_world import index_of, index_with, question
from tests.support.releases import Chain


def drawn(index: Index, **parameters: str) -> Chart:
    asked = question(index, **parameters)
    return chart(index, asked, dwell(index, asked.sites, asked.period))


def test_bars_have_whiskers() -> None:
    index = index_of()

    bars = drawn(index).figure["data"][0]

    assert len(bars["y"]) == len(bars["error_y"]["array"]) == 7


def test_bar_inside_its_noise_is_grey() -> None:
    index = index_of(Chain(sites=1, days=2))

    bars = drawn(index).figure["data"][0]

    assert NOISE in bars["marker"]["color"]


def test_lead_says_the_median_with_its_interval() -> None:
    index = index_of()

    assert drawn(index).lead.startswith("Half of all stays are shorter than")


def test_table_has_a_row_for_all_and_for_each_zone() -> None:
    index = index_of()

    rows = drawn(index, site="s01").table.rows

    assert [row[0].text for row in rows] == [
        "all zones", "bread", "cleaning", "entrance", "line", "milk", "promo", "tills"
    ]  # fmt: skip


def test_nothing_to_draw_says_so() -> None:
    index = index_with()

    made = drawn(index)

    assert made.figure == {}
    assert made.empty == "no report"
