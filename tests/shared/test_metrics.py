"""Vectors are laid out from the layout alone, alike on both sides."""

import pytest

from shared.metrics import cells, dwell_bins, unit_of
from shared.schemas.layout import ChainLayout, GridLayout, LineLayout, SiteLayout, ZoneLayout

SQUARE = ((0.0, 0.0), (4.0, 0.0), (4.0, 3.0), (0.0, 3.0))
SITE = SiteLayout(
    site_name="Leeds",
    timezone="Europe/London",
    opens_at="09:00",
    closes_at="20:00",
    floor_polygon_xy_m=SQUARE,
    lines=(LineLayout(name="door", from_xy_m=(0.0, 1.0), to_xy_m=(0.0, 2.0)),),
    zones=(ZoneLayout(name="milk", zone_type="chilled", polygon_xy_m=SQUARE),),
    grid=GridLayout(origin_xy_m=(0.0, 0.0), cell_m=1.0, columns=4, rows=3),
    simulated=True,
)
CHAIN = ChainLayout(zone_types=("chilled", "checkout"))


@pytest.mark.parametrize(
    ("metric", "labels"),
    [
        ("footfall", ["door:in", "door:out"]),
        ("occupancy", ["floor"]),
        ("zone_visits", ["milk"]),
    ],
    ids=["footfall", "occupancy", "zone visits"],
)
def test_site_cells_follow_the_layout(metric: str, labels: list[str]) -> None:
    assert [cell.label for cell in cells(metric, SITE)] == labels  # type: ignore[arg-type]  # parametrised names


def test_dwell_has_every_bin_of_every_zone() -> None:
    assert [cell.part for cell in cells("dwell", SITE)] == list(dwell_bins())


def test_the_heatmap_runs_row_by_row() -> None:
    parts = [cell.part for cell in cells("heatmap", SITE)]

    assert (parts[0], parts[1], parts[4], len(parts)) == ("0,0", "1,0", "0,1", 12)


def test_a_site_without_grid_has_no_heatmap_cells() -> None:
    assert cells("heatmap", SITE.model_copy(update={"grid": None})) == ()


@pytest.mark.parametrize(
    ("metric", "count"),
    [("footfall", 2), ("occupancy", 1), ("zone_visits", 2), ("dwell", 14)],
    ids=["footfall", "occupancy", "zone visits", "dwell"],
)
def test_cohort_cells_follow_the_zone_types(metric: str, count: int) -> None:
    assert len(cells(metric, CHAIN)) == count  # type: ignore[arg-type]  # parametrised names


def test_a_heatmap_has_no_cohort_form() -> None:
    with pytest.raises(ValueError, match="no cohort form"):
        cells("heatmap", CHAIN)


def test_units_are_words() -> None:
    assert unit_of("footfall", 1) == "crossings"
    assert unit_of("heatmap", 10) == "person-seconds × 10"
