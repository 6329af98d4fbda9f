"""The one door: each reason for which nothing leaves, and what leaves carries the full noise."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlmodel import func, select

from aggregator.adopted import to_adopted
from aggregator.database import reading, writing
from aggregator.decisions import recall
from aggregator.hub import Hub
from aggregator.release.gate import Gate
from aggregator.tables import LedgerRow
from aggregator.wish import Wish
from policies.engine import Deny
from shared.ids import TaskId
from shared.schemas.task import Task
from shared.wire.problems import Problem
from tests.support.vector_world import COHORT, COHORT_TASK, NOW, make_world

ADOPTED = to_adopted(make_world().bundle, NOW)
TASK = ADOPTED.tasks[COHORT_TASK]
SECRET = bytes(range(32))


def wish(**changes: Any) -> Wish:
    good = {"task_id": COHORT_TASK, "scope": COHORT, "epoch": 1, "data_from": NOW, "sites": 5}
    return Wish(**good | changes)


def admit(hub: Hub, asked: Wish, now: datetime = NOW) -> Task | Deny | Problem:
    with writing(hub.engine) as session:
        return Gate().admit(session, asked, ADOPTED, now)


def entries(hub: Hub) -> int:
    with reading(hub.engine) as session:
        return session.exec(select(func.count()).select_from(LedgerRow)).one()


def test_admitted_release_has_been_paid_for(leader_hub: Hub) -> None:
    assert admit(leader_hub, wish()) == TASK
    assert entries(leader_hub) == 1


@pytest.mark.parametrize(
    ("asked", "now", "reason"),
    [
        (wish(task_id=TaskId("x.day.cohort")), NOW, "no_such_task"),
        (wish(data_from=datetime(2025, 1, 1, tzinfo=UTC)), NOW, "not_in_force"),
        (wish(), NOW + timedelta(days=1_000), "review_overdue"),
        (wish(sites=4), NOW, "below_minimum_batch"),
    ],
    ids=["no such task", "before the policy", "review overdue", "four sites"],
)
def test_refused_release_costs_nothing(leader_hub: Hub, asked: Wish, now: datetime, reason: str) -> None:
    found = admit(leader_hub, asked, now)

    assert isinstance(found, Deny | Problem)
    assert reason == (found.rule if isinstance(found, Deny) else found.name)
    assert entries(leader_hub) == 0


def test_no_policy_lets_nothing_out(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        found = Gate().admit(session, wish(), None, NOW)

    assert isinstance(found, Deny)
    assert found.rule == "no_policy"


def test_epoch_is_released_once(leader_hub: Hub) -> None:
    admit(leader_hub, wish())

    found = admit(leader_hub, wish())

    assert isinstance(found, Problem)
    assert found.name == "over_budget"
    assert isinstance(admit(leader_hub, wish(epoch=2)), Task)


def test_noise_is_in_every_cell_and_not_in_coverage() -> None:
    asked: list[tuple[int, Fraction]] = []

    def noise(length: int, variance: Fraction) -> NDArray[np.int64]:
        asked.append((length, variance))
        return np.arange(-3, length - 3, dtype=np.int64)

    total = np.array([0, 2**64 - 1, 5, 7], dtype=np.uint64)
    noisy = Gate(noise).add_noise(total, TASK, SECRET)

    assert noisy.tolist() == [2**64 - 3, 2**64 - 3, 4, 7]
    assert asked == [(3, TASK.noise_variance)]


def test_noise_has_the_policys_variance() -> None:
    drawn = Gate().add_noise(np.zeros(4_001, dtype=np.uint64), TASK, SECRET).view(np.int64)[:-1]

    # a variance from 4,000 draws has a relative deviation of √(2/4000) = 2.2 %; ±15 % is 6.7 of them: 2e-11
    assert abs(float(drawn.var()) / float(TASK.noise_variance) - 1) < 0.15


def test_the_noise_is_the_batchs_own_every_time() -> None:
    total = np.zeros(100, dtype=np.uint64)
    first, again = (Gate().add_noise(total, TASK, SECRET).tolist() for _ in range(2))

    assert first == again
    assert Gate().add_noise(total, TASK, SECRET[::-1]).tolist() != first


@pytest.mark.parametrize(
    ("asked", "outcome"), [(wish(), "permit"), (wish(task_id=TaskId("x.day.cohort")), "no_such_task")]
)
def test_every_answer_is_counted_with_its_scope(leader_hub: Hub, asked: Wish, outcome: str) -> None:
    admit(leader_hub, asked)

    with reading(leader_hub.engine) as session:
        (line,) = recall(session, NOW - timedelta(hours=1))
    assert (line.action, line.scope, line.outcome, line.count) == ("release", COHORT, outcome, 1)
