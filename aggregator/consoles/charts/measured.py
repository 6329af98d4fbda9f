"""When was measured: one strip a store, opening hours in colour, gaps grey."""

from datetime import date, datetime, timedelta

from aggregator.consoles.charts import style
from aggregator.consoles.charts.style import Figure
from aggregator.consoles.model import Chart, Table, TableCell
from aggregator.consoles.words import percent, seconds
from aggregator.insights.coverage import Coverage, Gap, chain_share, coverage
from aggregator.insights.index import Index
from aggregator.insights.local_time import opening
from aggregator.insights.query import Question
from aggregator.insights.reading import NO_REPORT
from shared.ids import SiteId
from shared.schemas.layout import SiteLayout

_FORM = "%Y-%m-%d %H:%M"
_Stretch = tuple[datetime, datetime]


def chart(index: Index, question: Question) -> Chart:
    """Return the strips, in the order of names."""
    period, now = question.period, question.scope.now
    rows = tuple(coverage(index, site, period, now) for site in question.sites)
    share = chain_share(rows)
    return Chart(
        key="coverage",
        title="When was measured?",
        lead=_lead(rows, share),
        figure=_figure(index, rows, question) if share is not None else {},
        summary="opening hours measured and missed, per store",
        table=_table(index, rows),
        notes=("Grey: open, but not measured. These hours have no number anywhere on this page.",)
        if any(row.gaps for row in rows)
        else (),
        csv=f"/api/v1/insights/coverage.csv{question.address()}",
        empty="" if share is not None else NO_REPORT,
    )


def _lead(rows: tuple[Coverage, ...], share: float | None) -> str:
    if share is None:
        return ""
    gaps = sum(len(row.gaps) for row in rows)
    said = "no gap" if gaps == 0 else f"{gaps} gap{'s' if gaps > 1 else ''}"
    return f"{percent(share, 1)} of the opening hours, {said}."


def _figure(index: Index, rows: tuple[Coverage, ...], question: Question) -> Figure:
    names = [index.layouts[row.site].site_name for row in rows]
    strips = [
        _strip(index.layouts[row.site], _open(index, row.site, question), style.SERIES, "measured")
        for row in rows
    ]
    gaps = [
        _strip(index.layouts[row.site], [(g.starts_at, g.ends_at) for g in row.gaps], style.GAP_LINE, "gap")
        for row in rows
    ]
    return {
        "data": [*strips, *(gap for gap in gaps if gap["x"])],
        "layout": style.layout(
            height=style.height_of(len(names)),
            xaxis=style.hours_axis()
            if question.period.length_days == 1
            else style.days_axis(question.period),
            yaxis=style.names_axis(names),
        ),
    }


def _open(index: Index, site: SiteId, question: Question) -> list[_Stretch]:
    """Return the opening hours that are over, since the site's first release."""
    layout, now = index.layouts[site], question.scope.now
    whole_hour = now.replace(minute=0, second=0, microsecond=0)
    first = index.first_days.get(site, date.max)
    stretches = [opening(day, layout) for day in question.period.days if day >= first]
    return [(start, min(end, whole_hour)) for start, end in stretches if start < whole_hour]


def _strip(layout: SiteLayout, stretches: list[_Stretch], colour: str, word: str) -> Figure:
    x: list[str | None] = []
    for start, end in stretches:
        x += [_local(start, layout), _local(end, layout), None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": [layout.site_name] * len(x),
        "line": {"width": 8, "color": colour},
        "hovertemplate": f"{word}: %{{x}}<extra>{layout.site_name}</extra>",
    }


def _local(at: datetime, layout: SiteLayout) -> str:
    return at.astimezone(layout.zone_info).strftime(_FORM)


def _table(index: Index, rows: tuple[Coverage, ...]) -> Table:
    lines = [_row(index, row) for row in rows]
    return Table(header=("Store", "Coverage", "Measured", "Open", "Gaps"), rows=tuple(lines))


def _row(index: Index, row: Coverage) -> tuple[TableCell, ...]:
    layout = index.layouts[row.site]
    said = "; ".join(_gap(gap, layout) for gap in row.gaps[:12]) or "none"
    more = f"; and {len(row.gaps) - 12} more" if len(row.gaps) > 12 else ""
    return (
        style.text(layout.site_name),
        TableCell(text="–" if row.share is None else percent(row.share, 1), kind="number"),
        TableCell(text=seconds(row.measured_s), kind="number"),
        TableCell(text=seconds(row.open_s), kind="number"),
        TableCell(text=said + more, kind="gap" if row.gaps else "text"),
    )


def _gap(gap: Gap, layout: SiteLayout) -> str:
    end = gap.ends_at.astimezone(layout.zone_info)
    form = "%H:%M" if gap.ends_at - gap.starts_at < timedelta(hours=24) else _FORM
    return f"{_local(gap.starts_at, layout)} to {end.strftime(form)} ({gap.reason})"
