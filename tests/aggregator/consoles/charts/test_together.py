from aggregator.consoles.charts.together import NO_DOOR, chart
from aggregator.consoles.model import Chart
from aggregator.insights.groups import groups
from aggregator.insights.index import Index
from tests.support.hq_world import index_of, index_with, made, question

MONDAY = 20_773
WEEK = {"from_": "2026-11-16", "to": "2026-11-22"}


def drawn(index: Index, **parameters: str) -> Chart:
    asked = question(index, **parameters)
    return chart(asked, groups(index, asked.scope))


def test_every_size_has_a_bar_and_a_whisker() -> None:
    bars = drawn(index_of()).figure["data"][0]

    assert [name.replace("<br>", " ") for name in bars["x"]] == [
        "1 person",
        "2 people",
        "3 people",
        "4+ people",
    ]
    assert len(bars["error_y"]["array"]) == 4


def test_lead_says_the_mean_size_with_its_interval_and_that_it_is_at_least() -> None:
    lead = drawn(index_of()).lead

    assert lead.startswith("A group is 1.5")
    assert " to " in lead
    assert "on average, at least" in lead


def test_table_sets_groups_against_entries_as_a_ratio() -> None:
    rows = {row[0].text: row for row in drawn(index_of()).table.rows}

    assert rows["entries a group (ratio, not share)"][1].kind == "number"
    assert rows["all groups"][2].text


def test_entries_not_measured_alike_are_a_gap() -> None:
    rows = {row[0].text: row for row in drawn(index_of(), site="s03").table.rows}

    assert rows["entries a group (ratio, not share)"][1].text == "not measured alike"


def test_too_few_groups_say_so() -> None:
    index = index_with(made("groups.week.site", MONDAY, (9, -4, 3, 1)))

    assert drawn(index, **WEEK).lead == "Too few groups to tell their size."


def test_store_without_a_line_says_so() -> None:
    release = made("groups.week.site", MONDAY, (9, 4, 3, 1))
    empty = release.model_copy(update={"cells": (), "values": (), "half_widths": ()})

    assert drawn(index_with(empty), **WEEK).empty == NO_DOOR


def test_nothing_to_draw_says_so() -> None:
    assert drawn(index_with()).empty == "no report"
