"""The terms of a batch come from the signed policy alone."""

from datetime import timedelta

import pytest

from aggregator.adopted import to_adopted
from aggregator.aggregate.batch import BatchName, has_ended, takes_shares, terms_of, wish_for
from shared.ids import CohortId, TaskId
from tests.support.vector_world import COHORT, COHORT_TASK, NOW, SITE_TASK, make_world

WORLD = make_world()
KNOWN = [to_adopted(WORLD.bundle, NOW)]
YESTERDAY = WORLD.epoch(COHORT_TASK, NOW - timedelta(days=1))
"""A Sunday: over in the last time zone at Monday noon UTC, which is NOW."""


def name(task: str = COHORT_TASK, epoch: int = YESTERDAY) -> BatchName:
    return BatchName(TaskId(task), CohortId(COHORT), epoch)


def test_terms_are_those_of_the_policy_in_force_then() -> None:
    terms = terms_of(name(), KNOWN)

    assert terms is not None
    assert (terms.task.minimum_batch, terms.length) == (5, 8)
    assert wish_for(name(), terms, 5).data_from == terms.data_from


@pytest.mark.parametrize(
    "wrong",
    [name(SITE_TASK), name("x.day.cohort"), name("x"), name("zone_visits.year.cohort"), name(epoch=2**60)],
    ids=lambda wrong: f"{wrong.task_id} {wrong.epoch}",
)
def test_other_tasks_and_times_have_no_terms(wrong: BatchName) -> None:
    assert terms_of(wrong, KNOWN) is None


def test_batch_takes_shares_for_seven_days_after_the_last_zone() -> None:
    terms = terms_of(name(), KNOWN)
    assert terms is not None

    assert takes_shares(name(), terms, NOW + timedelta(days=7))
    assert not takes_shares(name(), terms, NOW + timedelta(days=7, seconds=1))


def test_epoch_has_ended_when_it_has_everywhere() -> None:
    terms = terms_of(name(), KNOWN)
    assert terms is not None

    assert has_ended(name(), terms, NOW)
    assert not has_ended(name(), terms, NOW - timedelta(seconds=1))
