"""The door: in order, exact, once, and closed when in doubt."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from edge_node.release.gate import Door, Refused, close_epoch
from edge_node.release.schedule import Due
from edge_node.storage.contributions import Contribution
from edge_node.storage.journal import Journal
from edge_node.storage.learn_ledger import PaidRound
from edge_node.storage.ledger import LedgerEntry
from edge_node.storage.sums import OpenSum
from edge_node.vector_plan import plan
from policies.engine import Decision, Deny, Permit, Request, decide
from policies.tasks import shares, tasks
from shared.epoch import bounds, epoch_of
from shared.ids import TaskId
from tests.support.edge_world import BUNDLE, site

NOW = datetime(2026, 6, 17, 12, 30, tzinfo=UTC)
TASKS = tasks(BUNDLE)
SHARES = shares(BUNDLE)
TOTAL = BUNDLE.chain.budget.exact_total


def sevens(length: int, _: Fraction) -> NDArray[np.int64]:
    return np.full(length, 7, dtype=np.int64)


def door(**changes: object) -> Door:
    made = Door(
        decide=lambda request: decide(request, BUNDLE, NOW),
        policy_hash=BUNDLE.hash,
        shares=SHARES,
        total=TOTAL,
        noise=sevens,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # the test names fields of Door


def due(name: str, at: datetime = NOW - timedelta(days=8)) -> Due:
    planned = plan(TASKS[TaskId(name)], site(), BUNDLE.chain.layout)
    epoch = epoch_of(at, planned.task.level, site().zone_info)
    return Due(planned, epoch, *bounds(epoch, planned.task.level, site().zone_info))


FOOTFALL, VISITS = due("footfall.hour.site"), due("zone_visits.day.cohort")


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal.sqlite3")


def hold(journal: Journal, item: Due, *, policy_hash: bytes = BUNDLE.hash, cover: float = 60.9) -> None:
    vector = np.full(len(item.plan.cells), 3, dtype=np.int64)
    held = OpenSum(item.plan.task.task_id, item.epoch, policy_hash, item.plan.layout_hash, vector, cover)
    journal.add([held])


def close(journal: Journal, item: Due, made: Door) -> Contribution | Refused:
    with journal.unit():
        return close_epoch(item, made, journal, at_s=NOW.timestamp())


def rule(outcome: Contribution | Refused) -> str:
    return outcome.rule if isinstance(outcome, Refused) else "closed"


def vector(outcome: Contribution | Refused) -> list[int]:
    assert isinstance(outcome, Contribution)
    values: list[int] = outcome.vector.tolist()
    return values


def test_the_site_lane_adds_noise_to_every_cell_and_none_to_coverage(journal: Journal) -> None:
    hold(journal, FOOTFALL)

    assert vector(close(journal, FOOTFALL, door())) == [10, 10, 10, 10, 60]


def test_the_noise_has_the_variance_of_the_task(journal: Journal) -> None:
    asked: list[tuple[int, Fraction]] = []

    def noise(length: int, variance: Fraction) -> NDArray[np.int64]:
        asked.append((length, variance))
        return sevens(length, variance)

    close(journal, FOOTFALL, door(noise=noise))

    assert asked == [(4, Fraction(10))]  # L2² / 2ρ = 1 / (2 · 1/20)


def test_the_cohort_lane_stays_exact_for_splitting(journal: Journal) -> None:
    hold(journal, VISITS)

    assert vector(close(journal, VISITS, door())) == [3, 3, 3, 3, 3, 3, 3, 60]


def test_an_empty_epoch_looks_like_any_other(journal: Journal) -> None:
    assert vector(close(journal, FOOTFALL, door())) == [7, 7, 7, 7, 0]
    assert len(journal.ledger.all()) == 1


def test_the_real_noise_differs_from_epoch_to_epoch(journal: Journal) -> None:
    real = Door(decide=door().decide, policy_hash=BUNDLE.hash, shares=SHARES, total=TOTAL)
    items = [due("footfall.hour.site", NOW - timedelta(hours=at)) for at in range(2, 12)]

    drawn = {tuple(vector(close(journal, item, real))) for item in items}

    assert len(drawn) > 1


def test_coverage_is_never_longer_than_the_epoch(journal: Journal) -> None:
    hold(journal, FOOTFALL, cover=9_999_999.0)

    assert vector(close(journal, FOOTFALL, door()))[-1] == 3600


def test_sum_ledger_and_contribution_change_together(journal: Journal) -> None:
    hold(journal, FOOTFALL)

    outcome = close(journal, FOOTFALL, door())

    assert isinstance(outcome, Contribution)
    assert journal.sums.epochs() == []
    assert [entry.rho for entry in journal.ledger.all()] == [Fraction(1, 20)]
    assert [each.report_id for each in journal.contributions.first(9)] == [outcome.report_id]


def test_a_unit_that_fails_leaves_the_exact_sum(journal: Journal) -> None:
    hold(journal, FOOTFALL)

    def close_and_die() -> None:
        with journal.unit():
            close_epoch(FOOTFALL, door(), journal, at_s=0)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        close_and_die()
    assert len(journal.sums.epochs()) == 1
    assert journal.ledger.all() == []
    assert journal.contributions.first(9) == []


def test_every_report_has_an_id_of_its_own(journal: Journal) -> None:
    ids = []
    for at in range(2, 6):
        outcome = close(journal, due("footfall.hour.site", NOW - timedelta(hours=at)), door())
        assert isinstance(outcome, Contribution)
        ids.append(outcome.report_id)

    assert len(set(ids)) == 4
    assert {len(each) for each in ids} == {16}


def test_without_a_policy_nothing_leaves(journal: Journal) -> None:
    hold(journal, FOOTFALL)

    outcome = close(journal, FOOTFALL, door(decide=lambda request: decide(request, None, NOW)))

    assert rule(outcome) == "no_policy"
    assert len(journal.sums.epochs()) == 1
    assert journal.ledger.all() == []


def test_an_epoch_before_the_policy_does_not_leave(journal: Journal) -> None:
    early = due("footfall.hour.site", BUNDLE.chain.not_before - timedelta(hours=3))

    assert rule(close(journal, early, door())) == "not_in_force"


def test_a_purpose_past_its_review_does_not_leave(journal: Journal) -> None:
    late = datetime(2027, 7, 1, tzinfo=UTC)

    outcome = close(journal, FOOTFALL, door(decide=lambda request: decide(request, BUNDLE, late)))

    assert rule(outcome) == "review_overdue"


def test_a_permit_for_another_price_does_not_count(journal: Journal) -> None:
    def cheaper(request: Request) -> Decision:
        return Permit(TASKS[request.task_id].model_copy(update={"rho": "1/1000"}))

    assert rule(close(journal, FOOTFALL, door(decide=cheaper))) == "other_terms"


def test_a_sum_of_another_policy_does_not_leave(journal: Journal) -> None:
    hold(journal, FOOTFALL, policy_hash=bytes(32))

    assert rule(close(journal, FOOTFALL, door())) == "other_terms"


def test_an_epoch_leaves_once(journal: Journal) -> None:
    close(journal, FOOTFALL, door())

    assert rule(close(journal, FOOTFALL, door())) == "already_released"
    assert len(journal.contributions.first(9)) == 1


def test_what_the_share_does_not_cover_does_not_leave(journal: Journal) -> None:
    hold(journal, FOOTFALL)

    outcome = close(journal, FOOTFALL, door(shares={"site": Fraction(1, 21), "cohort": Fraction(1)}))

    assert rule(outcome) == "over_budget"
    assert len(journal.sums.epochs()) == 1
    assert journal.ledger.all() == []


def test_a_vector_that_is_proved_is_cut_to_what_can_be(journal: Journal) -> None:
    task = VISITS.plan.task.model_copy(update={"vdaf_id": "prio3sumvec", "max_per_site": 2})
    proved = replace(VISITS, plan=replace(VISITS.plan, task=task))
    hold(journal, VISITS)

    outcome = close(journal, proved, door(decide=lambda _: Permit(task)))

    assert vector(outcome) == [2] * len(VISITS.plan.cells) + [60]
    assert isinstance(outcome, Contribution)
    assert outcome.max_per_site == 2


def test_the_cohort_lane_has_a_share_of_its_own(journal: Journal) -> None:
    outcome = close(journal, VISITS, door(shares={"site": Fraction(1), "cohort": Fraction(1, 1000)}))

    assert rule(outcome) == "over_budget"


def test_the_shipped_policy_fits_its_shares_exactly_once_over(journal: Journal) -> None:
    items = [due(str(task_id)) for task_id in TASKS]

    assert {rule(close(journal, item, door())) for item in items} == {"closed"}


def test_a_price_raised_meanwhile_is_charged_with_what_was_paid(journal: Journal) -> None:
    start_s = int(FOOTFALL.start.timestamp())
    paid = LedgerEntry(
        TaskId("older.day.site"), 1, "site", Fraction(15, 100), start_s - 9, start_s + 9, TOTAL
    )
    with journal.unit():
        journal.ledger.append(paid, 0)

    assert rule(close(journal, FOOTFALL, door())) == "over_budget"


def test_what_was_paid_in_the_other_lane_under_another_policy_counts_too(journal: Journal) -> None:
    """Both lanes have their shares; a track that passed through both under two policies has one total."""
    start_s = int(FOOTFALL.start.timestamp())
    rho = TOTAL - FOOTFALL.plan.task.exact_rho
    older = LedgerEntry(TaskId("older.week.cohort"), 1, "cohort", rho, start_s - 9, start_s + 9, TOTAL)
    more = LedgerEntry(
        TaskId("other.week.cohort"), 1, "cohort", Fraction(1, 10**9), start_s - 9, start_s + 9, TOTAL
    )
    with journal.unit():
        journal.ledger.append(older, 0)
        journal.ledger.append(more, 0)

    assert rule(close(journal, FOOTFALL, door())) == "over_budget"


def test_the_total_may_be_spent_to_the_last(journal: Journal) -> None:
    start_s = int(FOOTFALL.start.timestamp())
    rho = TOTAL - FOOTFALL.plan.task.exact_rho
    older = LedgerEntry(TaskId("older.week.cohort"), 1, "cohort", rho, start_s - 9, start_s + 9, TOTAL)
    with journal.unit():
        journal.ledger.append(older, 0)

    assert rule(close(journal, FOOTFALL, door())) == "closed"


@pytest.mark.parametrize("in_time_s", [1, -1], ids=["while its windows live", "before its tracks"])
def test_what_learning_cost_its_tracks_counts_too(journal: Journal, in_time_s: int) -> None:
    start_s = int(FOOTFALL.start.timestamp())
    rho = TOTAL - FOOTFALL.plan.task.exact_rho + Fraction(1, 10**9)
    learnt = PaidRound(TaskId("learn.intent"), 1, b"", rho, start_s - 9, start_s + in_time_s, TOTAL)
    with journal.unit():
        journal.charge_round(learnt, share=rho)

    assert rule(close(journal, FOOTFALL, door())) == ("over_budget" if in_time_s > 0 else "closed")


def test_a_smaller_total_of_another_policy_holds(journal: Journal) -> None:
    start_s = int(FOOTFALL.start.timestamp())
    rho = FOOTFALL.plan.task.exact_rho
    older = LedgerEntry(
        TaskId("older.week.cohort"), 1, "cohort", rho, start_s, start_s + 9, rho * 2 - rho / 9
    )
    with journal.unit():
        journal.ledger.append(older, 0)

    assert rule(close(journal, FOOTFALL, door())) == "over_budget"


def test_what_others_paid_at_other_times_does_not_count(journal: Journal) -> None:
    start_s = int(FOOTFALL.start.timestamp())
    paid = LedgerEntry(TaskId("older.day.site"), 1, "site", Fraction(15, 100), start_s - 9, start_s, TOTAL)
    with journal.unit():
        journal.ledger.append(paid, 0)

    assert rule(close(journal, FOOTFALL, door())) == "closed"


def test_a_denial_says_what_was_expected(journal: Journal) -> None:
    denied = Deny("quiet_hours", "GDPR Art. 5(1)(c)", "expected opening hours, got 03:00")

    outcome = close(journal, FOOTFALL, door(decide=lambda _: denied))

    assert outcome == Refused("quiet_hours", "expected opening hours, got 03:00")
