"""How long people stay: stays by length with whiskers, and the median of each zone."""

from aggregator.consoles.charts import classes, style
from aggregator.consoles.charts.classes import Axes
from aggregator.consoles.model import Chart, Table, TableCell
from aggregator.consoles.words import number, stay, stay_class, stay_interval
from aggregator.insights.due import why_missing
from aggregator.insights.dwell import Dwell, dwell_by_zone
from aggregator.insights.index import Index
from aggregator.insights.query import Question
from shared.metrics import dwell_bins

_NAMES = tuple(stay_class(name) for name in dwell_bins())


def chart(index: Index, question: Question, found: Dwell) -> Chart:
    """Return the histogram over all zones, which are ``found``, and the table zone by zone."""
    zones = dwell_by_zone(index, question.sites, question.period)
    has = found.days > 0
    return Chart(
        key="stays",
        title="How long do people stay?",
        lead=_lead(found),
        figure=classes.figure(_NAMES, found.bins, Axes("length of stay", "stays")) if has else {},
        summary="stays in a zone by length, each class with its interval",
        table=_table(found, zones),
        notes=("Whiskers: the 95 % interval.", "Grey: inside the noise.") if has else (),
        csv=f"/api/v1/insights/dwell.csv{question.address()}",
        empty="" if has else why_missing(index, question.scope, "day"),
        simulated=found.is_simulated,
        provisional=found.is_provisional,
    )


def _lead(found: Dwell) -> str:
    if found.median is None:
        return "Too few stays to tell a median." if found.days else ""
    return f"Half of all stays are shorter than {stay(found.median)} ({stay_interval(found.median)})."


def _table(found: Dwell, zones: tuple[Dwell, ...]) -> Table:
    header = (
        "Zone",
        "Stays",
        "95 % interval",
        "Median",
        "95 % interval",
        *_NAMES,
    )
    return Table(header=header, rows=tuple(_row(one) for one in (found, *zones) if one.days))


def _row(found: Dwell) -> tuple[TableCell, ...]:
    middle = found.median
    median = (
        (TableCell(text="too few stays", kind="noise"), TableCell(text="–", kind="noise"))
        if middle is None
        else (
            TableCell(text=stay(middle), kind="number"),
            TableCell(text=stay_interval(middle), kind="number"),
        )
    )
    classes = (
        TableCell(
            text=f"{number(part.value)} ± {number(part.half_width)}",
            kind="noise" if part.may_be_zero else "number",
        )
        for part in found.bins
    )
    return (style.text(found.name), *style.cells(found.stays, ""), *median, *classes)
