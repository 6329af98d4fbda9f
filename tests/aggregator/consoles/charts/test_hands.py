from aggregator.consoles.charts import style
from aggregator.consoles.charts.hands import NO_SHELF, chart
from aggregator.consoles.model import Chart
from aggregator.insights.index import Index
from aggregator.insights.shelves import Shelves, shelf_use
from tests.support.hq_world import index_of, index_with, made, question

MONDAY = 20_773
WEEK = {"from_": "2026-11-16", "to": "2026-11-22"}


def drawn(index: Index, **parameters: str) -> Chart:
    asked = question(index, **parameters)
    return chart(asked, shelf_use(index, asked.scope))


def test_every_shelf_has_two_bars_with_whiskers() -> None:
    stayed, reached = drawn(index_of(), site="s01").figure["data"]

    assert sorted(stayed["y"]) == ["fridge", "oven", "stand", "wall"]
    assert len(stayed["error_x"]["array"]) == len(reached["error_x"]["array"]) == 4


def test_top_shelf_carries_the_words_for_the_colours() -> None:
    stayed, reached = drawn(index_of(), site="s01").figure["data"]

    assert (stayed["text"][0], reached["text"][0]) == ("hand stayed", "reached in")


def test_shelf_inside_its_noise_is_grey() -> None:
    index = index_with(made("shelf.week.site", MONDAY, (90, 300, 4, 2, 1, -3, 2, 0)))

    colours = drawn(index, **WEEK).figure["data"][1]["marker"]["color"]

    assert colours == [style.SERIES, style.NOISE, style.NOISE, style.NOISE]


def test_lead_says_in_how_many_the_hand_stayed() -> None:
    assert "the hand stayed" in drawn(index_of()).lead


def test_noise_alone_is_not_called_a_reach() -> None:
    index = index_with(made("shelf.week.site", MONDAY, (4,) * 8))

    assert drawn(index, **WEEK).lead == "No shelf stands out of the noise."


def test_store_without_a_shelf_says_so() -> None:
    index = index_of()
    asked = question(index)
    found = shelf_use(index, asked.scope)

    assert chart(asked, Shelves((), found.gathered)).empty == NO_SHELF


def test_nothing_to_draw_says_so() -> None:
    assert drawn(index_with()).empty == "no report"
