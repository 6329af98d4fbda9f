"""Vectors are laid out from the layout alone, alike on both sides."""

from typing import get_args

import pytest

from shared.metrics import (
    WITHOUT_COHORT_FORM,
    WITHOUT_SITE_FORM,
    cells,
    dwell_bins,
    unit_of,
    wait_classes,
)
from shared.schemas.layout import (
    ChainLayout,
    GridLayout,
    LineLayout,
    ShelfLayout,
    SiteLayout,
    ViewLayout,
    ZoneLayout,
)
from shared.schemas.task import MetricName

SQUARE = ((0.0, 0.0), (4.0, 0.0), (4.0, 3.0), (0.0, 3.0))
SITE = SiteLayout(
    site_name="Leeds",
    timezone="Europe/London",
    opens_at="09:00",
    closes_at="20:00",
    floor_polygon_xy_m=SQUARE,
    lines=(LineLayout(name="door", from_xy_m=(0.0, 1.0), to_xy_m=(0.0, 2.0)),),
    zones=(
        ZoneLayout(name="milk", zone_type="chilled", polygon_xy_m=SQUARE),
        ZoneLayout(name="line", zone_type="queue", polygon_xy_m=SQUARE),
        ZoneLayout(name="street", zone_type="outside", polygon_xy_m=SQUARE),
    ),
    shelves=(ShelfLayout(name="fridge", zone="milk"),),
    views=(ViewLayout(name="hall", stages=("browse", "engage")),),
    grid=GridLayout(origin_xy_m=(0.0, 0.0), cell_m=1.0, columns=4, rows=3),
    simulated=True,
)
CHAIN = ChainLayout(zone_types=("chilled", "checkout", "queue", "outside"))


@pytest.mark.parametrize(
    ("metric", "labels"),
    [
        ("footfall", ["door:in", "door:out"]),
        ("occupancy", ["floor"]),
        ("zone_visits", ["milk", "line"]),
        ("returns", ["milk", "line"]),
        ("queue_length", ["line"]),
        ("queue_wait", [f"line:{name}" for name in wait_classes()]),
        ("flow", ["milk:line", "line:milk"]),
        ("funnel", ["hall:browse", "hall:engage"]),
        ("shelf", ["fridge:reach", "fridge:hand_in_shelf"]),
        ("groups", ["entrance:1", "entrance:2", "entrance:3", "entrance:4+"]),
    ],
)
def test_site_cells_follow_the_layout(metric: str, labels: list[str]) -> None:
    assert [cell.label for cell in cells(metric, SITE)] == labels  # type: ignore[arg-type]  # parametrised names


def test_dwell_has_every_bin_of_every_zone() -> None:
    assert [cell.part for cell in cells("dwell", SITE)] == [*dwell_bins(), *dwell_bins()]


def test_the_heatmap_runs_row_by_row() -> None:
    parts = [cell.part for cell in cells("heatmap", SITE)]

    assert (parts[0], parts[1], parts[4], len(parts)) == ("0,0", "1,0", "0,1", 12)


def test_a_site_without_grid_has_no_heatmap_cells() -> None:
    assert cells("heatmap", SITE.model_copy(update={"grid": None})) == ()


@pytest.mark.parametrize(
    ("metric", "count"),
    [
        ("footfall", 2),
        ("occupancy", 1),
        ("zone_visits", 3),
        ("dwell", 21),
        ("returns", 3),
        ("queue_length", 1),
        ("queue_wait", 7),
        ("funnel", 5),
        ("shelf", 4),
        ("groups", 4),
        ("posture", 3 * 8),
        ("intent", 4 * 5),
    ],
)
def test_cohort_cells_follow_the_zone_types(metric: str, count: int) -> None:
    assert len(cells(metric, CHAIN)) == count  # type: ignore[arg-type]  # parametrised names


@pytest.mark.parametrize("metric", sorted(WITHOUT_COHORT_FORM))
def test_places_of_one_floor_have_no_cohort_form(metric: MetricName) -> None:
    with pytest.raises(ValueError, match="no cohort form"):
        cells(metric, CHAIN)


@pytest.mark.parametrize("metric", sorted(WITHOUT_SITE_FORM))
def test_how_bodies_move_has_no_site_form(metric: MetricName) -> None:
    with pytest.raises(ValueError, match="no site form"):
        cells(metric, SITE)


def test_the_strip_outside_has_a_next_action_and_no_posture() -> None:
    assert "outside" in {cell.subject for cell in cells("intent", CHAIN)}
    assert "outside" not in {cell.subject for cell in cells("posture", CHAIN)}


def test_a_site_without_lines_has_no_door_to_group_people_at() -> None:
    assert cells("groups", SITE.model_copy(update={"lines": ()})) == ()


@pytest.mark.parametrize("metric", get_args(MetricName))
def test_labels_are_unique(metric: MetricName) -> None:
    labels = [cell.label for cell in cells(metric, CHAIN if metric in WITHOUT_SITE_FORM else SITE)]

    assert len(labels) == len(set(labels)) > 0


def test_units_are_words() -> None:
    assert unit_of("footfall", 1) == "crossings"
    assert unit_of("heatmap", 10) == "person-seconds × 10"
    assert unit_of("queue_length", 20) == "person-seconds × 20"
