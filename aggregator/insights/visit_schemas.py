"""What the insights API answers about what visitors do: one model per question."""

from datetime import date
from typing import Literal, Self

from aggregator.insights.estimate import Estimate
from aggregator.insights.funnel import Step
from aggregator.insights.gathered import Gathered
from aggregator.insights.numbers import About, MedianStay, Number, Value
from aggregator.insights.queue_waits import Waits
from aggregator.insights.ratio import Ratio
from shared.schemas.layout import Wire
from shared.schemas.task import Lane

RatioKind = Literal["share", "ratio"]
"""A share is a part of its whole; a ratio sets two counts against each other and may exceed 1."""


class Proportion(Wire):
    """One number over another, with the interval that the noise of both allows; cut nowhere."""

    value: float
    low: float
    high: float
    kind: RatioKind

    @classmethod
    def of(cls, found: Ratio | None, kind: RatioKind) -> Self | None:
        """Return the ratio for display, or None."""
        if found is None:
            return None
        return cls(value=round(found.value, 4), low=round(found.low, 4), high=round(found.high, 4), kind=kind)


class Held(Wire):
    """What an answer's numbers rest on."""

    lane: Lane
    level: str
    first_dates: tuple[date, ...]
    """First local days of the days or weeks in the sum; empty for hours."""
    measured_s: int
    """Seconds measured, summed over the stores."""
    sites: int
    suppressed: str
    """Why there is no number; empty when there is one."""
    withheld: int
    """Releases that were withheld."""
    gaps: int
    """Store-days or store-weeks that are over and have no number."""
    provisional: bool
    simulated: bool

    @classmethod
    def of(cls, gathered: Gathered) -> Self:
        """Return what the releases say of themselves."""
        return cls(
            lane=gathered.lane,
            level=gathered.level,
            first_dates=() if gathered.level == "hour" else gathered.first_dates,
            measured_s=gathered.coverage_s,
            sites=gathered.sites,
            suppressed=gathered.reason,
            withheld=gathered.withheld,
            gaps=gathered.gaps,
            provisional=gathered.is_provisional,
            simulated=gathered.is_simulated,
        )


class StepLine(Wire):
    """One step of the funnel, in one view or in all."""

    view: str
    step: str
    reached: Number
    """Tracks that got so far at least."""
    before: str | None
    of_before: Proportion | None

    @classmethod
    def of(cls, view: str, step: Step) -> Self:
        """Return the step for display."""
        return cls(
            view=view,
            step=step.stage,
            reached=certain(step.reached),
            before=step.before,
            of_before=Proportion.of(step.of_before, "share" if step.is_share else "ratio"),
        )


class FunnelAnswer(Wire):
    """The funnel: all views together, then view by view."""

    about: About
    held: Held
    steps: tuple[StepLine, ...]
    untold: tuple[str, ...]
    """Steps that no camera tells."""


class WalkLine(Wire):
    """One way from a part to another."""

    left: str
    reached: str
    walks: Number
    """Its interval holds for all ways at once."""


class FlowAnswer(Wire):
    """Walks from part to part, most walked first."""

    about: About
    held: Held
    walks: tuple[WalkLine, ...]


class ReturnLine(Wire):
    """One part of the store."""

    name: str
    came_back: Value
    of_visitors: Proportion | None
    sites: int


class ReturnsAnswer(Wire):
    """Returns to each part, most come back to first."""

    about: About
    held: Held
    parts: tuple[ReturnLine, ...]


class ShelfLine(Wire):
    """One shelf, or the shelves of one type of zone."""

    name: str
    reached_in: Number | None
    hand_stayed: Number | None
    stayed_share: Proportion | None
    suppressed: str
    sites: int


class ShelvesAnswer(Wire):
    """Visitors who reached into each shelf, most reached first."""

    about: About
    held: Held
    shelves: tuple[ShelfLine, ...]


class SizeLine(Wire):
    """Groups of one size."""

    size: str
    groups: Number


class GroupsAnswer(Wire):
    """Groups by size."""

    about: About
    held: Held
    sizes: tuple[SizeLine, ...]
    groups: Number | None
    mean_size: Proportion | None
    """At least: the open class counts with its lower end."""
    alone: Proportion | None
    entries_a_group: Proportion | None


class QueueHourLine(Wire):
    """One hour of the day."""

    hour: int
    mean_length: Number | None
    suppressed: str
    hours_measured: float


class QueueLine(Wire):
    """One queue, or the queues of several stores."""

    name: str
    mean_length: Number | None
    suppressed: str


class QueueHoursAnswer(Wire):
    """People queueing in a store at a moment, by hour of the day and by queue."""

    about: About
    held: Held
    mean_length: Number | None
    hours: tuple[QueueHourLine, ...]
    queues: tuple[QueueLine, ...]


class WaitsLine(Wire):
    """Waits in one queue, or in all."""

    queue: str
    waits: Number
    by_class: tuple[Number, ...]
    median: MedianStay | None
    too_long: Proportion | None

    @classmethod
    def of(cls, found: Waits) -> Self:
        """Return the waits for display."""
        return cls(
            queue=found.name,
            waits=certain(found.waits),
            by_class=tuple(certain(part) for part in found.classes),
            median=MedianStay.of(found.median),
            too_long=Proportion.of(found.too_long, "share"),
        )


class WaitsAnswer(Wire):
    """Waits by length: all queues together, then queue by queue."""

    about: About
    held: Held
    classes: tuple[str, ...]
    limit_s: int
    """A wait of so many seconds or more is too long."""
    queues: tuple[WaitsLine, ...]


def certain(estimate: Estimate) -> Number:
    """Return the number of an estimate that is there."""
    found = Number.of(estimate)
    assert found is not None  # noqa: S101  (an estimate is given, so a number comes back)
    return found
