from aggregator.consoles.charts.queueing import chart
from aggregator.consoles.model import Chart
from aggregator.insights.index import Index
from aggregator.insights.queue_hours import queue_hours
from tests.support.hq_world import index_of, index_with, made, question

NINE = 20_774 * 24 + 8  # 9 in the morning in Berlin, in winter


def drawn(index: Index, **parameters: str) -> Chart:
    asked = question(index, **parameters)
    return chart(asked, queue_hours(index, asked.scope))


def test_line_has_a_point_for_each_open_hour_in_its_band() -> None:
    band, line = drawn(index_of()).figure["data"]

    assert line["x"] == list(range(8, 20))
    assert band["fill"] == "toself"


def test_hour_without_a_number_is_a_grey_field_and_no_zero() -> None:
    index = index_with(*(made("queue_length.hour.site", NINE + at, (400,)) for at in (0, 1, 5)))

    made_chart = drawn(index)

    line = made_chart.figure["data"][1]
    assert line["y"][0] is None
    assert len(made_chart.figure["layout"]["shapes"]) == 12 - 3
    assert any("nothing was measured" in note for note in made_chart.notes)


def test_band_is_broken_at_a_gap() -> None:
    index = index_with(*(made("queue_length.hour.site", NINE + at, (400,)) for at in (0, 1, 5)))

    assert drawn(index).figure["data"][0]["x"].count(None) == 2


def test_lead_says_the_longest_hour_with_its_interval() -> None:
    assert drawn(index_of(), period="28d").lead.startswith("Longest from 17:00 to 18:00: ")


def test_noise_alone_is_not_called_a_queue() -> None:
    assert (
        drawn(index_with(made("queue_length.hour.site", NINE, (5,)))).lead
        == "No hour stands out of the noise."
    )


def test_table_has_hours_and_then_queues() -> None:
    rows = drawn(index_of()).table.rows

    assert [row[0].text for row in rows] == [*(f"{hour:02}:00" for hour in range(8, 20)), "queue"]


def test_nothing_to_draw_says_so() -> None:
    found = drawn(index_with())

    assert (found.figure, found.empty) == ({}, "no report")
