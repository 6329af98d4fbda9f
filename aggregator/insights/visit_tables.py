"""The tables behind what visitors do, as rows: what the CSV twins hold."""

from aggregator.insights import visit_schemas as schemas
from aggregator.insights.numbers import Number
from aggregator.insights.table import Cell, to_csv
from aggregator.insights.visit_schemas import Held, Proportion

_ENDS = ("value", "low", "high")
_MARKS = ("suppressed", "provisional", "simulated")


def funnel_csv(answer: schemas.FunnelAnswer) -> str:
    """Return a line per view and step."""
    return to_csv(
        ("view", "step", *_ENDS, "before", "of_before", "of_before_low", "of_before_high", "kind", *_MARKS),
        (
            (
                row.view,
                row.step,
                *_ends(row.reached),
                row.before,
                *_ends(row.of_before),
                row.of_before.kind if row.of_before else None,
                *_marks(answer.held),
            )
            for row in answer.steps
        ),
    )


def flow_csv(answer: schemas.FlowAnswer) -> str:
    """Return a line per way."""
    return to_csv(
        ("from", "to", *_ENDS, "inside_noise", *_MARKS),
        (
            (row.left, row.reached, *_ends(row.walks), str(row.walks.inside_noise), *_marks(answer.held))
            for row in answer.walks
        ),
    )


def returns_csv(answer: schemas.ReturnsAnswer) -> str:
    """Return a line per part."""
    header = ("part", *_ENDS, "of_visitors", "of_visitors_low", "of_visitors_high", "sites", *_MARKS)
    return to_csv(
        header,
        (
            (
                row.name,
                *_ends(row.came_back.number),
                *_ends(row.of_visitors),
                row.sites,
                *_marks(answer.held, row.came_back.suppressed),
            )
            for row in answer.parts
        ),
    )


def shelves_csv(answer: schemas.ShelvesAnswer) -> str:
    """Return a line per shelf."""
    header = (
        "shelf",
        *(f"reached_in_{end}" for end in _ENDS),
        *(f"hand_stayed_{end}" for end in _ENDS),
        *(f"share_{end}" for end in _ENDS),
        "sites",
        *_MARKS,
    )
    return to_csv(
        header,
        (
            (
                row.name,
                *_ends(row.reached_in),
                *_ends(row.hand_stayed),
                *_ends(row.stayed_share),
                row.sites,
                *_marks(answer.held, row.suppressed),
            )
            for row in answer.shelves
        ),
    )


def groups_csv(answer: schemas.GroupsAnswer) -> str:
    """Return a line per size and one per figure made from them."""
    rows: list[tuple[str, Number | Proportion | None]] = [
        *((f"groups of {row.size}", row.groups) for row in answer.sizes),
        ("groups", answer.groups),
        ("people a group, at least", answer.mean_size),
        ("one person, share of groups", answer.alone),
        ("entries a group", answer.entries_a_group),
    ]
    return to_csv(
        ("what", *_ENDS, *_MARKS), ((what, *_ends(number), *_marks(answer.held)) for what, number in rows)
    )


def queue_hours_csv(answer: schemas.QueueHoursAnswer) -> str:
    """Return a line per hour of the day."""
    return to_csv(
        ("hour", *_ENDS, "hours_measured", *_MARKS),
        (
            (row.hour, *_ends(row.mean_length), row.hours_measured, *_marks(answer.held, row.suppressed))
            for row in answer.hours
        ),
    )


def waits_csv(answer: schemas.WaitsAnswer) -> str:
    """Return a line per queue and class."""
    return to_csv(
        ("queue", "wait", *_ENDS, *_MARKS),
        (
            (row.queue, name, *_ends(number), *_marks(answer.held))
            for row in answer.queues
            for name, number in zip(answer.classes, row.by_class, strict=True)
        ),
    )


def _ends(number: Number | Proportion | None) -> tuple[Cell, ...]:
    return (number.value, number.low, number.high) if number else (None, None, None)


def _marks(held: Held, reason: str = "") -> tuple[Cell, ...]:
    return (reason or held.suppressed, str(held.provisional), str(held.simulated))
