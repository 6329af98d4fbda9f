"""How many people come in, or are inside, over time: a line in its band, gaps grey."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from aggregator.consoles.charts import band, style
from aggregator.consoles.charts.style import Figure
from aggregator.consoles.model import Chart, Table, TableCell
from aggregator.consoles.words import days, number
from aggregator.insights.estimate import Estimate, total
from aggregator.insights.index import Index
from aggregator.insights.query import Question
from aggregator.insights.reading import NO_REPORT
from aggregator.insights.series import Measure, Point, Scope, Step, series

_UNITS = {
    "entries": "people walking in",
    "occupancy": "people inside a store",
    "queue": "people queueing in a store",
}
_TITLES = {
    "entries": "How many people come in?",
    "occupancy": "How many people are inside?",
    "queue": "How many people queue?",
}
_ROUTES = {"entries": "footfall", "occupancy": "occupancy", "queue": "queue"}


def chart(index: Index, question: Question) -> Chart:
    """Return the period's series, with the compared one dashed behind it."""
    measure, step = question.asked.plot, question.step
    points = series(index, question.scope, step, measure)
    earlier = _earlier(index, question, measure)
    numbers = [point for point in points if point.estimate is not None]
    unit = _UNITS[measure]
    return Chart(
        key="over-time",
        title=_TITLES[measure],
        lead=_lead(points, measure, step),
        figure=_figure(points, earlier, question) if numbers else {},
        summary=f"{unit} per {step}, {len(numbers)} of {len(points)} points measured, each with its interval",
        table=_table(points, earlier, measure, question),
        notes=_notes(points, earlier),
        csv=f"/api/v1/insights/{_ROUTES[measure]}.csv{question.address()}",
        empty="" if numbers else _reason(points),
        simulated=any(point.is_simulated for point in points),
        provisional=any(point.is_provisional and point.estimate is not None for point in points),
    )


def _earlier(index: Index, question: Question, measure: Measure) -> dict[str, Point]:
    """Return the compared period's points by the moment of this period they stand against."""
    if question.against is None:
        return {}
    scope = Scope(question.sites, question.against, question.scope.now)
    shift = timedelta(days=(question.period.first - question.against.first).days)
    found = series(index, scope, question.step, measure)
    return {
        _moment(_naive(point.label) + shift, question.step): point
        for point in found
        if point.estimate is not None
    }


def _naive(label: str) -> datetime:
    return datetime.fromisoformat(label)


def _moment(at: datetime, step: Step) -> str:
    return at.strftime("%Y-%m-%d" if step == "day" else "%Y-%m-%d %H:%M")


def _figure(points: tuple[Point, ...], earlier: dict[str, Point], question: Question) -> Figure:
    digits = 0 if question.asked.plot == "entries" else 1
    traces = [band.figure(_stretches(points, question.step), 2)]
    if earlier:
        traces.append(_before(points, earlier, digits))
    traces += [_line(points, dotted=False, digits=digits), _line(points, dotted=True, digits=digits)]
    return {
        "data": traces,
        "layout": style.layout(
            annotations=_labels(points, earlier, question),
            shapes=[_gap(point, question.step) for point in points if point.estimate is None],
            xaxis=_axis(question),
            yaxis=style.axis(_UNITS[question.asked.plot], rangemode="tozero", nticks=5, tickformat=","),
        ),
    }


def _axis(question: Question) -> Figure:
    """Return the time axis: hours for a day or two, else days, each named where its point stands."""
    if question.step == "hour" and question.period.length_days <= 2:
        return style.hours_axis()
    if question.step == "hour":
        return style.days_axis(question.period) | {"hoverformat": "%-d %b, %H:%M"}
    return style.days_axis(question.period) | {
        "tick0": question.period.last.isoformat(),
        "hoverformat": "%-d %b",
    }


def _stretches(points: tuple[Point, ...], step: Step) -> Iterator[list[tuple[str, Estimate]]]:
    """Yield labels and estimates without a gap; a night between two open hours ends a stretch too."""
    longest = timedelta(hours=1) if step == "hour" else timedelta(days=2)
    run: list[tuple[str, Estimate]] = []
    last: Point | None = None
    for point in points:
        if (
            last is not None
            and run
            and (point.estimate is None or point.starts_at - last.starts_at > longest)
        ):
            yield run
            run = []
        if point.estimate is not None:
            run.append((point.label, point.estimate))
            last = point
    if run:
        yield run


def _line(points: tuple[Point, ...], *, dotted: bool, digits: int) -> Figure:
    """Return the settled points as a line, or those that can change with the point they hang on, dotted."""
    kept: list[tuple[str | None, Point | None]] = []
    for before, point in zip((None, *points), points, strict=False):
        if point.estimate is None or point.is_provisional != dotted:
            kept.append((None, None))
            continue
        if dotted and before is not None and before.estimate is not None and not before.is_provisional:
            kept.append((before.label, before))
        if kept and kept[-1][1] is not None and _breaks(kept[-1][1], point):
            kept.append((None, None))
        kept.append((point.label, point))
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [label for label, _ in kept],
        "y": [round(point.estimate.value, 2) if point and point.estimate else None for _, point in kept],
        "customdata": [_hover(point, digits) for _, point in kept],
        "hovertemplate": "%{x}: %{customdata}<extra></extra>",
        "line": {"width": 2, "color": style.SERIES, "dash": "dot" if dotted else "solid"},
        "marker": {
            "size": 6,
            "color": style.SERIES,
            "symbol": ["circle-open" if point and point.is_partial else "circle" for _, point in kept],
        },
    }


def _breaks(before: Point, point: Point) -> bool:
    is_hours = " " in point.label
    return is_hours and point.starts_at - before.starts_at > timedelta(hours=1)


def _hover(point: Point | None, digits: int) -> str:
    if point is None or point.estimate is None:
        return ""
    estimate = point.estimate
    low, high = number(estimate.low, digits), number(estimate.high, digits)
    stores = f", {point.sites} of {point.sites_expected} stores" if point.is_partial else ""
    return f"{number(estimate.value, digits)} ({low} to {high}){stores}"


def _before(points: tuple[Point, ...], earlier: dict[str, Point], digits: int) -> Figure:
    pairs: list[tuple[str | None, Point | None]] = []
    for before, point in zip((None, *points), points, strict=False):
        if before is not None and _breaks(before, point):
            pairs.append((None, None))
        pairs.append((point.label, earlier.get(point.label)))
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [label for label, _ in pairs],
        "y": [round(past.estimate.value, 2) if past and past.estimate else None for _, past in pairs],
        "customdata": [f"{past.label}: {_hover(past, digits)}" if past else "" for _, past in pairs],
        "hovertemplate": "compared with %{customdata}<extra></extra>",
        "line": {"width": 1.5, "color": style.BEFORE, "dash": "dash"},
    }


def _labels(points: tuple[Point, ...], earlier: dict[str, Point], question: Question) -> list[Figure]:
    """Return the compared period's name at the end of its line: a label before a legend."""
    ends = [(point.label, earlier[point.label]) for point in points if point.label in earlier]
    if not ends or question.against is None:
        return []
    label, last = ends[-1]
    return [
        {
            "x": label,
            "y": last.estimate.value if last.estimate else 0,
            "text": days(question.against),
            "showarrow": False,
            "xanchor": "right",
            "yanchor": "bottom",
            "yshift": 4,
            "font": {"size": 12, "color": style.BEFORE},
            "bgcolor": style.LABEL,
        }
    ]


def _gap(point: Point, step: Step) -> Figure:
    at = _naive(point.label)
    half = timedelta(hours=12) if step == "day" else timedelta(minutes=30)
    return {
        "type": "rect",
        "xref": "x",
        "yref": "paper",
        "x0": (at - half).isoformat(sep=" "),
        "x1": (at + half).isoformat(sep=" "),
        "y0": 0,
        "y1": 1,
        "fillcolor": style.GAP,
        "line": {"width": 0},
        "layer": "below",
    }


def _lead(points: tuple[Point, ...], measure: Measure, step: Step) -> str:
    whole = [
        point
        for point in points
        if point.estimate is not None and not point.is_partial and not point.is_provisional
    ]
    if not whole:
        return ""
    best = max(whole, key=lambda point: point.estimate.value if point.estimate else 0.0)
    estimate = best.estimate or total(())
    digits = 0 if measure == "entries" else 1
    said = f"{number(estimate.value, digits)} ± {number(estimate.half_width, digits)}"
    return f"Most on {_when(best.label)}: {said} {_UNITS[measure]} that {step}."


def _when(label: str) -> str:
    at = _naive(label)
    return f"{at:%A} {at.day} {at:%b}" + (f", {at:%H:%M}" if " " in label else "")


def _reason(points: tuple[Point, ...]) -> str:
    return points[0].reason if points else NO_REPORT


def _notes(points: tuple[Point, ...], earlier: dict[str, Point]) -> tuple[str, ...]:
    said = {
        "Band: the 95 % interval of each point.": any(point.estimate for point in points),
        "Grey: nothing was measured, so there is no number.": any(not point.estimate for point in points),
        "Open dots: a store is missing from the sum.": any(point.is_partial for point in points),
        "Dotted: can still change.": any(point.is_provisional and point.estimate for point in points),
        "Dashed: the period compared with.": bool(earlier),
        "Reconciled, in the table: hours and their day made to add up; releases stand unchanged.": any(
            point.reconciled for point in points
        ),
    }
    return tuple(note for note, holds in said.items() if holds)


def _table(
    points: tuple[Point, ...], earlier: dict[str, Point], measure: Measure, question: Question
) -> Table:
    digits = 0 if measure == "entries" else 1
    against = (f"Against {days(question.against)}", "95 % interval") if question.against else ()
    derived = ("Reconciled", "95 % interval") if any(point.reconciled for point in points) else ()
    rows = []
    for point in points:
        past = earlier.get(point.label)
        marks = ("provisional",) if point.is_provisional else ()
        compared = style.cells(past.estimate if past else None, NO_REPORT, digits) if against else ()
        rows.append(
            (
                style.text(point.label),
                *style.cells(point.estimate, point.reason, digits),
                style.text(", ".join((f"{point.sites} of {point.sites_expected}", *marks))),
                *(_derived(point) if derived else ()),
                *compared,
            )
        )
    unit = _UNITS[measure].capitalize()
    step = "Day" if question.step == "day" else "Hour"
    header = (step, unit, "95 % interval", "Stores measured", *derived, *against)
    return Table(header=header, rows=tuple(rows))


def _derived(point: Point) -> tuple[TableCell, ...]:
    """Return the point as its hours and their day add up; provisional until the day has closed."""
    number_and_interval = style.cells(point.reconciled, "hours and day differ in time", 1)
    if not point.is_reconciled_provisional or point.reconciled is None:
        return number_and_interval
    first, *others = number_and_interval
    return first.model_copy(update={"text": f"{first.text} (provisional)"}), *others
