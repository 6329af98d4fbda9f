"""The tables behind the answers, as rows: what the CSV twins hold."""

from collections.abc import Sequence

from aggregator.insights import schemas
from aggregator.insights.numbers import Number
from aggregator.insights.table import Cell, to_csv

_ENDS = ("value", "low", "high")


def series_csv(answer: schemas.SeriesAnswer) -> str:
    """Return a line per hour or day."""
    header = (
        "starts_at",
        "label",
        *_ENDS,
        "suppressed",
        "sites",
        "sites_expected",
        "provisional",
        "simulated",
        "reconciled",
        "reconciled_low",
        "reconciled_high",
    )
    return to_csv(
        header,
        (
            (
                point.starts_at.isoformat(),
                point.label,
                *_ends(point.number),
                point.suppressed,
                point.sites,
                point.sites_expected,
                str(point.provisional),
                str(point.simulated),
                *_ends(point.reconciled.number if point.reconciled else None),
            )
            for point in answer.points
        ),
    )


def dwell_csv(answer: schemas.DwellAnswer) -> str:
    """Return a line per zone and class."""
    return to_csv(
        ("zone", "stay", *_ENDS, "provisional", "simulated"),
        (
            (stays.zone, name, *_ends(number), str(stays.provisional), str(stays.simulated))
            for stays in (answer.all_zones, *answer.zones)
            for name, number in zip(answer.classes, stays.by_class, strict=False)
        ),
    )


def heatmap_csv(answer: schemas.HeatmapAnswer) -> str:
    """Return a line per shop and cell."""
    return to_csv(
        ("site", "x_m", "y_m", "area_m2", *_ENDS, "inside_noise", "simulated"),
        (
            (
                floor.site,
                *patch.centre_xy_m,
                patch.area_m2,
                *_ends(patch.number),
                str(patch.number.inside_noise),
                str(floor.simulated),
            )
            for floor in answer.floors
            for patch in floor.patches
        ),
    )


def stores_csv(answer: schemas.StoresAnswer) -> str:
    """Return a line per shop."""
    return to_csv(
        ("site", "name", *_ENDS, "suppressed", "days", "coverage", "provisional", "simulated"),
        (
            (
                row.site,
                row.name,
                *_ends(row.entries.number),
                row.entries.suppressed,
                row.days,
                row.coverage,
                str(row.entries.provisional),
                str(row.entries.simulated),
            )
            for row in answer.stores
        ),
    )


def zones_csv(answer: schemas.ZonesAnswer) -> str:
    """Return a line per zone or zone type."""
    return to_csv(
        ("zone", "lane", *_ENDS, "suppressed", "sites", "days", "simulated"),
        (
            (
                row.name,
                row.lane,
                *_ends(row.visits.number),
                row.visits.suppressed,
                row.sites,
                row.days,
                str(row.visits.simulated),
            )
            for row in answer.zones
        ),
    )


def coverage_csv(answer: schemas.CoverageAnswer) -> str:
    """Return a line per gap, and one per shop without any."""
    header = ("site", "name", "share", "gap_from", "gap_to", "reason")
    rows: list[Sequence[Cell]] = []
    for row in answer.sites:
        gaps = [(gap.starts_at.isoformat(), gap.ends_at.isoformat(), gap.reason) for gap in row.gaps]
        rows.extend((row.site, row.name, row.share, *gap) for gap in gaps or [("", "", "")])
    return to_csv(header, rows)


def _ends(number: Number | None) -> tuple[Cell, ...]:
    return (number.value, number.low, number.high) if number else (None, None, None)
