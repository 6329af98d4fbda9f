"""A store is told what it holds to learn from, what it gave, at which price, and why it gives nothing now."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from edge_node.commands.learning import switch_off, switch_on
from edge_node.consent.kept import site_of
from edge_node.consent.receipts import Receipts
from edge_node.console.contribution import NEWEST, Contribution, contribution_of
from edge_node.node import load_node
from edge_node.storage.documents import save
from edge_node.storage.files import write_private
from edge_node.storage.learn_ledger import PaidRound
from privacy.budget import UNIT, epsilon
from shared.ids import TaskId
from tests.support.clock import FakeClock
from tests.support.consent_world import agreed
from tests.support.console_world import WINDOWS, taught_store
from tests.support.edge_world import BUNDLE, paired_node, signed_policy
from tests.support.kept_home import keep_record
from tests.support.learning_policy import learning
from tests.support.learning_store import AT_NIGHT, PLAN, LearningStore, learning_store, night_bundle
from tests.support.shared_models import always, published, that_learns

RHO = Fraction(1, 200)
NOON = datetime(2026, 6, 16, 10, tzinfo=UTC)


def given(store: LearningStore) -> Contribution:
    return contribution_of(store.node, site_of(store.root))


def test_windows_are_counted_by_what_came_next(tmp_path: Path) -> None:
    found = given(taught_store(tmp_path))

    assert (found.state, found.windows, sum(found.labels.values())) == ("on", WINDOWS, WINDOWS)
    assert (found.window_hours, found.unreadable) == (72, 0)


def test_windows_whose_purpose_has_ended_are_told_apart(tmp_path: Path) -> None:
    store = taught_store(tmp_path)
    with closing(store.node.open_journal()) as journal:
        keep_record(journal, "windows", AT_NIGHT, timedelta(hours=72), grounds=("legitimate_interests:old",))

    found = given(store)

    assert (found.windows, found.ended, found.unreadable) == (WINDOWS + 1, 1, 0)
    assert sum(found.labels.values()) == WINDOWS


def test_windows_of_another_version_are_not_learnt_from(tmp_path: Path) -> None:
    store = learning_store(tmp_path)
    with closing(store.node.open_journal()) as journal:
        keep_record(journal, "windows", AT_NIGHT, timedelta(hours=72), payload=b"of another version")

    found = given(store)

    assert (found.windows, found.unreadable) == (1, 1)


def test_rounds_come_newest_first_with_the_bytes_of_the_last(tmp_path: Path) -> None:
    store = taught_store(tmp_path)

    found = given(store)

    (paid,) = [one for one in store.paid() if one.answer is not None]
    assert paid.answer is not None
    assert [(one.number, one.sent_bytes) for one in found.rounds] == [
        (2, len(paid.answer.leader) + len(paid.answer.helper)),
        (1, None),
    ]
    assert found.rounds[0].at == AT_NIGHT


def test_the_price_is_that_of_a_window_that_may_be_alive(tmp_path: Path) -> None:
    store = taught_store(tmp_path)

    price = given(store).price

    assert price is not None
    assert price.epsilon_spent == epsilon(2 * PLAN.steps * PLAN.rho_per_step)
    assert price.epsilon_most == epsilon(Fraction("0.03"))
    assert (price.period_hours, price.unit) == (73, UNIT)


def test_a_round_costs_nothing_any_more_once_its_windows_are_gone(tmp_path: Path) -> None:
    store = taught_store(tmp_path)

    store.clock.advance(timedelta(hours=73, minutes=1).total_seconds())

    price = given(store).price
    assert price is not None
    assert price.epsilon_spent == 0


def test_more_rounds_than_are_shown_are_counted(tmp_path: Path) -> None:
    store = learning_store(tmp_path)
    with closing(store.node.open_journal()) as journal, journal.unit():
        for number in range(1, 14):
            at_s = AT_NIGHT.timestamp() - 10**6 * (20 - number)
            paid = PaidRound(TaskId("learn.intent"), number, b"told", RHO, at_s - 1, at_s, Fraction(1))
            journal.charge_round(paid, share=Fraction(1))

    found = given(store)

    assert (len(found.rounds), found.rounds_in_all, found.rounds[0].number) == (NEWEST, 13, 13)


def test_at_night_a_round_would_be_answered(tmp_path: Path) -> None:
    found = given(learning_store(tmp_path))

    assert (found.obstacle, found.refusal) == (None, None)


def test_by_day_no_round_is_answered_though_windows_are_kept(tmp_path: Path) -> None:
    store = learning_store(tmp_path)
    store.clock.advance((NOON - AT_NIGHT).total_seconds())

    found = given(store)

    assert found.refusal is not None
    assert (found.obstacle, found.refusal.rule) == (None, "training_hours")


def test_without_its_sign_nothing_is_kept_at_any_hour(tmp_path: Path) -> None:
    found = given(learning_store(tmp_path, attested=False))

    assert found.obstacle is not None
    assert (found.is_on, found.obstacle.rule) == (True, "not_attested")


def test_learning_that_rests_on_consent_waits_for_somebodys(tmp_path: Path) -> None:
    store = learning_store(tmp_path)
    asking = learning(lawful_basis="consent")
    write_private(store.node.home.policy, signed_policy(asking, store.parties["helper"].root))

    found = given(store)

    assert found.obstacle is not None
    assert found.obstacle.rule == "not_consented"


def test_once_somebody_consents_windows_are_kept_and_rounds_answered(tmp_path: Path) -> None:
    bundle = night_bundle(lawful_basis="consent")
    store = learning_store(tmp_path, bundle=bundle)
    save(store.node.home.receipts, Receipts(entries=(agreed("zones", bundle, AT_NIGHT),)))
    with closing(store.node.open_journal()) as journal:
        keep_record(journal, "windows", AT_NIGHT, timedelta(hours=72), grounds=("consent:zones",))

    found = given(store)

    assert (found.obstacle, found.refusal) == (None, None)
    assert (found.windows, found.ended) == (1, 0)


def test_another_training_code_than_the_policys_is_said(tmp_path: Path) -> None:
    found = given(learning_store(tmp_path, code="0" * 64))

    assert found.refusal is not None
    assert "code" in found.refusal.reason


def test_a_store_that_switched_it_off_says_who(tmp_path: Path) -> None:
    store = learning_store(tmp_path)
    switch_off(store.root, "floor lead", "", store.clock)

    found = given(store)

    assert found.stopped is not None
    assert (found.state, found.stopped.pressed.by) == ("off", "floor lead")


def test_when_learning_was_off_is_told_the_newest_first(tmp_path: Path) -> None:
    store = learning_store(tmp_path)
    for by in ("till 1", "till 2"):
        switch_off(store.root, by, "", store.clock)
        switch_on(store.root, "floor lead", store.clock)

    assert [stop.pressed.by for stop in given(store).stops] == ["till 2", "till 1"]


def test_a_policy_that_trains_nothing_asks_for_nothing(tmp_path: Path) -> None:
    store = learning_store(tmp_path)
    write_private(store.node.home.policy, signed_policy(BUNDLE, store.parties["helper"].root))

    found = given(store)

    assert (found.state, found.price) == ("not_asked", None)
    assert found.obstacle is not None
    assert found.obstacle.rule == "no_such_purpose"


def test_without_a_policy_nothing_is_learnt(tmp_path: Path) -> None:
    store = learning_store(tmp_path)
    store.node.home.policy.unlink()

    found = given(store)

    assert found.obstacle is not None
    assert (found.state, found.obstacle.rule) == ("not_asked", "no_policy")


def test_the_model_in_use_is_named_and_since_when(tmp_path: Path) -> None:
    clock = FakeClock()
    node, parties = paired_node(tmp_path, clock)
    write_private(node.home.policy, signed_policy(that_learns(), parties["helper"].root))
    write_private(node.home.model, published(parties["leader"].root, always(3), version=7))
    site = site_of(learning_store(tmp_path / "other").root)

    found = contribution_of(load_node(tmp_path, clock), site)

    assert found.model is not None
    assert (found.model.version, found.model.round, found.model.made_by) == (7, 7, "round")
    assert found.model.since.timestamp() == pytest.approx(node.home.model.stat().st_mtime)


def test_until_stores_have_learnt_the_shipped_model_is_used(tmp_path: Path) -> None:
    assert given(learning_store(tmp_path)).model is None
