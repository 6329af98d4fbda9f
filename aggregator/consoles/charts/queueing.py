"""When queues are long: the mean number of people queueing by hour of the day, a line in its band."""

from collections.abc import Iterator

from aggregator.consoles.charts import band, style
from aggregator.consoles.charts.style import Figure
from aggregator.consoles.model import Chart, Table, TableCell
from aggregator.consoles.words import interval, number
from aggregator.insights.estimate import Estimate
from aggregator.insights.query import Question
from aggregator.insights.queue_hours import QueueHour, QueueHours

_UNIT = "people queueing"
_Known = tuple[int, Estimate]


def chart(question: Question, found: QueueHours) -> Chart:
    """Return the hours of the day, early to late; an hour without a number is grey."""
    known = [hour for hour in found.hours if hour.mean is not None]
    return Chart(
        key="queue",
        title="When are queues long?",
        lead=_lead(found),
        figure=_figure(found.hours) if known else {},
        summary=f"{_UNIT} by hour of the day, {len(known)} hours, each with its interval",
        table=_table(found),
        notes=_notes(found) if known else (),
        csv=f"/api/v1/insights/queue_hours.csv{question.address()}",
        empty="" if known else found.gathered.reason,
        simulated=found.gathered.is_simulated,
        provisional=found.gathered.is_provisional,
    )


def _lead(found: QueueHours) -> str:
    known = [(hour, hour.mean) for hour in found.hours if hour.mean is not None]
    if not known:
        return ""
    hour, mean = max(known, key=lambda item: item[1].value)
    if mean.may_be_zero:
        return "No hour stands out of the noise."
    return f"Longest from {_clock(hour.hour)} to {_clock(hour.hour + 1)}: {_said(mean)} {_UNIT} in a store."


def _said(mean: Estimate) -> str:
    return f"{number(mean.value, 1)} ± {number(mean.half_width, 1)}"


def _figure(hours: tuple[QueueHour, ...]) -> Figure:
    return {
        "data": [band.figure(_stretches(hours), 3), _line(hours)],
        "layout": style.layout(
            shapes=[_gap(hour) for hour in hours if hour.mean is None],
            xaxis=style.axis(
                "hour of the day",
                showgrid=False,
                zeroline=False,
                range=[hours[0].hour - 0.6, hours[-1].hour + 0.6],
                tickvals=[hour.hour for hour in hours if (hour.hour - hours[0].hour) % 2 == 0],
                ticktext=[_clock(hour.hour) for hour in hours if (hour.hour - hours[0].hour) % 2 == 0],
            ),
            yaxis=style.axis(f"{_UNIT} in a store", rangemode="tozero", nticks=5),
        ),
    }


def _stretches(hours: tuple[QueueHour, ...]) -> Iterator[list[_Known]]:
    """Yield the hours and their means without a gap."""
    run: list[_Known] = []
    for hour in hours:
        if run and (hour.mean is None or hour.hour > run[-1][0] + 1):
            yield run
            run = []
        if hour.mean is not None:
            run.append((hour.hour, hour.mean))
    if run:
        yield run


def _line(hours: tuple[QueueHour, ...]) -> Figure:
    known = [(hour, hour.mean) for hour in hours]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [hour.hour for hour, _ in known],
        "y": [round(mean.value, 3) if mean else None for _, mean in known],
        "customdata": [
            f"{_clock(hour.hour)}: {number(mean.value, 2)} ({interval(mean, 2)})" if mean else ""
            for hour, mean in known
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
        "line": {"width": 2, "color": style.SERIES},
        "marker": {
            "size": 6,
            "color": [style.NOISE if mean and mean.may_be_zero else style.SERIES for _, mean in known],
        },
    }


def _gap(hour: QueueHour) -> Figure:
    return {
        "type": "rect",
        "xref": "x",
        "yref": "paper",
        "x0": hour.hour - 0.5,
        "x1": hour.hour + 0.5,
        "y0": 0,
        "y1": 1,
        "fillcolor": style.GAP,
        "line": {"width": 0},
        "layer": "below",
    }


def _clock(hour: int) -> str:
    return f"{hour:02}:00"


def _notes(found: QueueHours) -> tuple[str, ...]:
    said = {
        "Band: the 95 % interval. Grey dots: inside the noise.": True,
        "Grey: nothing was measured, so there is no number.": any(hour.mean is None for hour in found.hours),
        "Person-seconds in queues over seconds measured; long waits are cut, as said at the foot.": True,
    }
    return tuple(note for note, holds in said.items() if holds)


def _table(found: QueueHours) -> Table:
    rows: list[tuple[TableCell, ...]] = [
        (style.text(_clock(hour.hour)), *style.cells(hour.mean, hour.reason, 2), _hours(hour.hours))
        for hour in found.hours
    ]
    rows += [
        (style.text(row.name), *style.cells(row.mean, row.reason, 2), style.text("–")) for row in found.rows
    ]
    header = ("Hour, then queue", _UNIT.capitalize(), "95 % interval", "Hours measured")
    return Table(header=header, rows=tuple(rows))


def _hours(hours: float) -> TableCell:
    return TableCell(text=number(hours, 1) if hours else "–", kind="number")
