import pytest

from aggregator.consoles.page import NO_NUMBERS, NO_STORES, NOT_THEN, page
from policies.loader import load_bundle
from tests.support.hq_world import index_of, index_with, question
from tests.support.packs import adopt
from tests.support.releases import Chain


def test_page_has_a_chart_for_each_question() -> None:
    made = page(index_of(), question(index_of()), load_bundle())

    assert [chart.key for chart in made.charts] == [
        "over-time",
        "funnel",
        "stores",
        "groups",
        "stays",
        "zones",
        "floor",
        "flow",
        "returns",
        "shelves",
        "queue",
        "waits",
        "coverage",
    ]


def test_what_reads_bodies_has_its_card_where_the_policy_has_it() -> None:
    made = page(index_of(), question(index_of()), adopt("intent", bundle=adopt("posture")))

    assert [chart.key for chart in made.charts][-2:] == ["posture", "intent"]


def test_every_chart_has_a_table_beside_it() -> None:
    made = page(index_of(), question(index_of()), load_bundle())

    assert all(chart.table.rows and chart.figure["data"] for chart in made.charts)
    assert all(len(row) == len(chart.table.header) for chart in made.charts for row in chart.table.rows)


@pytest.mark.parametrize(
    ("state", "sites", "days"), [(NO_STORES, 0, ""), (NO_NUMBERS, 2, "")], ids=["no stores", "no numbers"]
)
def test_empty_page_says_which_kind(state: str, sites: int, days: str) -> None:
    index = index_with(sites=sites)

    made = page(index, question(index), None)

    assert made.empty == state
    assert made.charts == ()


def test_days_without_numbers_point_to_those_with() -> None:
    index = index_of()

    made = page(index, question(index, from_="2025-01-01", to="2025-01-07"), None)

    assert made.empty == NOT_THEN
    assert "from=2026-11-09" in made.empty_link


def test_simulated_is_said_of_the_page() -> None:
    real = index_of(Chain(simulated=False))

    assert page(index_of(), question(index_of()), None).simulated
    assert not page(real, question(real), None).simulated


def test_busiest_store_s_floor_is_drawn() -> None:
    made = page(index_of(), question(index_of()), None)

    assert next(chart for chart in made.charts if chart.key == "floor").title.endswith("Shoal Wandsbek")


def test_title_is_whose_numbers_they_are() -> None:
    assert page(index_of(), question(index_of()), None).title == "All stores"
    assert page(index_of(), question(index_of(), site="s01"), None).title == "Shoal Altona"
