from aggregator.consoles.charts.floor import chart
from aggregator.insights.index import Index
from shared.ids import SiteId
from tests.support.hq_world import index_of, index_with, made, question
from tests.support.releases import layout_of

SITE = SiteId("s06")


def test_map_is_in_metres_with_equal_axes() -> None:
    index = index_of()

    layout = chart(index, question(index), SITE).figure["layout"]

    assert layout["yaxis"]["scaleanchor"] == "x"
    assert layout["xaxis"]["title"]["text"] == "metres east"


def test_every_zone_on_the_floor_is_outlined_and_named() -> None:
    index = index_of()
    inside = {zone.name for zone in index.layouts[SITE].zones} - {"street"}

    layout = chart(index, question(index), SITE).figure["layout"]

    assert {one["text"] for one in layout["annotations"]} == inside
    assert len(layout["shapes"]) == len(inside) + 2


def test_names_of_zones_on_top_of_each_other_stand_apart() -> None:
    plan = layout_of(0)
    till = next(zone for zone in plan.zones if zone.name == "tills")
    twice = plan.model_copy(update={"zones": (till, till.model_copy(update={"name": "line"}))})
    week = made("heatmap.week.site", 20_773, (9,) * 60, layout=twice)
    index = Index.build([week], {SiteId("s01"): twice})

    names = chart(index, question(index), SiteId("s01")).figure["layout"]["annotations"]

    assert abs(names[0]["y"] - names[1]["y"]) >= 0.09 * 10


def test_cell_is_drawn_once_as_sure_or_as_noise() -> None:
    index = index_of()

    noise, sure = chart(index, question(index), SITE).figure["data"]

    both = [
        (a is None, b is None)
        for first, second in zip(noise["z"], sure["z"], strict=True)
        for a, b in zip(first, second, strict=True)
    ]
    assert (False, False) not in both
    assert both.count((True, False)) > 30


def test_bar_says_the_unit() -> None:
    index = index_of()

    sure = chart(index, question(index), SITE).figure["data"][1]

    assert sure["colorbar"]["title"]["text"] == "people-seconds per m²"


def test_table_starts_with_the_busiest_patch() -> None:
    index = index_of()

    made = chart(index, question(index), SITE)

    assert made.table.rows[0][3].kind == "number"
    assert made.lead.startswith("Most around x")


def test_store_without_a_map_says_why() -> None:
    index = index_with()

    assert chart(index, question(index), SiteId("s01")).empty == "no report"
    assert chart(index, question(index), None).empty == "no report"
