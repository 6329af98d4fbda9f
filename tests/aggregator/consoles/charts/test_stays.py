from aggregator.consoles.charts.stays import chart
from aggregator.consoles.charts.style import NOISE
from tests.support.hq_world import index_of, index_with, question
from tests.support.releases import Chain


def test_bars_have_whiskers() -> None:
    index = index_of()

    bars = chart(index, question(index)).figure["data"][0]

    assert len(bars["y"]) == len(bars["error_y"]["array"]) == 7


def test_bar_inside_its_noise_is_grey() -> None:
    index = index_of(Chain(sites=1, days=2))

    bars = chart(index, question(index)).figure["data"][0]

    assert NOISE in bars["marker"]["color"]


def test_lead_says_the_median_with_its_interval() -> None:
    index = index_of()

    assert chart(index, question(index)).lead.startswith("Half of all stays are shorter than")


def test_table_has_a_row_for_all_and_for_each_zone() -> None:
    index = index_of()

    rows = chart(index, question(index, site="s01")).table.rows

    assert [row[0].text for row in rows] == [
        "all zones", "bread", "cleaning", "entrance", "line", "milk", "promo", "tills"
    ]  # fmt: skip


def test_nothing_to_draw_says_so() -> None:
    index = index_with()

    made = chart(index, question(index))

    assert made.figure == {}
    assert made.empty == "no report"
