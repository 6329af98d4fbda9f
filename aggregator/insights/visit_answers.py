"""From what visitors do to answers of the API: one builder per question, intervals throughout."""

from aggregator.insights import visit_schemas as schemas
from aggregator.insights.flow import flow
from aggregator.insights.funnel import funnel
from aggregator.insights.groups import groups
from aggregator.insights.index import Index
from aggregator.insights.numbers import About, Number, Value
from aggregator.insights.query import Question
from aggregator.insights.queue_hours import queue_hours
from aggregator.insights.queue_waits import LIMIT_S, queue_waits
from aggregator.insights.returns import returns
from aggregator.insights.shelves import shelf_use
from aggregator.insights.visit_schemas import Held, Proportion, certain
from shared.metrics import GROUP_SIZES, wait_classes

ALL_VIEWS = "all views"


def funnel_answer(index: Index, question: Question) -> schemas.FunnelAnswer:
    """Return the steps of all views together and of each."""
    found = funnel(index, question.scope)
    views = [(ALL_VIEWS, found.steps), *((view.name, view.steps) for view in found.views)]
    return schemas.FunnelAnswer(
        about=About.of(question),
        held=Held.of(found.gathered),
        steps=tuple(schemas.StepLine.of(name, step) for name, steps in views for step in steps),
        untold=found.untold,
    )


def flow_answer(index: Index, question: Question) -> schemas.FlowAnswer:
    """Return every way between the parts."""
    found = flow(index, question.scope)
    return schemas.FlowAnswer(
        about=About.of(question),
        held=Held.of(found.gathered),
        walks=tuple(
            schemas.WalkLine(left=walk.left, reached=walk.reached, walks=certain(walk.count))
            for walk in found.walks
        ),
    )


def returns_answer(index: Index, question: Question) -> schemas.ReturnsAnswer:
    """Return who came back to each part."""
    found = returns(index, question.scope)
    return schemas.ReturnsAnswer(
        about=About.of(question),
        held=Held.of(found.gathered),
        parts=tuple(
            schemas.ReturnLine(
                name=row.name,
                came_back=Value.of(row.count.reading, "visitors who came back"),
                of_visitors=Proportion.of(row.per_visitor, "ratio"),
                sites=row.count.sites,
            )
            for row in found.rows
        ),
    )


def shelves_answer(index: Index, question: Question) -> schemas.ShelvesAnswer:
    """Return who reached into each shelf."""
    found = shelf_use(index, question.scope)
    return schemas.ShelvesAnswer(
        about=About.of(question),
        held=Held.of(found.gathered),
        shelves=tuple(
            schemas.ShelfLine(
                name=row.name,
                reached_in=Number.of(row.reached),
                hand_stayed=Number.of(row.stayed),
                stayed_share=Proportion.of(row.share, "share"),
                suppressed=row.reason,
                sites=row.sites,
            )
            for row in found.rows
        ),
    )


def groups_answer(index: Index, question: Question) -> schemas.GroupsAnswer:
    """Return the groups by size."""
    found = groups(index, question.scope)
    return schemas.GroupsAnswer(
        about=About.of(question),
        held=Held.of(found.gathered),
        sizes=tuple(
            schemas.SizeLine(size=size, groups=certain(part))
            for size, part in zip(GROUP_SIZES, found.sizes, strict=False)
        ),
        groups=Number.of(found.groups),
        mean_size=Proportion.of(found.mean_size, "ratio"),
        alone=Proportion.of(found.alone, "share"),
        entries_a_group=Proportion.of(found.entries_a_group, "ratio"),
    )


def queue_hours_answer(index: Index, question: Question) -> schemas.QueueHoursAnswer:
    """Return the mean length of queues by hour of the day and by queue."""
    found = queue_hours(index, question.scope)
    return schemas.QueueHoursAnswer(
        about=About.of(question),
        held=Held.of(found.gathered),
        mean_length=Number.of(found.mean, 2),
        hours=tuple(
            schemas.QueueHourLine(
                hour=hour.hour,
                mean_length=Number.of(hour.mean, 2),
                suppressed=hour.reason,
                hours_measured=hour.hours,
            )
            for hour in found.hours
        ),
        queues=tuple(
            schemas.QueueLine(name=row.name, mean_length=Number.of(row.mean, 2), suppressed=row.reason)
            for row in found.rows
        ),
    )


def waits_answer(index: Index, question: Question) -> schemas.WaitsAnswer:
    """Return the waits of all queues and of each."""
    found = queue_waits(index, question.scope)
    rows = (found.all_queues, *found.rows)
    return schemas.WaitsAnswer(
        about=About.of(question),
        held=Held.of(found.gathered),
        classes=wait_classes(),
        limit_s=LIMIT_S,
        queues=tuple(schemas.WaitsLine.of(row) for row in rows if row is not None),
    )
