"""Each kind of an aggregator's data ends when its rule says."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlmodel import SQLModel

from aggregator.accounts.provider_sign_in import TRY_FOR
from aggregator.accounts.tables import LoginTryRow, OidcTryRow
from aggregator.compliance.tables import DraftRow
from aggregator.database import reading, writing
from aggregator.hub import Hub
from aggregator.retention.kind import Kind
from aggregator.retention.kinds import evidence_life, kinds
from aggregator.retention.sweep import newest_first
from aggregator.retention.tables import DeletionReceiptRow
from aggregator.tables import (
    AggregateShareRow,
    BatchRow,
    DecisionRow,
    NonceRow,
    PairingCodeRow,
    RefusalRow,
    ReleaseRow,
)
from policies.retention import MONTH, YEAR, Held
from policies.schema import PolicyBundle
from tests.support.packs import rule, with_rules
from tests.support.vector_world import NOW

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def release(at: datetime, metric: str = "footfall") -> ReleaseRow:
    return ReleaseRow(
        task_id=f"{metric}.hour.site",
        metric=metric,
        scope="site",
        epoch=1,
        epoch_start=at,
        is_suppressed=False,
        document="{}",
        published_at=at,
    )


def batch(at: datetime) -> BatchRow:
    return BatchRow(
        batch_id=1, task_id="t", cohort_id="c", epoch=1, state="collected", policy_hash=b"", closed_at=at
    )


def receipt(at: datetime) -> DeletionReceiptRow:
    return DeletionReceiptRow(
        kind="k", count=0, data_from=at, data_until=at, rule="r", at=at, root=b"", salt=b"", leaves=b""
    )


ROWS: dict[str, tuple[Callable[[datetime], SQLModel], timedelta]] = {
    "releases of footfall": (release, 25 * MONTH),
    "batches": (batch, 25 * MONTH),
    "pairing codes": (lambda at: PairingCodeRow(mac=b"m", expires_at=at), 35 * DAY),
    "policy drafts": (lambda at: DraftRow(bundle="{}", state="withdrawn", made_at=at), 6 * YEAR),
    "deletion receipts": (receipt, 6 * YEAR),
    "nonces": (lambda at: NonceRow(nonce="n", seen_at=at), timedelta(minutes=10)),
    "refusals": (lambda at: RefusalRow(minute=at, problem="malformed", refused=3), 35 * DAY),
    "sign-ins under way": (
        lambda at: OidcTryRow(state_hash=bytes(32), nonce="n", verifier="v", next_path="/", began_at=at),
        TRY_FOR,
    ),
}
"""A row of each kind and its life, worked out by hand from the shipped documents and the protocol."""


def by_kind(hub: Hub, bundles: list[PolicyBundle] | None = None) -> dict[str, Kind]:
    with reading(hub.engine) as session:
        found = kinds(hub, session, newest_first(hub, session) if bundles is None else bundles)
    return {kind.rule.kind: kind for kind in found}


@pytest.mark.parametrize("kind", ROWS)
def test_each_kind_ends_when_its_rule_says(leader_hub: Hub, kind: str) -> None:
    make, life = ROWS[kind]
    with writing(leader_hub.engine) as session:
        session.add(make(NOW))
    found = by_kind(leader_hub)[kind]

    with writing(leader_hub.engine) as session:
        before = found.forget(session, NOW + life - SECOND)
        held = found.held(session)
        after = found.forget(session, NOW + life + SECOND)
        left = found.held(session)

    assert before == 0
    assert held == Held(1, NOW)
    assert after not in (0, None)
    assert left == Held()


def test_a_batch_stays_until_its_noisy_sum_is_gone(helper_hub: Hub) -> None:
    with writing(helper_hub.engine) as session:
        session.add(batch(NOW))
        session.flush()
        session.add(AggregateShareRow(batch_id=1, share=b"s", created_at=NOW + DAY))
    found, late = by_kind(helper_hub), NOW + 25 * MONTH

    with writing(helper_hub.engine) as session:
        assert found["batches"].forget(session, late + SECOND) == 0
        assert found["noisy sums"].forget(session, late + 2 * DAY) != 0
        assert found["batches"].forget(session, late + 2 * DAY) != 0


def test_a_failed_sign_in_goes_when_no_limit_looks_back_at_it(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        session.add(LoginTryRow(subject=bytes(32), at=NOW))
    found = by_kind(leader_hub)

    with writing(leader_hub.engine) as session:
        assert found["failed sign-ins"].forget(session, NOW + timedelta(minutes=59)) == 0
        assert found["failed sign-ins"].forget(session, NOW + timedelta(minutes=61)) == 1


def test_lines_of_the_decision_log_go_after_their_days(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        session.add(
            DecisionRow(hour=NOW, action="release", task_id="t", scope="s", outcome="permit", asked=2)
        )
    decisions = by_kind(leader_hub)["decisions"]
    keep_for = decisions.rule.keep_for or timedelta(0)

    with writing(leader_hub.engine) as session:
        assert decisions.forget(session, NOW + keep_for - SECOND) == 0
        assert decisions.forget(session, NOW + keep_for + SECOND) == 1


def test_a_cap_of_a_pack_holds_for_what_is_kept(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        session.add(release(NOW))
    capped = with_rules(rule("cap", kept="release_months", at_most=13))

    found = by_kind(leader_hub, [capped])["releases of footfall"]

    assert found.rule.keep_for == 13 * MONTH


def test_a_metric_that_no_policy_knows_lives_as_long_as_any_may(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        session.add(release(NOW, "forgotten_metric"))

    assert by_kind(leader_hub, [])["releases of forgotten_metric"].rule.keep_for == 25 * MONTH


def test_without_a_policy_evidence_lives_six_years() -> None:
    assert evidence_life(None).keep_for == 6 * YEAR
