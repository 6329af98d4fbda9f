from datetime import UTC, date, datetime

from aggregator.consoles.charts.over_time import chart
from aggregator.consoles.charts.style import GAP
from aggregator.insights.local_time import day_epoch, hours_of
from tests.support.hq_world import index_of, index_with, made, question
from tests.support.releases import layout_of


def test_gap_is_grey_and_not_a_point() -> None:
    index = index_of()

    made = chart(index, question(index, site="s03"))

    shapes = made.figure["layout"]["shapes"]
    assert [(shape["x0"][:10], shape["fillcolor"]) for shape in shapes] == [("2026-11-17", GAP)]
    assert "2026-11-18" not in made.figure["data"][2]["x"]


def test_running_day_is_dotted() -> None:
    index = index_of()

    dotted = chart(index, question(index)).figure["data"][-1]

    assert dotted["line"]["dash"] == "dot"
    assert dotted["x"][-1] == "2026-11-23"


def test_compared_period_is_dashed_and_named() -> None:
    index = index_of()

    figure = chart(index, question(index)).figure

    assert figure["data"][1]["line"]["dash"] == "dash"
    assert figure["layout"]["annotations"][0]["text"] == "10–16 Nov 2026"


def test_comparison_switched_off_draws_nothing_more() -> None:
    index = index_of()

    figure = chart(index, question(index, compare="off")).figure

    assert len(figure["data"]) == 3
    assert figure["layout"]["annotations"] == []


def test_partial_sum_has_an_open_dot() -> None:
    index = index_of()

    solid = chart(index, question(index)).figure["data"][2]

    at = solid["x"].index("2026-11-18")
    assert solid["marker"]["symbol"][at] == "circle-open"


def test_band_goes_round_each_stretch() -> None:
    index = index_of()

    band = chart(index, question(index, site="s03")).figure["data"][0]

    assert band["x"].count(None) == 2
    assert band["fill"] == "toself"


def test_hours_break_at_night() -> None:
    index = index_of()

    solid = chart(index, question(index, level="hour")).figure["data"][2]

    assert solid["x"].count(None) >= 6


def test_people_inside_can_be_drawn() -> None:
    index = index_of()

    made = chart(index, question(index, plot="occupancy"))

    assert made.title == "How many people are inside?"
    assert "occupancy.csv" in made.csv


def test_table_says_every_point_with_its_interval() -> None:
    index = index_of()

    made = chart(index, question(index))

    assert len(made.table.rows) == 7
    assert "Against 10–16 Nov 2026" in made.table.header


def test_nothing_to_draw_says_so() -> None:
    index = index_with()

    assert chart(index, question(index)).empty == "no report"


def test_one_store_shows_what_hours_and_days_say_together() -> None:
    index = index_of()

    drawn = chart(index, question(index, site="s01", level="hour", period="yesterday"))

    assert drawn.table.header[4:6] == ("Reconciled", "95 % interval")
    assert {len(row) for row in drawn.table.rows} == {len(drawn.table.header)}
    assert any("made to add up" in note for note in drawn.notes)


def test_what_cannot_be_reconciled_says_why() -> None:
    index = index_of()

    rows = chart(index, question(index, site="s02")).table.rows

    assert [row[4].text for row in rows if row[4].kind == "gap"] == ["hours and day differ in time"] * 2


def test_a_day_that_runs_is_reconciled_for_the_time_being() -> None:
    day, now = date(2026, 11, 20), datetime(2026, 11, 20, 12, tzinfo=UTC)
    hours = [made("footfall.hour.site", epoch, (9, 0)) for epoch in list(hours_of(day, layout_of(0)))[8:12]]
    whole = made("footfall.day.site", day_epoch(day), (40, 0), coverage_s=4 * 3600, provisional=True)
    index = index_with(whole, *hours)

    [row] = chart(
        index, question(index, now, site="s01", period="day", level="day", compare="off")
    ).table.rows

    assert row[4].text.endswith("(provisional)")


def test_several_stores_have_no_such_column() -> None:
    index = index_of()

    assert "Reconciled" not in chart(index, question(index)).table.header
