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


def test_without_a_policy_there_is_no_plan() -> None:
    assert heeded(PLANS, None, NO_MINUTE) == ()
