"""From insights to answers of the API: one builder per question, numbers with intervals throughout."""

from aggregator.insights import compare, coverage, dwell, heatmap, schemas, series, summary, zones
from aggregator.insights.index import Index
from aggregator.insights.numbers import About, MedianStay, Moved, Number, Value
from aggregator.insights.query import Question
from shared.metrics import dwell_bins

_UNITS: dict[series.Measure, str] = {
    "entries": "people walking in",
    "occupancy": "people inside a shop",
    "queue": "people queueing in a shop",
}


def summary_answer(index: Index, question: Question) -> schemas.SummaryAnswer:
    """Return the five numbers of the period."""
    found = summary.summary(index, question.sites, question.period, question.against, question.scope.now)
    return schemas.SummaryAnswer(
        about=About.of(question),
        entries=Value.of(found.entries, "people walking in"),
        entries_change=Moved.of(found.entries_change),
        people_inside=Number.of(found.inside, 2),
        people_inside_suppressed=found.occupancy.reason,
        people_inside_change=Moved.of(found.inside_change),
        median_dwell=MedianStay.of(found.dwell.median),
        busiest=tuple(row.site for row in found.busiest),
        coverage=found.coverage,
        simulated=found.is_simulated,
        provisional=found.is_provisional,
    )


def series_answer(index: Index, question: Question, measure: series.Measure) -> schemas.SeriesAnswer:
    """Return a number for every hour or day, or the reason why there is none."""
    points = series.series(index, question.scope, question.step, measure)
    return schemas.SeriesAnswer(
        about=About.of(question),
        unit=_UNITS[measure],
        points=tuple(schemas.SeriesPoint.of(point) for point in points),
    )


def dwell_answer(index: Index, question: Question) -> schemas.DwellAnswer:
    """Return stays by length, for all zones together and for each."""
    found = dwell.dwell(index, question.sites, question.period)
    by_zone = dwell.dwell_by_zone(index, question.sites, question.period)
    return schemas.DwellAnswer(
        about=About.of(question),
        classes=dwell_bins(),
        all_zones=schemas.Stays.of(found),
        zones=tuple(schemas.Stays.of(one) for one in by_zone),
    )


def heatmap_answer(index: Index, question: Question) -> schemas.HeatmapAnswer:
    """Return the map of each shop asked for."""
    maps = (heatmap.heatmap(index, site, question.period) for site in question.sites)
    return schemas.HeatmapAnswer(
        about=About.of(question),
        unit="person-seconds per m²",
        floors=tuple(schemas.Floor.of(one, index.layouts[one.site]) for one in maps),
    )


def stores_answer(index: Index, question: Question) -> schemas.StoresAnswer:
    """Return the shops side by side."""
    rows = compare.stores(index, question.sites, question.period, question.against, question.scope.now)
    return schemas.StoresAnswer(
        about=About.of(question),
        stores=tuple(
            schemas.StoreLine(
                site=row.site,
                name=index.layouts[row.site].site_name,
                entries=Value.of(row.entries, "people walking in"),
                entries_a_day=Number.of(row.per_day),
                days=row.days,
                days_expected=row.days_expected,
                change=Moved.of(row.change),
                coverage=row.coverage,
            )
            for row in rows
        ),
    )


def zones_answer(index: Index, question: Question) -> schemas.ZonesAnswer:
    """Return visits per zone or zone type, suppressed ones with their reason."""
    rows = zones.zone_visits(index, question.scope)
    return schemas.ZonesAnswer(
        about=About.of(question),
        zones=tuple(
            schemas.ZoneLine(
                name=row.name,
                lane=row.lane,
                visits=Value.of(row.reading, "visits"),
                sites=row.sites,
                days=row.days,
                suppressed_days=row.suppressed_days,
            )
            for row in rows
        ),
    )


def coverage_answer(index: Index, question: Question) -> schemas.CoverageAnswer:
    """Return measured time against opening time, and the gaps."""
    period, now = question.period, question.scope.now
    rows = [coverage.coverage(index, site, period, now) for site in question.sites]
    return schemas.CoverageAnswer(
        about=About.of(question),
        share=coverage.chain_share(tuple(rows)),
        sites=tuple(
            schemas.SiteCoverage(
                site=row.site,
                name=index.layouts[row.site].site_name,
                measured_s=row.measured_s,
                open_s=row.open_s,
                share=row.share,
                gaps=tuple(
                    schemas.GapLine(starts_at=gap.starts_at, ends_at=gap.ends_at, reason=gap.reason)
                    for gap in row.gaps
                ),
            )
            for row in rows
        ),
    )
