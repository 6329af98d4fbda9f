from datetime import UTC, date, datetime

import pytest

from aggregator.insights.coverage import chain_share, coverage
from aggregator.insights.local_time import day_epoch, hours_of
from aggregator.insights.period import Period, period_of
from aggregator.insights.reading import NO_REPORT, NOT_MEASURED
from shared.ids import SiteId
from tests.support.hq_world import index_of, index_with, made
from tests.support.releases import NOW, Chain, layout_of

SITE = SiteId("s01")
DAY = date(2026, 11, 17)
WEEK = period_of("7d", NOW.date())


def test_full_measurement_is_one() -> None:
    assert coverage(index_of(Chain(gap=False)), SITE, WEEK, NOW).share == 1


def test_missing_hours_are_one_gap() -> None:
    found = coverage(index_of(), SiteId("s02"), WEEK, NOW)

    assert [(gap.starts_at, gap.ends_at, gap.reason) for gap in found.gaps] == [
        (datetime(2026, 11, 20, 10, tzinfo=UTC), datetime(2026, 11, 20, 14, tzinfo=UTC), NO_REPORT)
    ]


def test_report_with_coverage_zero_is_a_gap_too() -> None:
    hours = hours_of(DAY, layout_of(0))
    index = index_with(*(made("footfall.hour.site", hours[at], (3, 3), coverage_s=0) for at in range(8, 20)))

    found = coverage(index, SITE, Period("day", DAY, DAY), NOW)

    assert found.share == 0
    assert [gap.reason for gap in found.gaps] == [NOT_MEASURED]


def test_days_serve_where_there_are_no_hours() -> None:
    index = index_with(
        made("footfall.day.site", day_epoch(DAY), (9, 9), coverage_s=6 * 3600),
        made("footfall.day.site", day_epoch(DAY) + 2, (9, 9), coverage_s=12 * 3600),
    )

    found = coverage(index, SITE, Period("custom", DAY, date(2026, 11, 19)), NOW)

    assert found.share == pytest.approx(18 / 36)
    assert [gap.reason for gap in found.gaps] == [NO_REPORT]


def test_nothing_is_missing_before_the_first_release() -> None:
    found = coverage(index_of(Chain(sites=1, days=2)), SITE, WEEK, NOW)

    assert found.share == 1


def test_site_without_releases_has_no_share() -> None:
    assert coverage(index_with(), SITE, WEEK, NOW).share is None


def test_chain_weighs_by_open_time() -> None:
    index = index_of()
    rows = tuple(coverage(index, site, WEEK, NOW) for site in index.sites)

    share = chain_share(rows)

    assert share == sum(row.measured_s for row in rows) / sum(row.open_s for row in rows)
    assert chain_share(()) is None
