import pytest

from aggregator.insights import answers
from tests.support.hq_world import index_of, question
from tests.support.releases import Chain


def test_summary_has_an_interval_beside_every_number() -> None:
    index = index_of()

    found = answers.summary_answer(index, question(index))

    assert found.entries.number is not None
    assert found.entries.number.low < found.entries.number.value < found.entries.number.high
    assert found.median_dwell is not None
    assert found.busiest == ("s06",)
    assert found.simulated


def test_series_has_a_number_or_a_reason_at_each_point() -> None:
    index = index_of()

    found = answers.series_answer(index, question(index, site="s03"), "entries")

    assert all((point.number is None) == bool(point.suppressed) for point in found.points)


def test_heatmap_gives_each_floor_of_its_own() -> None:
    index = index_of()

    found = answers.heatmap_answer(index, question(index))

    assert [floor.site for floor in found.floors] == list(index.sites)


def test_dwell_gives_a_row_per_zone() -> None:
    index = index_of()

    found = answers.dwell_answer(index, question(index, site="s01"))

    assert len(found.zones) == 7
    assert len(found.all_zones.by_class) == len(found.classes)


def test_suppressed_zones_carry_no_number() -> None:
    index = index_of(Chain(sites=4, packs=("zones-by-cohort",)))

    found = answers.zones_answer(index, question(index))

    assert all(zone.visits.number is None and zone.visits.suppressed for zone in found.zones)


@pytest.mark.parametrize("period", ["7d", "28d"])
def test_stores_and_coverage_list_every_store(period: str) -> None:
    index = index_of()
    asked = question(index, period=period)

    assert len(answers.stores_answer(index, asked).stores) == 6
    assert {row.site for row in answers.coverage_answer(index, asked).sites} == set(index.sites)
