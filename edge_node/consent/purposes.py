"""What each purpose asks of the count: its quiet hours, and that nobody is counted unasked."""

from collections.abc import Iterable
from dataclasses import replace

from edge_node.vector_plan import VectorPlan
from policies.rules import apply, terms_of_purposes
from policies.schema import PolicyBundle


def heeded(
    plans: Iterable[VectorPlan],
    bundle: PolicyBundle | None,
    quiet_minutes: int,
    panels: frozenset[str] = frozenset(),
) -> tuple[VectorPlan, ...]:
    """Return the plans with the minutes in which each counts nobody, and whether it counts its panel alone.

    panels: purposes for which somebody's consent stands. A purpose that rests on consent is left out without
    one, and where several do: they would share the one badge, and a yes to one is no yes to another.
    """
    if bundle is None:
        return ()
    asking, consented = _asking(bundle), answered(bundle, panels)
    purposes = apply(bundle).purposes
    return tuple(
        replace(
            plan,
            quiet_minutes=quiet_minutes | purposes[plan.task.metric].quiet,
            panel_only=purpose in asking,
        )
        for plan in plans
        if (purpose := purposes[plan.task.metric].document.purpose) not in asking - consented
    )


def answered(bundle: PolicyBundle, panels: frozenset[str]) -> frozenset[str]:
    """Return the purposes that rest on consent and have somebody's; none where several share a badge."""
    asking = _asking(bundle)
    return asking & panels if len(asking) == 1 else frozenset()


def _asking(bundle: PolicyBundle) -> frozenset[str]:
    return frozenset(
        terms.document.purpose
        for terms in terms_of_purposes(bundle)
        if terms.document.lawful_basis == "consent"
    )
