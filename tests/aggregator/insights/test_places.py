from aggregator.insights.places import queues, shelves, zones
from shared.ids import SiteId
from tests.support.hq_world import index_with

ONE = (SiteId("s01"),)
BOTH = (SiteId("s01"), SiteId("s02"))


def test_zones_of_one_store_keep_their_names() -> None:
    found = zones(index_with(), ONE)

    assert found["s01", "bread"] == "bread"


def test_zones_of_several_stores_go_by_the_chain_s_words() -> None:
    found = zones(index_with(sites=2), BOTH)

    assert found["s01", "bread"] == found["s02", "bread"] == "grocery"


def test_street_is_no_part_of_a_store() -> None:
    assert ("s01", "street") not in zones(index_with(), ONE)


def test_queues_are_the_zones_people_wait_in() -> None:
    assert dict(queues(index_with(), ONE)) == {("s01", "line"): "line"}


def test_shelves_of_several_stores_go_by_where_one_stands() -> None:
    assert shelves(index_with(), ONE)["s01", "oven"] == "oven"
    assert shelves(index_with(sites=2), BOTH)["s01", "oven"] == "grocery"
