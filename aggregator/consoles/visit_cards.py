"""The second row of numbers: who comes in, who reaches in, queues, waits and groups."""

from aggregator.consoles.model import Card
from aggregator.consoles.words import against, interval, number, percent, percents, seconds, stage
from aggregator.insights.funnel import Funnel
from aggregator.insights.gathered import Gathered
from aggregator.insights.groups import Groups
from aggregator.insights.query import Question
from aggregator.insights.queue_waits import LIMIT_S, QueueWaits
from aggregator.insights.visits import Visits
from shared.schemas.layout import Stage

_NONE = "–"
_TOO_FEW = "too few to tell"


def visit_cards(question: Question, found: Visits) -> tuple[Card, ...]:
    """Return coming in, reaching in, people queueing, long waits and group size, in this order."""
    return (
        _step("come-in", "Come in", "enter", found.funnel),
        _step("reach-in", "Reach in", "engage", found.funnel),
        _queue(question, found),
        _waits(found.waits),
        _groups(found.groups),
    )


def _step(key: str, title: str, to: Stage, found: Funnel) -> Card:
    step = found.step(to)
    if step is None or step.before is None or step.of_before is None:
        why = "told by no camera" if found.steps and (step is None or step.before is None) else _TOO_FEW
        return _missing(key, title, found.gathered, why)
    before = stage(step.before)
    return Card(
        key=key,
        title=title,
        value=percent(step.of_before.value, 1),
        interval=percents(step.of_before),
        noise=step.of_before.may_be_zero,
        detail=f"of those who {before}" if step.is_share else f"ratio to those who {before}, not a share",
        simulated=found.gathered.is_simulated,
        provisional=found.gathered.is_provisional,
    )


def _queue(question: Question, found: Visits) -> Card:
    mean, held = found.queue.mean, found.queue.gathered
    moved = found.queue_change
    return Card(
        key="queue",
        title="People queueing",
        value=number(mean.value, 2) if mean else _NONE,
        interval=interval(mean, 2) if mean else "",
        detail="mean per store while measured" if mean else held.reason,
        change=against(question, moved, 2),
        change_inside_noise=moved is not None and moved.is_inside_noise,
        plot=question.address(plot="queue"),
        plotted=question.asked.plot == "queue",
        noise=mean is not None and mean.may_be_zero,
        missing=mean is None,
        simulated=held.is_simulated,
        provisional=held.is_provisional,
    )


def _waits(found: QueueWaits) -> Card:
    key, title = "waits", f"Wait {seconds(LIMIT_S)} or more"
    every = found.all_queues
    if every is None or every.too_long is None:
        return _missing(key, title, found.gathered, _TOO_FEW if every else "no queue on the floor plan")
    return Card(
        key=key,
        title=title,
        value=percent(every.too_long.value, 1),
        interval=percents(every.too_long),
        noise=every.too_long.may_be_zero,
        detail=f"of {number(every.waits.value)} waits",
        simulated=found.gathered.is_simulated,
        provisional=found.gathered.is_provisional,
    )


def _groups(found: Groups) -> Card:
    key, title = "groups", "Group size"
    if found.mean_size is None or found.groups is None:
        return _missing(key, title, found.gathered, _TOO_FEW)
    size = found.mean_size
    return Card(
        key=key,
        title=title,
        value=number(size.value, 2),
        interval=f"{number(size.low, 2)} to {number(size.high, 2)}",
        detail=f"people, at least, in {number(found.groups.value)} groups",
        simulated=found.gathered.is_simulated,
        provisional=found.gathered.is_provisional,
    )


def _missing(key: str, title: str, held: Gathered, why: str) -> Card:
    return Card(
        key=key,
        title=title,
        value=_NONE,
        interval="",
        detail=held.reason or why,
        missing=True,
        simulated=held.is_simulated,
        provisional=held.is_provisional,
    )
