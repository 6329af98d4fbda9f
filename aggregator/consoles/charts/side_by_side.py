"""Which store is busiest: a dot and a whisker a store, entries a day, so that gaps do not punish."""

from aggregator.consoles.charts import style
from aggregator.consoles.charts.style import Figure
from aggregator.consoles.model import Chart, Table, TableCell
from aggregator.consoles.words import change, interval, number, percent
from aggregator.insights.compare import Store, leaders, stores
from aggregator.insights.index import Index
from aggregator.insights.query import Question
from aggregator.insights.reading import NO_REPORT
from aggregator.insights.summary import Summary


def chart(index: Index, question: Question, found: Summary) -> Chart:
    """Return the stores, busiest at the top; a store asked for stands in bold among all the others."""
    lines, busiest = _among_all(index, question, found)
    told = [line for line in lines if line.per_day is not None]
    is_running = any(line.is_provisional for line in told)
    return Chart(
        key="stores",
        title="How does it compare?" if question.asked.site else "Which store is busiest?",
        lead=_lead(index, busiest),
        figure=_figure(index, lines, question.asked.site) if told else {},
        summary="entries a day per store, each with its interval",
        table=_table(index, question, lines),
        notes=(
            "Whiskers: the 95 % interval.",
            "Days that are not over: what there is so far."
            if is_running
            else "A mean over complete days, so a gap does not count against a store.",
        )
        if told
        else (),
        csv=f"/api/v1/insights/stores.csv{question.address()}",
        empty="" if told else NO_REPORT,
        simulated=any(line.entries.is_simulated for line in lines),
        provisional=is_running,
    )


def _among_all(
    index: Index, question: Question, found: Summary
) -> tuple[tuple[Store, ...], tuple[Store, ...]]:
    if not question.asked.site:
        return found.stores, found.busiest
    lines = stores(index, index.sites, question.period, question.against, question.scope.now)
    return lines, leaders(lines)


def _name(index: Index, line: Store, chosen: str) -> str:
    name = index.layouts[line.site].site_name
    return f"<b>{name}</b>" if line.site == chosen else name


def _lead(index: Index, busiest: tuple[Store, ...]) -> str:
    names = [index.layouts[line.site].site_name for line in busiest]
    if not names:
        return ""
    if len(names) == 1:
        return f"Busiest: {names[0]}, beyond the noise."
    return f"Busiest: {', '.join(names[:-1])} and {names[-1]}; the noise does not tell them apart."


def _figure(index: Index, lines: tuple[Store, ...], chosen: str) -> Figure:
    names = [_name(index, line, chosen) for line in lines]
    known = [(name, line.per_day) for name, line in zip(names, lines, strict=True) if line.per_day]
    dots = {
        "type": "scatter",
        "mode": "markers",
        "y": [name for name, _ in known],
        "x": [round(mean.value, 1) for _, mean in known],
        "marker": {"size": 7, "color": style.SERIES},
        "error_x": {
            "type": "data",
            "array": [round(mean.half_width, 1) for _, mean in known],
            "color": style.SERIES,
            "thickness": 2,
            "width": 6,
        },
        "customdata": [f"{number(mean.value)} ({interval(mean)})" for _, mean in known],
        "hovertemplate": "%{y}: %{customdata}<extra></extra>",
    }
    missing = [name for name, line in zip(names, lines, strict=True) if line.per_day is None]
    return {
        "data": [dots],
        "layout": style.layout(
            height=style.height_of(len(names)),
            xaxis=style.axis("entries a day", rangemode="tozero", nticks=6, tickformat=","),
            yaxis=style.names_axis(names) | {"showgrid": True},
            annotations=[_missing(name) for name in missing],
        ),
    }


def _missing(name: str) -> Figure:
    return {
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": name,
        "text": "not measured",
        "showarrow": False,
        "font": {"size": 12, "color": style.QUIET},
        "bgcolor": style.GAP,
        "borderpad": 3,
    }


def _table(index: Index, question: Question, lines: tuple[Store, ...]) -> Table:
    against = ("Change", "Is it real?") if question.against else ()
    header = (
        "Store",
        "Entries",
        "95 % interval",
        "Entries a day",
        "95 % interval",
        "Days",
        "Coverage",
        *against,
    )
    return Table(header=header, rows=tuple(_row(index, line, compared=bool(against)) for line in lines))


def _row(index: Index, line: Store, *, compared: bool) -> tuple[TableCell, ...]:
    covered = "–" if line.coverage is None else percent(line.coverage)
    row = (
        style.text(index.layouts[line.site].site_name),
        *style.cells(line.entries.estimate, line.entries.reason),
        *style.cells(line.per_day, line.entries.reason or NO_REPORT),
        style.text(f"{line.days} of {line.days_expected}"),
        TableCell(text=covered, kind="number"),
    )
    if not compared:
        return row
    if line.change is None:
        return (
            *row,
            TableCell(text="no complete day to compare", kind="gap"),
            TableCell(text="–", kind="gap"),
        )
    noise = line.change.is_inside_noise
    return (
        *row,
        TableCell(text=change(line.change), kind="noise" if noise else "number"),
        style.text("within the noise" if noise else "beyond the noise"),
    )
