from aggregator.consoles.charts.parts import chart
from tests.support.hq_world import index_of, index_with, question
from tests.support.releases import Chain

COHORT = Chain(packs=("zones-by-cohort",))
SMALL = Chain(sites=4, packs=("zones-by-cohort",))


def test_parts_have_bars_with_whiskers() -> None:
    index = index_of()

    bars = chart(index, question(index)).figure["data"][0]

    assert len(bars["x"]) == len(bars["error_x"]["array"]) == 7


def test_withheld_part_is_hatched_with_its_reason_and_has_no_number() -> None:
    index = index_of(SMALL)

    made = chart(index, question(index))

    bars, hatched = made.figure["data"]
    assert bars["x"] == []
    assert hatched["marker"]["pattern"]["shape"] == "/"
    assert {one["text"] for one in made.figure["layout"]["annotations"]} == {"fewer than 5 sites"}
    assert {row[1].kind for row in made.table.rows} == {"suppressed"}


def test_sums_over_stores_say_what_they_are() -> None:
    index = index_of(COHORT)

    made = chart(index, question(index))

    assert any("no store's own number exists" in note for note in made.notes)
    assert any("1 day withheld" in note for note in made.notes)


def test_one_store_says_that_only_sums_exist() -> None:
    index = index_of(COHORT)

    made = chart(index, question(index, site="s01"))

    assert made.lead == "Withheld: only sums over at least five shops exist."


def test_nothing_to_draw_says_so() -> None:
    index = index_with()

    assert chart(index, question(index)).empty == "no report"
    assert chart(index_with(sites=0), question(index_with(sites=0))).empty == "no report"
