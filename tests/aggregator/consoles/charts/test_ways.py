from aggregator.consoles.charts import style
from aggregator.consoles.charts.ways import chart
from aggregator.consoles.model import Chart
from aggregator.insights.flow import flow
from aggregator.insights.index import Index
from tests.support.hq_world import index_of, index_with, made, question

MONDAY = 20_773


def drawn(index: Index, **parameters: str) -> Chart:
    asked = question(index, **parameters)
    return chart(asked, flow(index, asked.scope))


def test_way_is_drawn_once_as_sure_or_as_noise() -> None:
    noise, sure, _ = drawn(index_of(), site="s01").figure["data"]

    both = [
        (a is None, b is None)
        for first, second in zip(noise["z"], sure["z"], strict=True)
        for a, b in zip(first, second, strict=True)
    ]
    assert (False, False) not in both
    assert both.count((True, True)) == 7


def test_numbers_stand_on_sure_squares_alone_and_read_on_them() -> None:
    _, sure, numbers = drawn(index_of(), site="s01").figure["data"]

    assert len(numbers["text"]) == sum(value is not None for line in sure["z"] for value in line)
    most = max(range(len(numbers["text"])), key=lambda at: int(numbers["text"][at]))
    assert numbers["textfont"]["color"][most] == style.ON_BRIGHT
    assert style.ON_DARK in numbers["textfont"]["color"]


def test_lead_says_the_most_walked_way_with_its_interval() -> None:
    index = index_with(made("flow.week.site", MONDAY, (0,) * 7 + (900,) + (0,) * 34))

    assert drawn(index, from_="2026-11-16", to="2026-11-22").lead.startswith(
        "Most walked: promo to bread, 900 ± "
    )


def test_noise_alone_is_not_called_a_way() -> None:
    index = index_with(made("flow.week.site", MONDAY, (5,) * 42))

    found = drawn(index, from_="2026-11-16", to="2026-11-22")

    assert found.lead == "No way stands out of the noise."
    assert {row[2].kind for row in found.table.rows} == {"noise"}


def test_table_has_every_way() -> None:
    assert len(drawn(index_of(), site="s01").table.rows) == 42


def test_days_of_a_running_week_say_so() -> None:
    found = drawn(index_of(), period="day")

    assert (found.figure, found.empty) == ({}, "the week is not over")
