"""How long people wait: waits by length, and the share that takes three minutes or more."""

from aggregator.consoles.charts import classes, style
from aggregator.consoles.charts.classes import Axes
from aggregator.consoles.model import Chart, Table, TableCell
from aggregator.consoles.words import (
    gaps,
    number,
    percent,
    percents,
    seconds,
    stay,
    stay_class,
    stay_interval,
)
from aggregator.insights.query import Question
from aggregator.insights.queue_waits import LIMIT_S, QueueWaits, Waits
from shared.metrics import WAIT_EDGES_S, wait_classes

_NAMES = tuple(stay_class(name) for name in wait_classes())
NO_QUEUE = "no queue on the floor plan"


def chart(question: Question, found: QueueWaits) -> Chart:
    """Return the waits of all queues by class, and the table queue by queue."""
    every = found.all_queues
    return Chart(
        key="waits",
        title="How long do people wait?",
        lead=_lead(every) if every else "",
        figure=classes.figure(
            _NAMES, every.classes, Axes("length of wait", "waits"), WAIT_EDGES_S.index(LIMIT_S)
        )
        if every
        else {},
        summary="waits in queues by length, each class with its interval",
        table=_table(found),
        notes=(
            f"Dashed: {seconds(LIMIT_S)}. Whiskers: the 95 % interval. Grey: inside the noise.",
            "A wait is counted when it is over; under 5 s is none.",
            *filter(None, (gaps(found.gathered),)),
        )
        if every
        else (),
        csv=f"/api/v1/insights/waits.csv{question.address()}",
        empty="" if every else found.gathered.reason or NO_QUEUE,
        simulated=found.gathered.is_simulated,
        provisional=found.gathered.is_provisional,
    )


def _lead(every: Waits) -> str:
    if every.median is None:
        return "Too few waits to tell a median."
    said = f"Half of all waits are shorter than {stay(every.median)} ({stay_interval(every.median)})"
    share = every.too_long
    if share is None:
        return f"{said}."
    if share.may_be_zero:
        return f"{said}; how many take {seconds(LIMIT_S)} or more is lost in the noise."
    return f"{said}; {percent(share.value, 1)} ({percents(share)}) take {seconds(LIMIT_S)} or more."


def _table(found: QueueWaits) -> Table:
    header = (
        "Queue",
        "Waits",
        "95 % interval",
        "Median",
        "95 % interval",
        f"{seconds(LIMIT_S)} or more",
        "95 % interval",
        *_NAMES,
    )
    rows = (found.all_queues, *found.rows) if found.all_queues else ()
    return Table(header=header, rows=tuple(_row(row) for row in rows if row))


def _row(found: Waits) -> tuple[TableCell, ...]:
    middle = found.median
    return (
        style.text(found.name),
        *style.cells(found.waits, ""),
        TableCell(text=stay(middle), kind="number") if middle else TableCell(text="too few", kind="noise"),
        TableCell(text=stay_interval(middle), kind="number") if middle else TableCell(text="–", kind="noise"),
        *style.percents(found.too_long, "too few"),
        *(
            TableCell(
                text=f"{number(part.value)} ± {number(part.half_width)}",
                kind="noise" if part.may_be_zero else "number",
            )
            for part in found.classes
        ),
    )
