from aggregator.consoles.charts import style
from aggregator.consoles.charts.waiting import NO_QUEUE, chart
from aggregator.consoles.model import Chart
from aggregator.insights.index import Index
from aggregator.insights.queue_waits import queue_waits
from tests.support.hq_world import index_of, index_with, made, question

DAY = 20_774


def drawn(index: Index, **parameters: str) -> Chart:
    asked = question(index, **parameters)
    return chart(asked, queue_waits(index, asked.scope))


def test_every_class_has_a_bar_and_a_whisker() -> None:
    bars = drawn(index_of()).figure["data"][0]

    assert len(bars["y"]) == len(bars["error_y"]["array"]) == 7


def test_long_waits_are_behind_a_dashed_line_in_the_second_colour() -> None:
    index = index_with(made("queue_wait.day.site", DAY, (300,) * 7))

    made_chart = drawn(index)

    colours = made_chart.figure["data"][0]["marker"]["color"]
    assert colours == [style.SERIES] * 4 + [style.BEFORE] * 3
    assert made_chart.figure["layout"]["shapes"][0]["x0"] == 3.5


def test_lead_says_the_median_and_the_long_share() -> None:
    lead = drawn(index_of()).lead

    assert lead.startswith("Half of all waits are shorter than ")
    assert lead.endswith(" take 3 min or more.")


def test_long_waits_lost_in_the_noise_are_said_so_and_no_share_below_zero() -> None:
    index = index_with(made("queue_wait.day.site", DAY, (900, 300, 100, 20, -40, -9, -12)))

    found = drawn(index)

    assert found.lead.endswith("; how many take 3 min or more is lost in the noise.")
    assert found.figure["data"][0]["marker"]["color"][4] == style.NOISE


def test_too_few_waits_say_so() -> None:
    index = index_with(made("queue_wait.day.site", DAY, (3,) * 7))

    assert drawn(index).lead == "Too few waits to tell a median."


def test_table_lists_all_queues_and_each() -> None:
    assert [row[0].text for row in drawn(index_of(), site="s01").table.rows] == ["all queues", "line"]


def test_store_without_a_queue_says_so() -> None:
    release = made("queue_wait.day.site", DAY, (3,) * 7)
    empty = release.model_copy(update={"cells": (), "values": (), "half_widths": ()})

    assert drawn(index_with(empty)).empty == NO_QUEUE


def test_nothing_to_draw_says_so() -> None:
    assert drawn(index_with()).empty == "no report"
