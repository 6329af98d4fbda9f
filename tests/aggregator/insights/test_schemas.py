from aggregator.insights.dwell import dwell
from aggregator.insights.heatmap import heatmap
from aggregator.insights.period import period_of
from aggregator.insights.schemas import Floor, SeriesPoint, Stays
from aggregator.insights.series import Scope, series
from shared.ids import SiteId
from tests.support.hq_world import index_of, index_with
from tests.support.releases import NOW

WEEK = period_of("7d", NOW.date())
SITE = SiteId("s01")


def test_point_without_a_number_says_why() -> None:
    points = series(index_of(), Scope((SiteId("s03"),), WEEK, NOW), "day", "entries")

    shown = [SeriesPoint.of(point) for point in points]

    assert [one.suppressed for one in shown if one.number is None] == ["no report"]


def test_stays_without_a_release_say_why() -> None:
    found = Stays.of(dwell(index_with(), (SITE,), WEEK))

    assert found.stays is None
    assert found.by_class == ()
    assert found.suppressed == "no report"


def test_floor_has_a_number_for_each_patch() -> None:
    index = index_of()
    found = heatmap(index, SITE, WEEK)

    shown = Floor.of(found, index.layouts[SITE])

    assert len(shown.patches) == len(found.patches) > 0
    assert shown.name == "Shoal Altona"


def test_a_reconciled_number_stands_beside_the_released_one() -> None:
    points = series(index_of(), Scope((SITE,), WEEK, NOW), "day", "entries")

    shown = [SeriesPoint.of(point) for point in points]

    closed = [one for one in shown if not one.provisional]
    assert closed
    assert all(one.number and one.reconciled and not one.reconciled.provisional for one in closed)
    assert all(one.reconciled is None for one in shown if one.provisional)
