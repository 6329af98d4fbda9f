from aggregator.consoles.charts.side_by_side import chart
from aggregator.consoles.model import Chart
from aggregator.insights.index import Index
from aggregator.insights.summary import summary
from tests.support.hq_world import index_of, index_with, made, question
from tests.support.releases import NOW


def drawn(index: Index, **parameters: str) -> Chart:
    asked = question(index, **parameters)
    found = summary(index, asked.sites, asked.period, asked.against, NOW)
    return chart(index, asked, found)


def test_every_store_has_a_dot_and_a_whisker() -> None:
    dots = drawn(index_of()).figure["data"][0]

    assert len(dots["y"]) == len(dots["error_x"]["array"]) == 6


def test_store_asked_for_stands_among_the_others_in_bold() -> None:
    found = drawn(index_of(), site="s02")

    assert len(found.figure["data"][0]["y"]) == 6
    assert "<b>Shoal Barmbek</b>" in found.figure["data"][0]["y"]
    assert found.title == "How does it compare?"


def test_store_without_a_number_is_named_and_not_drawn_at_zero() -> None:
    found = drawn(index_with(made("footfall.day.site", 20_774, (90, 80)), sites=2))

    assert found.figure["data"][0]["y"] == ["Shoal Altona"]
    assert [(one["y"], one["text"]) for one in found.figure["layout"]["annotations"]] == [
        ("Shoal Barmbek", "not measured")
    ]


def test_table_says_whether_a_change_is_real() -> None:
    found = drawn(index_of())

    assert found.table.header[-1] == "Is it real?"
    assert {row[-1].text for row in found.table.rows} <= {"within the noise", "beyond the noise"}


def test_no_comparison_no_column() -> None:
    assert drawn(index_of(), compare="off").table.header[-1] == "Coverage"


def test_nothing_to_draw_says_so() -> None:
    assert drawn(index_with()).empty == "no report"
