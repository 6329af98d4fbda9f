"""A store refuses first, then pays, then trains; every retry sends the same bytes."""

from contextlib import closing
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from edge_node.consent.attestations import Act
from edge_node.consent.panel import withdrawn
from edge_node.consent.receipts import Receipts
from edge_node.errors import UplinkError
from edge_node.federated.errors import LearnError, RefusedLearningError
from edge_node.intent.window import FEATURES, STEPS, Example, Label, Window, to_bytes
from edge_node.storage.documents import save
from edge_node.storage.ledger import LedgerEntry
from privacy.payload import decode_helper_seed, decode_leader_share
from privacy.sealing import open_sealed
from privacy.shares import combine, expand
from shared.ids import TaskId
from shared.wire.codec import decode_envelope, decode_header
from tests.support.consent_world import agreed
from tests.support.kept_home import keep_record
from tests.support.learning_policy import GROUND, learning
from tests.support.learning_store import (
    AT_NIGHT,
    PLAN,
    VECTOR,
    LearningStore,
    instruction,
    learning_store,
    night_bundle,
)

OTHER = "consent:zones"
"""The same purpose on another basis."""
LIFE = timedelta(hours=72)
LEVELS = Window(np.ones((STEPS, len(FEATURES)), dtype=np.int8))


def keep(store: LearningStore, windows: dict[Label, tuple[str, ...]], at: datetime = AT_NIGHT) -> None:
    """Put one window of each label into the store's vault, on its grounds."""
    with closing(store.node.open_journal()) as journal:
        for label, grounds in windows.items():
            payload = to_bytes(Example(LEVELS, label))
            keep_record(journal, "windows", at, LIFE, payload=payload, grounds=grounds)


@pytest.fixture
def store(tmp_path: Path) -> LearningStore:
    return learning_store(tmp_path)


def test_both_shares_make_the_vector_and_neither_does(store: LearningStore) -> None:
    reply = store.participant.answer(store.told())

    leader, helper = decode_envelope(reply["envelope"]), decode_envelope(store.sent[0])
    opened = {
        one.role: open_sealed(one.ciphertext, store.parties[one.role].hpke, header=one.header, role=one.role)  # type: ignore[index, arg-type]
        for one in (leader, helper)
    }
    own = decode_leader_share(opened["leader"], PLAN.length).values
    other = expand(decode_helper_seed(opened["helper"]), helper.header, PLAN.length)
    assert np.array_equal(combine(own, other), VECTOR)
    assert not np.array_equal(own.view(np.int64), VECTOR)


def test_only_windows_kept_for_the_rounds_own_purpose_are_learnt_from(tmp_path: Path) -> None:
    store = learning_store(tmp_path, bundle=learning(night_bundle(), purpose="flow"))
    keep(
        store, {"leave": (GROUND,), "browse": ("legitimate_interests:flow",), "queue": (), "reach": (OTHER,)}
    )

    store.participant.answer(store.told())

    assert [one.label for one in store.learnt] == ["leave"]


def test_a_purpose_that_rests_on_consent_now_learns_from_nothing_kept_before(tmp_path: Path) -> None:
    bundle = night_bundle(lawful_basis="consent")
    store = learning_store(tmp_path, bundle=bundle)
    save(store.node.home.receipts, Receipts(entries=(agreed("zones", bundle, AT_NIGHT),)))
    keep(store, {"leave": (GROUND,), "browse": (OTHER,)})

    store.participant.answer(store.told())

    assert [one.label for one in store.learnt] == ["browse"]


def test_what_the_panel_left_before_one_took_the_consent_back_is_not_learnt_from(tmp_path: Path) -> None:
    bundle = night_bundle(lawful_basis="consent")
    store = learning_store(tmp_path, bundle=bundle)
    both = [agreed("zones", bundle, AT_NIGHT - timedelta(days=1), number * 16) for number in ("1", "2")]
    back = Act(by="till 2", at=AT_NIGHT - timedelta(hours=1))
    save(store.node.home.receipts, withdrawn(Receipts(entries=tuple(both)), "1" * 16, back))
    keep(store, {"browse": (OTHER,)}, AT_NIGHT - timedelta(hours=5))
    keep(store, {"reach": (OTHER,)})

    store.participant.answer(store.told())

    assert [one.label for one in store.learnt] == ["reach"]


def test_a_window_of_another_version_does_not_end_the_round(store: LearningStore) -> None:
    with closing(store.node.open_journal()) as journal:
        keep_record(journal, "windows", AT_NIGHT, LIFE, payload=b"of another version")
    keep(store, {"leave": (GROUND,)})

    store.participant.answer(store.told())

    assert [one.label for one in store.learnt] == ["leave"]


def test_report_names_round_policy_and_instruction(store: LearningStore) -> None:
    reply = store.participant.answer(store.told(7))

    header = decode_header(decode_envelope(reply["envelope"]).header)
    assert (header.task_id, header.epoch) == ("learn.intent", 7)
    assert header.policy_hash == store.bundle.hash
    assert header.layout_hash == instruction(7).hash


def test_reply_holds_the_leaders_sealed_share_and_nothing_else(store: LearningStore) -> None:
    assert set(store.participant.answer(store.told())) == {"envelope"}


def test_round_is_charged_before_it_is_trained(store: LearningStore) -> None:
    store.participant.answer(store.told())

    (paid,) = store.paid()
    assert (paid.number, paid.rho) == (1, Fraction(1, 200))


def test_repeated_instruction_gets_the_same_bytes_and_costs_nothing_more(store: LearningStore) -> None:
    first, second = (store.participant.answer(store.told()) for _ in range(2))

    assert first == second
    assert store.sent[0] == store.sent[1]
    assert (store.trained, len(store.paid())) == (1, 1)


def test_another_instruction_for_the_same_round_is_refused(store: LearningStore) -> None:
    store.participant.answer(store.told())
    told = store.told()
    other = np.zeros(4, dtype="<f4").tobytes()
    import hashlib

    changed = instruction(model_hash=hashlib.sha256(other).hexdigest())
    told |= {"instruction": changed.model_dump_json().encode(), "weights": other}

    with pytest.raises(RefusedLearningError, match="second_report"):
        store.participant.answer(told)

    assert store.trained == 1


def test_a_round_that_broke_off_stays_charged_and_is_not_trained_again(store: LearningStore) -> None:
    def breaks(*_: Any) -> Any:
        raise RuntimeError("the machine went down")

    store._train = breaks  # type: ignore[method-assign]
    with pytest.raises(RuntimeError):
        store.participant.answer(store.told())

    with pytest.raises(RefusedLearningError, match="second_report"):
        store.participant.answer(store.told())

    assert len(store.paid()) == 1


def test_what_a_lane_took_from_the_same_tracks_refuses_before_training(store: LearningStore) -> None:
    until_s, total = int(AT_NIGHT.timestamp()), store.bundle.chain.budget.exact_total
    task_id = TaskId("heatmap.week.site")
    paid = LedgerEntry(task_id, 1, "site", total, until_s - 60 * 3_600, until_s - 50 * 3_600, total)
    with closing(store.node.open_journal()) as journal, journal.unit():
        journal.ledger.append(paid, 0)

    with pytest.raises(RefusedLearningError, match="over_budget"):
        store.participant.answer(store.told())

    assert (store.trained, store.paid()) == (0, [])


def test_budget_refuses_before_training(store: LearningStore) -> None:
    for number in range(1, 7):
        store.participant.answer(store.told(number))

    with pytest.raises(RefusedLearningError, match="over_budget"):
        store.participant.answer(store.told(7))

    assert (store.trained, len(store.paid())) == (6, 6)


def test_windows_that_are_gone_are_not_charged_for_ever(store: LearningStore) -> None:
    for number in range(1, 7):
        store.participant.answer(store.told(number))
    store.clock.advance(96 * 3600)

    store.participant.answer(store.told(7))

    assert store.trained == 7


def test_helper_that_refuses_ends_the_round_here(store: LearningStore) -> None:
    store.outcomes = ["batch_collected"]

    with pytest.raises(RefusedLearningError, match="batch_collected"):
        store.participant.answer(store.told())


def test_helper_that_is_away_keeps_the_leader_without_a_share(store: LearningStore) -> None:
    def away(*_: Any) -> str:
        raise UplinkError("away")

    store._deliver = away  # type: ignore[method-assign]

    with pytest.raises(UplinkError):
        store.participant.answer(store.told())


def test_by_day_nothing_is_trained_or_charged(store: LearningStore) -> None:
    store.clock.advance(12 * 3600)

    with pytest.raises(RefusedLearningError) as refused:
        store.participant.answer(store.told())

    assert refused.value.rule == "training_hours"
    assert (store.trained, store.paid()) == (0, [])


def test_another_policy_is_refused(store: LearningStore) -> None:
    with pytest.raises(RefusedLearningError) as refused:
        store.participant.answer(store.told() | {"policy": bytes(32)})

    assert refused.value.rule == "unknown_policy"


@pytest.mark.parametrize(
    "change",
    [
        {"weights": b"123"},
        {"weights": np.zeros(4, dtype="<f4").tobytes()},
        {"instruction": b"{}"},
    ],
    ids=["no weights", "other weights", "no instruction"],
)
def test_instruction_that_makes_no_sense_is_refused(store: LearningStore, change: dict[str, bytes]) -> None:
    with pytest.raises(LearnError):
        store.participant.answer(store.told() | change)

    assert store.paid() == []


def test_message_without_weights_is_refused(store: LearningStore) -> None:
    told = store.told()
    del told["weights"]

    with pytest.raises(LearnError, match="weights"):
        store.participant.answer(told)
