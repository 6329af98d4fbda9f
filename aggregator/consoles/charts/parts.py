"""Which parts people visit: zones of one store, or zone types over stores; withheld is hatched."""

from aggregator.consoles.charts import style
from aggregator.consoles.charts.style import Figure
from aggregator.consoles.model import Chart, Table, TableCell
from aggregator.consoles.words import interval, number
from aggregator.insights.estimate import Estimate
from aggregator.insights.index import Index
from aggregator.insights.query import Question
from aggregator.insights.reading import NO_REPORT
from aggregator.insights.zones import ZoneVisits, zone_visits


def chart(index: Index, question: Question) -> Chart:
    """Return the zones, most visited at the top."""
    rows = zone_visits(index, question.scope)
    drawn = [row for row in rows if row.reading.estimate is not None or style.is_withheld(row.reading.reason)]
    over = "in this store" if len(question.sites) == 1 else "across stores"
    return Chart(
        key="zones",
        title=f"Which parts do people visit {over}?",
        lead=_lead(rows),
        figure=_figure(drawn) if drawn else {},
        summary="visits per part of the store, each with its interval",
        table=_table(rows),
        notes=_notes(rows),
        csv=f"/api/v1/insights/zones.csv{question.address()}",
        empty="" if drawn else (rows[0].reading.reason if rows else NO_REPORT),
        simulated=any(row.reading.is_simulated for row in rows),
        provisional=any(row.reading.is_provisional for row in rows),
    )


def _lead(rows: tuple[ZoneVisits, ...]) -> str:
    if not rows:
        return ""
    first = rows[0]
    if first.reading.estimate is None:
        return f"Withheld: {first.reading.reason}." if style.is_withheld(first.reading.reason) else ""
    estimate = first.reading.estimate
    return f"Most visits: {first.name}, {number(estimate.value)} ± {number(estimate.half_width)}."


def _figure(rows: list[ZoneVisits]) -> Figure:
    known = [(row.name, row.reading.estimate) for row in rows if row.reading.estimate is not None]
    withheld = [row for row in rows if row.reading.estimate is None]
    most = max((estimate.high for _, estimate in known), default=1.0)
    return {
        "data": [_bars(known), _hatched(withheld, most)],
        "layout": style.layout(
            barmode="overlay",
            xaxis=style.axis(
                "visits", rangemode="tozero", nticks=5, tickformat=",", showticklabels=bool(known)
            ),
            yaxis=style.names_axis([row.name for row in rows]),
            annotations=[_reason(row.name, row.reading.reason) for row in withheld],
        ),
    }


def _bars(known: list[tuple[str, Estimate]]) -> Figure:
    return {
        "type": "bar",
        "orientation": "h",
        "y": [name for name, _ in known],
        "x": [round(estimate.value, 1) for _, estimate in known],
        "marker": {"color": [style.NOISE if e.is_inside_noise else style.SERIES for _, e in known]},
        "error_x": {
            "type": "data",
            "array": [round(estimate.half_width, 1) for _, estimate in known],
            "color": style.INK,
            "thickness": 1.25,
            "width": 4,
        },
        "customdata": [f"{number(estimate.value)} ({interval(estimate)})" for _, estimate in known],
        "hovertemplate": "%{y}: %{customdata}<extra></extra>",
    }


def _hatched(withheld: list[ZoneVisits], most: float) -> Figure:
    """Return bars as wide as the picture, so that their length says nothing."""
    return {
        "type": "bar",
        "orientation": "h",
        "y": [row.name for row in withheld],
        "x": [most for _ in withheld],
        "marker": {
            "color": "rgba(0,0,0,0)",
            "line": {"color": style.HATCH, "width": 1},
            "pattern": {"shape": "/", "fgcolor": style.HATCH, "size": 7, "solidity": 0.18},
        },
        "customdata": [row.reading.reason for row in withheld],
        "hovertemplate": "%{y}: %{customdata}<extra></extra>",
    }


def _reason(name: str, reason: str) -> Figure:
    return {
        "x": 0.02,
        "xref": "paper",
        "xanchor": "left",
        "y": name,
        "text": reason,
        "showarrow": False,
        "font": {"size": 12, "color": style.INK},
        "bgcolor": style.PAPER,
        "borderpad": 2,
    }


def _notes(rows: tuple[ZoneVisits, ...]) -> tuple[str, ...]:
    notes = []
    if any(row.reading.estimate for row in rows):
        notes.append("Whiskers: the 95 % interval. Someone who visits three parts counts in each.")
    if any(row.lane == "cohort" for row in rows):
        notes.append(
            "These are sums over stores: leader and helper each hold half, and no store's own number exists."
        )
    withheld = max((row.suppressed_days for row in rows), default=0)
    if withheld:
        notes.append(
            f"{withheld} day{'s' if withheld > 1 else ''} withheld: fewer than the stores a sum needs."
        )
    return tuple(notes)


def _table(rows: tuple[ZoneVisits, ...]) -> Table:
    return Table(
        header=("Part", "Visits", "95 % interval", "Stores", "Days", "Days withheld"),
        rows=tuple(_row(row) for row in rows),
    )


def _row(row: ZoneVisits) -> tuple[TableCell, ...]:
    return (
        style.text(row.name),
        *style.cells(row.reading.estimate, row.reading.reason),
        TableCell(text=str(row.sites) if row.sites else "–", kind="number"),
        TableCell(text=str(row.days), kind="number"),
        TableCell(text=str(row.suppressed_days), kind="number"),
    )
