from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.insights.heatmap import EARLIER_PLAN, area_on_floor, heatmap
from aggregator.insights.period import Period, period_of
from aggregator.insights.reading import NO_REPORT, NOT_MEASURED
from privacy.intervals import half_width
from shared.ids import SiteId
from shared.schemas.layout import GridLayout
from tests.support.hq_world import index_of, index_with, made
from tests.support.releases import NOW, Chain, layout_of

SITE = SiteId("s01")
MONDAY = 20_773  # 2026-11-16
WEEK = Period("7d", date(2026, 11, 16), date(2026, 11, 22))
SQUARE = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))
VALUES = tuple(range(60))


def test_density_is_person_seconds_over_square_metres() -> None:
    index = index_with(made("heatmap.week.site", MONDAY, VALUES))

    found = heatmap(index, SITE, WEEK)

    patch = next(patch for patch in found.patches if (patch.column, patch.row) == (3, 1))
    assert patch.density.value == pytest.approx(13 * 10 / 1.8**2)


def test_interval_holds_for_all_cells_at_once() -> None:
    release = made("heatmap.week.site", MONDAY, VALUES)

    found = heatmap(index_with(release), SITE, WEEK)

    alone = half_width(release.variance) * 10 / 1.8**2
    inner = next(patch for patch in found.patches if (patch.column, patch.row) == (3, 1))
    assert inner.density.half_width > 1.5 * alone


def test_weeks_that_touch_the_period_are_added() -> None:
    first, second = made("heatmap.week.site", MONDAY - 7, VALUES), made("heatmap.week.site", MONDAY, VALUES)

    found = heatmap(index_with(first, second), SITE, Period("7d", date(2026, 11, 15), date(2026, 11, 16)))

    assert found.weeks == (date(2026, 11, 9), date(2026, 11, 16))
    assert found.hours == 2


def test_week_under_another_plan_is_not_drawn() -> None:
    other = made("heatmap.week.site", MONDAY, VALUES, layout=layout_of(1))

    assert heatmap(index_with(other), SITE, WEEK).reason == EARLIER_PLAN


@pytest.mark.parametrize(
    ("release", "reason"),
    [
        (made("heatmap.week.site", MONDAY, VALUES, coverage_s=0), NOT_MEASURED),
        (made("heatmap.week.site", MONDAY, (), suppressed="below the minimum"), "below the minimum"),
        (made("heatmap.week.site", MONDAY - 70, VALUES), NO_REPORT),
    ],
    ids=["not measured", "suppressed", "another time"],
)
def test_empty_map_says_why(release: object, reason: str) -> None:
    found = heatmap(index_with(release), SITE, WEEK)

    assert found.reason == reason
    assert found.patches == ()


def test_cells_off_the_floor_are_left_out() -> None:
    found = heatmap(index_of(), SITE, period_of("7d", NOW.date()))

    grid = GridLayout(origin_xy_m=(0.0, 0.0), cell_m=1.8, columns=10, rows=6)
    assert found.grid == grid
    assert len(found.patches) < grid.columns * grid.rows
    assert all(patch.area_m2 > 0 for patch in found.patches)


def test_areas_of_all_cells_add_up_to_the_floor() -> None:
    floor = layout_of(0).floor_polygon_xy_m

    cells = [((x * 2.0, y * 2.0), (x * 2.0 + 2, y * 2.0 + 2)) for x in range(9) for y in range(6)]

    assert sum(area_on_floor(low, high, floor) for low, high in cells) == pytest.approx(160 - 3)


@given(st.floats(-5, 15), st.floats(-5, 15), st.floats(0.1, 8))
def test_area_is_never_more_than_the_cell(x: float, y: float, size: float) -> None:
    assert 0 <= area_on_floor((x, y), (x + size, y + size), SQUARE) <= size**2 + 1e-9


def test_noise_is_told_from_people() -> None:
    quiet = heatmap(index_with(made("heatmap.week.site", MONDAY, (0,) * 60)), SITE, WEEK)

    assert all(patch.density.is_inside_noise for patch in quiet.patches)
    assert heatmap(index_of(Chain()), SITE, WEEK).is_simulated
