"""What each purpose asks of the count: its quiet hours, and that nobody is counted unasked."""

from collections.abc import Iterable
from dataclasses import replace

from edge_node.vector_plan import VectorPlan
from policies.rules import apply
from policies.schema import PolicyBundle


def heeded(
    plans: Iterable[VectorPlan], bundle: PolicyBundle | None, quiet_minutes: int
) -> tuple[VectorPlan, ...]:
    """Return the plans with the minutes in which each counts nobody: the purpose's own and the store's.

    A purpose that rests on consent is left out: no camera tells yet who has given it, so nobody has.
    """
    if bundle is None:
        return ()
    purposes = apply(bundle).purposes
    return tuple(
        replace(plan, quiet_minutes=quiet_minutes | purposes[plan.task.metric].quiet)
        for plan in plans
        if purposes[plan.task.metric].document.lawful_basis != "consent"
    )
