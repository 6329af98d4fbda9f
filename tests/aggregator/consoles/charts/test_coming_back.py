from aggregator.consoles.charts.coming_back import chart
from aggregator.consoles.model import Chart
from aggregator.insights.index import Index
from aggregator.insights.returns import returns
from tests.support.hq_world import index_of, index_with, made, question

MONDAY = 20_773
WEEK = {"from_": "2026-11-16", "to": "2026-11-22"}


def drawn(index: Index, **parameters: str) -> Chart:
    asked = question(index, **parameters)
    return chart(asked, returns(index, asked.scope))


def test_every_part_has_a_bar_and_a_whisker() -> None:
    solid = drawn(index_of()).figure["data"][0]

    assert len(solid["y"]) == len(solid["error_x"]["array"]) == 7


def test_lead_says_how_many_and_what_share() -> None:
    lead = drawn(index_of()).lead

    assert lead.startswith("Most come back to entrance: ")
    assert lead.endswith(" of those who stay there.")


def test_noise_alone_is_not_called_a_return() -> None:
    assert drawn(index_with(made("returns.week.site", MONDAY, (4,) * 7)), **WEEK).lead == (
        "No part stands out of the noise."
    )


def test_share_that_was_not_measured_alike_is_a_gap_in_the_table() -> None:
    rows = drawn(index_with(made("returns.week.site", MONDAY, (90,) * 7)), **WEEK).table.rows

    assert {(row[3].text, row[3].kind) for row in rows} == {("not measured alike", "gap")}


def test_week_is_named() -> None:
    assert drawn(index_of()).notes[0].endswith("in the week from 16 Nov 2026.")


def test_nothing_to_draw_says_so() -> None:
    found = drawn(index_with())

    assert (found.figure, found.empty) == ({}, "no report")
