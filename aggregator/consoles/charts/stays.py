"""How long people stay: stays by length with whiskers, and the median of each zone."""

from aggregator.consoles.charts import style
from aggregator.consoles.charts.style import Figure
from aggregator.consoles.model import Chart, Table, TableCell
from aggregator.consoles.words import interval, number, stay, stay_class, stay_interval
from aggregator.insights.dwell import Dwell, dwell, dwell_by_zone
from aggregator.insights.index import Index
from aggregator.insights.query import Question
from aggregator.insights.reading import NO_REPORT
from shared.metrics import dwell_bins


def chart(index: Index, question: Question) -> Chart:
    """Return the histogram over all zones and the table zone by zone."""
    found = dwell(index, question.sites, question.period)
    zones = dwell_by_zone(index, question.sites, question.period)
    has = found.days > 0
    return Chart(
        key="stays",
        title="How long do people stay?",
        lead=_lead(found),
        figure=_figure(found) if has else {},
        summary="stays in a zone by length, each class with its interval",
        table=_table(found, zones),
        notes=("Whiskers: the 95 % interval.", "Grey: inside the noise.") if has else (),
        csv=f"/api/v1/insights/dwell.csv{question.address()}",
        empty="" if has else NO_REPORT,
        simulated=found.is_simulated,
        provisional=found.is_provisional,
    )


def _lead(found: Dwell) -> str:
    if found.median is None:
        return "Too few stays to tell a median." if found.days else ""
    return f"Half of all stays are shorter than {stay(found.median)} ({stay_interval(found.median)})."


def _figure(found: Dwell) -> Figure:
    colours = [style.NOISE if part.is_inside_noise else style.SERIES for part in found.bins]
    bars = {
        "type": "bar",
        "x": [_two_lines(name) for name in dwell_bins()],
        "y": [round(part.value, 1) for part in found.bins],
        "marker": {"color": colours},
        "error_y": {
            "type": "data",
            "array": [round(part.half_width, 1) for part in found.bins],
            "color": style.INK,
            "thickness": 1.25,
            "width": 4,
        },
        "customdata": [
            f"{stay_class(name)}: {number(part.value)} ({interval(part)})"
            for name, part in zip(dwell_bins(), found.bins, strict=True)
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    return {
        "data": [bars],
        "layout": style.layout(
            xaxis=style.axis("length of stay", type="category", showgrid=False, tickangle=0),
            yaxis=style.axis("stays", rangemode="tozero", nticks=5, tickformat=","),
        ),
    }


def _two_lines(name: str) -> str:
    """Return the class with its unit on a second line, so that seven fit side by side on a phone."""
    return "<br>".join(stay_class(name).rsplit(" ", 1))


def _table(found: Dwell, zones: tuple[Dwell, ...]) -> Table:
    header = (
        "Zone",
        "Stays",
        "95 % interval",
        "Median",
        "95 % interval",
        *(stay_class(name) for name in dwell_bins()),
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
            kind="noise" if part.is_inside_noise else "number",
        )
        for part in found.bins
    )
    return (style.text(found.name), *style.cells(found.stays, ""), *median, *classes)
