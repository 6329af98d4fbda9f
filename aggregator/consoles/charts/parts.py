"""Which parts people visit: zones of one store, or zone types over stores; withheld is hatched."""

from aggregator.consoles.charts import bars, style
from aggregator.consoles.charts.bars import Bar
from aggregator.consoles.model import Chart, Table, TableCell
from aggregator.consoles.words import number
from aggregator.insights.index import Index
from aggregator.insights.query import Question
from aggregator.insights.reading import NO_REPORT, is_withheld
from aggregator.insights.zones import ZoneVisits, zone_visits


def chart(index: Index, question: Question) -> Chart:
    """Return the zones, most visited at the top."""
    rows = zone_visits(index, question.scope)
    found = [Bar(row.name, row.reading.estimate, row.reading.reason) for row in rows]
    is_drawn = bars.is_drawn(found)
    over = "in this store" if len(question.sites) == 1 else "across stores"
    return Chart(
        key="zones",
        title=f"Which parts do people visit {over}?",
        lead=_lead(rows),
        figure=bars.figure(found, "visits") if is_drawn else {},
        summary="visits per part of the store, each with its interval",
        table=_table(rows),
        notes=_notes(rows),
        csv=f"/api/v1/insights/zones.csv{question.address()}",
        empty="" if is_drawn else (rows[0].reading.reason if rows else NO_REPORT),
        simulated=any(row.reading.is_simulated for row in rows),
        provisional=any(row.reading.is_provisional for row in rows),
    )


def _lead(rows: tuple[ZoneVisits, ...]) -> str:
    if not rows:
        return ""
    first = rows[0]
    if first.reading.estimate is None:
        return f"Withheld: {first.reading.reason}." if is_withheld(first.reading.reason) else ""
    estimate = first.reading.estimate
    return f"Most visits: {first.name}, {number(estimate.value)} ± {number(estimate.half_width)}."


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
