from aggregator.consoles.charts.steps import RATIO, SHARE, chart
from aggregator.consoles.model import Chart
from aggregator.insights.funnel import funnel
from aggregator.insights.index import Index
from tests.support.hq_world import index_of, index_with, made, question

DAY = 20_774


def drawn(index: Index, **parameters: str) -> Chart:
    asked = question(index, **parameters)
    return chart(asked, funnel(index, asked.scope))


def test_every_step_has_a_bar_and_a_whisker() -> None:
    bars = drawn(index_of()).figure["data"][0]

    assert bars["y"] == ["Pass by", "Come in", "Browse", "Reach in", "Check out"]
    assert len(bars["error_x"]["array"]) == 5


def test_share_and_ratio_are_told_apart_in_words() -> None:
    said = [one["text"] for one in drawn(index_of()).figure["layout"]["annotations"]]

    assert [text.rsplit(", ", 1)[1] if text.endswith(SHARE) else "" for text in said]
    assert [text.endswith(f"), {SHARE}") for text in said] == [True, False, True, False]
    assert [text.endswith(f"), {RATIO}") for text in said] == [False, True, False, True]


def test_dashed_line_stands_where_another_view_begins() -> None:
    assert len(drawn(index_of()).figure["layout"]["shapes"]) == 2
    assert len(drawn(index_of(), site="s02").figure["layout"]["shapes"]) == 1


def test_lead_names_shares_with_their_intervals() -> None:
    lead = drawn(index_of()).lead

    assert lead.startswith("Of those who pass by, ")
    assert " come in; " in lead
    assert lead.endswith(" reach in.")


def test_table_lists_all_views_and_each() -> None:
    rows = drawn(index_of(), site="s01").table.rows

    assert [row[0].text for row in rows] == ["all views"] * 5 + ["door"] * 2 + ["hall"] * 2 + ["tills"]
    assert {row[-1].text for row in rows} == {"–", SHARE, RATIO}


def test_first_step_too_few_to_compare_with_says_so() -> None:
    index = index_with(made("funnel.day.site", DAY, (3, -2, 200, 90, 60)))

    said = [one["text"] for one in drawn(index, period="7d").figure["layout"]["annotations"]]

    assert said[0] == "too few who pass by to compare with"


def test_step_that_no_camera_tells_is_noted() -> None:
    release = made("funnel.day.site", DAY, (700, 300, 200, 150, 90))
    kept = {"cells": release.cells[:2], "values": release.values[:2], "half_widths": release.half_widths[:2]}

    notes = drawn(index_with(release.model_copy(update=kept)), period="7d").notes

    assert "Told by no camera: browse, reach in, check out." in notes


def test_nothing_to_draw_says_so() -> None:
    found = drawn(index_with())

    assert (found.figure, found.empty) == ({}, "no report")


def test_day_without_a_number_is_noted() -> None:
    assert "No number for 1 of 36 store-days: gaps, not zeroes." in drawn(index_of()).notes
