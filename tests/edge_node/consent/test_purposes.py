"""Each purpose's quiet hours reach its plans, and nobody is counted for what needs their consent."""

from datetime import time

from edge_node.consent.purposes import heeded
from edge_node.vector_plan import plans
from policies.hours import NO_MINUTE, DailyHours, minutes_of
from policies.schema import PolicyBundle
from policies.tasks import tasks
from shared.ids import TaskId
from tests.support.edge_world import BUNDLE, site

NOON = DailyHours(begins_at=time(12), ends_at=time(13))
FOOTFALL, OCCUPANCY = TaskId("footfall.hour.site"), TaskId("occupancy.hour.site")
PLANS = plans(tasks(BUNDLE).values(), site(), BUNDLE.chain.layout, ("door",))


def with_footfall(**change: object) -> PolicyBundle:
    documents = tuple(
        document.model_copy(update=change) if document.purpose == "footfall" else document
        for document in BUNDLE.documents
    )
    return BUNDLE.model_copy(update={"documents": documents})


def test_the_stores_own_hours_hold_for_every_plan() -> None:
    night = minutes_of([DailyHours(begins_at=time(22), ends_at=time(6))])

    found = {
        plan.task.task_id: plan.quiet_minutes
        for plan in heeded(PLANS, with_footfall(quiet_hours=(NOON,)), night)
    }

    assert found[FOOTFALL] == night | minutes_of([NOON])
    assert found[OCCUPANCY] == night
    assert len(found) == len(PLANS)


def test_a_purpose_that_rests_on_consent_counts_nobody() -> None:
    kept = heeded(PLANS, with_footfall(lawful_basis="consent"), NO_MINUTE)

    assert {plan.task.metric for plan in PLANS} - {plan.task.metric for plan in kept} == {"footfall"}


def test_a_purpose_with_a_panel_counts_its_panel_alone() -> None:
    kept = heeded(PLANS, with_footfall(lawful_basis="consent"), NO_MINUTE, frozenset({"footfall"}))

    assert len(kept) == len(PLANS)
    assert {plan.task.metric for plan in kept if plan.panel_only} == {"footfall"}


def test_a_consent_to_something_else_answers_for_nothing() -> None:
    kept = heeded(PLANS, with_footfall(lawful_basis="consent"), NO_MINUTE, frozenset({"dwell", "zones"}))

    assert "footfall" not in {plan.task.metric for plan in kept}
    assert not any(plan.panel_only for plan in kept)


def test_two_purposes_that_would_share_one_badge_count_nobody() -> None:
    documents = tuple(
        document.model_copy(update={"lawful_basis": "consent"})
        if document.purpose in {"footfall", "heatmap"}
        else document
        for document in BUNDLE.documents
    )
    bundle = BUNDLE.model_copy(update={"documents": documents})

    kept = heeded(PLANS, bundle, NO_MINUTE, frozenset({"footfall", "heatmap"}))

    assert not {"footfall", "heatmap"} & {plan.task.metric for plan in kept}


def test_without_a_policy_there_is_no_plan() -> None:
    assert heeded(PLANS, None, NO_MINUTE) == ()
