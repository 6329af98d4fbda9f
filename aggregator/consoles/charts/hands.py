"""Which shelves people reach into: two bars a shelf, those who reached in and those whose hand stayed."""

from aggregator.consoles.charts import style
from aggregator.consoles.charts.style import Figure
from aggregator.consoles.model import Chart, Table, TableCell
from aggregator.consoles.words import gaps, interval, number, percent, percents, weeks
from aggregator.insights.estimate import Estimate
from aggregator.insights.query import Question
from aggregator.insights.shelves import ShelfUse, Shelves

NO_SHELF = "no shelf on the floor plan"
_ROW_PX = 52


def chart(question: Question, found: Shelves) -> Chart:
    """Return the shelves, most reached at the top."""
    known = [row for row in found.rows if row.reached is not None]
    return Chart(
        key="shelves",
        title="Which shelves do people reach into?",
        lead=_lead(found),
        figure=_figure(found.rows) if known else {},
        summary="visitors who reached into a shelf, and whose hand stayed in it, each with its interval",
        table=_table(found),
        notes=_notes(found),
        csv=f"/api/v1/insights/shelves.csv{question.address()}",
        empty="" if known else found.gathered.reason or NO_SHELF,
        simulated=found.gathered.is_simulated,
        provisional=found.gathered.is_provisional,
    )


def _lead(found: Shelves) -> str:
    best = found.rows[0] if found.rows else None
    if best is None or best.reached is None:
        return ""
    if best.reached.may_be_zero:
        return "No shelf stands out of the noise."
    share = best.share
    stayed = f"; in {percent(share.value)} ({percents(share, 0)}) the hand stayed" if share else ""
    reached = f"{number(best.reached.value)} ± {number(best.reached.half_width)}"
    return f"Most reached into: {best.name}, {reached}{stayed}."


def _figure(rows: tuple[ShelfUse, ...]) -> Figure:
    names = [row.name for row in rows]
    known = [row for row in rows if row.reached is not None]
    reached = [(row.name, row.reached) for row in known if row.reached is not None]
    stayed = [(row.name, row.stayed) for row in known if row.stayed is not None]
    return {
        "data": [
            _bars("hand stayed", stayed, style.BEFORE),
            _bars("reached in", reached, style.SERIES),
        ],
        "layout": style.layout(
            barmode="group",
            bargap=0.25,
            bargroupgap=0.1,
            height=max(140, _ROW_PX * len(names) + 60),
            xaxis=style.axis("visitors", rangemode="tozero", nticks=5, tickformat=","),
            yaxis=style.names_axis(names),
            annotations=[_missing(row) for row in rows if row.reached is None],
        ),
    }


def _bars(word: str, numbers: list[tuple[str, Estimate]], colour: str) -> Figure:
    """Return one bar a shelf; the top one carries the word for the colour."""
    return {
        "type": "bar",
        "orientation": "h",
        "name": word,
        "y": [name for name, _ in numbers],
        "x": [round(estimate.value, 1) for _, estimate in numbers],
        "text": [word if at == 0 else "" for at in range(len(numbers))],
        "textposition": "inside",
        "insidetextanchor": "start",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"size": 12, "color": style.CARD},
        "marker": {"color": [style.NOISE if e.may_be_zero else colour for _, e in numbers]},
        "error_x": style.whiskers([estimate.half_width for _, estimate in numbers]),
        "customdata": [f"{number(estimate.value)} ({interval(estimate)})" for _, estimate in numbers],
        "hovertemplate": f"%{{y}}, {word}: %{{customdata}}<extra></extra>",
    }


def _missing(row: ShelfUse) -> Figure:
    return {
        "x": 0.02,
        "xref": "paper",
        "xanchor": "left",
        "y": row.name,
        "text": row.reason,
        "showarrow": False,
        "font": {"size": 12, "color": style.INK},
        "bgcolor": style.GAP,
        "borderpad": 2,
    }


def _notes(found: Shelves) -> tuple[str, ...]:
    if not found.gathered.releases:
        return ()
    return (
        f"Visitors of {weeks(found.gathered.first_dates)}, each once a shelf.",
        "A hand that stays is in the shelf for 1 s or more.",
        "Whiskers: the 95 % interval. Grey: inside the noise.",
        *filter(None, (gaps(found.gathered),)),
    )


def _table(found: Shelves) -> Table:
    return Table(
        header=(
            "Shelf", "Reached in", "95 % interval", "Hand stayed", "95 % interval", "Share", "95 % interval"
        ),
        rows=tuple(_row(row) for row in found.rows),
    )  # fmt: skip


def _row(row: ShelfUse) -> tuple[TableCell, ...]:
    return (
        style.text(row.name),
        *style.cells(row.reached, row.reason),
        *style.cells(row.stayed, row.reason),
        *style.percents(row.share, "too few" if row.reached else row.reason),
    )
