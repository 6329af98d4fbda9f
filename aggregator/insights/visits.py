"""What visitors do: the findings that the second row of numbers and the charts below it share."""

from dataclasses import dataclass

from aggregator.insights.compare import Change, change
from aggregator.insights.flow import Flow, flow
from aggregator.insights.funnel import Funnel, funnel
from aggregator.insights.groups import Groups, groups
from aggregator.insights.index import Index
from aggregator.insights.period import Period
from aggregator.insights.queue_hours import QueueHours, queue_hours
from aggregator.insights.queue_waits import QueueWaits, queue_waits
from aggregator.insights.returns import Returns, returns
from aggregator.insights.series import Scope
from aggregator.insights.shelves import Shelves, shelf_use


@dataclass(frozen=True, slots=True)
class Visits:
    """One finding for each question; each says itself why it has no number."""

    funnel: Funnel
    flow: Flow
    returns: Returns
    shelves: Shelves
    groups: Groups
    queue: QueueHours
    queue_change: Change | None
    """Of the mean length, against the period compared with."""
    waits: QueueWaits


def visits(index: Index, scope: Scope, against: Period | None = None) -> Visits:
    """Return what the visitors of the stores did in the period."""
    return Visits(
        funnel(index, scope),
        flow(index, scope),
        returns(index, scope),
        shelf_use(index, scope),
        groups(index, scope),
        queue_hours(index, scope),
        change(index, scope.sites, "queue", (scope.period, against), scope.now) if against else None,
        queue_waits(index, scope),
    )
