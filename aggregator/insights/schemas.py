"""What the insights API answers: one model per question."""

from datetime import date, datetime
from typing import Self

from aggregator.insights.dwell import Dwell
from aggregator.insights.heatmap import Heatmap
from aggregator.insights.numbers import About, MedianStay, Moved, Number, Value
from aggregator.insights.reading import NO_REPORT
from aggregator.insights.series import Point
from shared.schemas.layout import SiteLayout, Wire
from shared.schemas.task import Lane


class SummaryAnswer(Wire):
    """The five numbers at the top of the page."""

    about: About
    entries: Value
    entries_change: Moved | None
    people_inside: Number | None
    """Mean number of people in a shop while it was measured."""
    people_inside_suppressed: str
    people_inside_change: Moved | None
    median_dwell: MedianStay | None
    busiest: tuple[str, ...]
    """The busiest site a day and all that the noise does not tell apart from it."""
    coverage: float | None
    """Share of opening time measured."""
    simulated: bool
    provisional: bool


class Derived(Wire):
    """A number made from released ones, which stand unchanged beside it."""

    number: Number
    provisional: bool
    """Until the day has closed."""

    @classmethod
    def of(cls, point: Point) -> Self | None:
        """Return the point as its hours and their day add up, or None where they cannot be made to."""
        number = Number.of(point.reconciled)
        return None if number is None else cls(number=number, provisional=point.is_reconciled_provisional)


class SeriesPoint(Wire):
    """One hour or day."""

    starts_at: datetime
    label: str
    number: Number | None
    suppressed: str
    sites: int
    sites_expected: int
    provisional: bool
    simulated: bool
    reconciled: Derived | None
    """Hours and their day made to add up by least squares; for one store, where both were released."""

    @classmethod
    def of(cls, point: Point) -> Self:
        """Return the point for display."""
        return cls(
            starts_at=point.starts_at,
            label=point.label,
            number=Number.of(point.estimate),
            suppressed=point.reason,
            sites=point.sites,
            sites_expected=point.sites_expected,
            provisional=point.is_provisional,
            simulated=point.is_simulated,
            reconciled=Derived.of(point),
        )


class SeriesAnswer(Wire):
    """A number for every hour or day, or the reason why there is none."""

    about: About
    unit: str
    points: tuple[SeriesPoint, ...]


class Stays(Wire):
    """Stays by length."""

    zone: str
    stays: Number | None
    median: MedianStay | None
    by_class: tuple[Number, ...]
    suppressed: str
    site_days: int
    provisional: bool
    simulated: bool

    @classmethod
    def of(cls, dwell: Dwell) -> Self:
        """Return the stays for display."""
        has = dwell.days > 0
        numbers = [Number.of(part) for part in dwell.bins] if has else []
        return cls(
            zone=dwell.name,
            stays=Number.of(dwell.stays) if has else None,
            median=MedianStay.of(dwell.median),
            by_class=tuple(number for number in numbers if number is not None),
            suppressed="" if has else NO_REPORT,
            site_days=dwell.days,
            provisional=dwell.is_provisional,
            simulated=dwell.is_simulated,
        )


class DwellAnswer(Wire):
    """Stays by length, for all zones together and for each."""

    about: About
    classes: tuple[str, ...]
    all_zones: Stays
    zones: tuple[Stays, ...]


class PatchLine(Wire):
    """One cell of a floor map."""

    column: int
    row: int
    centre_xy_m: tuple[float, float]
    area_m2: float
    number: Number
    """Its interval holds for all cells of the map at once."""


class Floor(Wire):
    """One shop's map."""

    site: str
    name: str
    cell_m: float | None
    weeks: tuple[date, ...]
    """Mondays of the weeks in the sum."""
    hours: float
    patches: tuple[PatchLine, ...]
    suppressed: str
    provisional: bool
    simulated: bool

    @classmethod
    def of(cls, found: Heatmap, layout: SiteLayout) -> Self:
        """Return the map for display."""
        numbers = [(patch, Number.of(patch.density)) for patch in found.patches]
        return cls(
            site=found.site,
            name=layout.site_name,
            cell_m=found.grid.cell_m if found.grid else None,
            weeks=found.weeks,
            hours=round(found.hours, 2),
            patches=tuple(
                PatchLine(
                    column=patch.column,
                    row=patch.row,
                    centre_xy_m=patch.centre_xy_m,
                    area_m2=round(patch.area_m2, 2),
                    number=number,
                )
                for patch, number in numbers
                if number is not None
            ),
            suppressed=found.reason,
            provisional=found.is_provisional,
            simulated=found.is_simulated,
        )


class HeatmapAnswer(Wire):
    """The floors asked for."""

    about: About
    unit: str
    floors: tuple[Floor, ...]


class StoreLine(Wire):
    """One shop's line."""

    site: str
    name: str
    entries: Value
    entries_a_day: Number | None
    days: int
    days_expected: int
    change: Moved | None
    coverage: float | None


class StoresAnswer(Wire):
    """Shops side by side, busiest first."""

    about: About
    stores: tuple[StoreLine, ...]


class ZoneLine(Wire):
    """One zone's or zone type's line."""

    name: str
    lane: Lane
    visits: Value
    sites: int
    days: int
    suppressed_days: int


class ZonesAnswer(Wire):
    """Visits per zone, most visited first."""

    about: About
    zones: tuple[ZoneLine, ...]


class GapLine(Wire):
    """A stretch of opening time that was not measured."""

    starts_at: datetime
    ends_at: datetime
    reason: str


class SiteCoverage(Wire):
    """One shop's measured time."""

    site: str
    name: str
    measured_s: int
    open_s: int
    share: float | None
    gaps: tuple[GapLine, ...]


class CoverageAnswer(Wire):
    """Measured time against opening time."""

    about: About
    share: float | None
    sites: tuple[SiteCoverage, ...]
