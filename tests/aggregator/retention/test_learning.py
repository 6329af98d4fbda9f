"""What learning leaves ends when its rule says, and what learning goes on from never does."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, SQLModel, col, select

from aggregator.database import reading, writing
from aggregator.federated.lineage import current
from aggregator.federated.tables import ModelRow, NodeGroupRow, RoundRow, RoundShareRow, RoundSumRow
from aggregator.hub import Hub
from aggregator.retention.kind import Forgotten, Kind
from aggregator.retention.learning import learning_kinds
from aggregator.retention.sweep import sweep
from aggregator.retention.table import table
from aggregator.tables import EdgeRow, PolicyRow
from policies.retention import YEAR, Held, Limit
from tests.support.vector_world import NOW

SECOND = timedelta(seconds=1)
REPORTS, EVIDENCE = timedelta(days=45), 6 * YEAR
TASK = "intent.rounds"


def by_kind() -> dict[str, Kind]:
    found = learning_kinds(Limit(REPORTS, "like reports"), Limit(EVIDENCE, "like evidence"))
    return {kind.rule.kind: kind for kind in found}


def share(at: datetime, number: int, *, is_scrubbed: bool = False) -> RoundShareRow:
    return RoundShareRow(
        report_id=bytes([number]) * 16,
        task_id=TASK,
        round=number,
        edge_id="edge",
        instruction_hash=bytes(32),
        envelope_digest=bytes(32),
        envelope_bytes=9,
        header=b"h",
        share=None if is_scrubbed else b"seed",
        received_at=at,
    )


def summed(at: datetime, number: int) -> RoundSumRow:
    return RoundSumRow(task_id=TASK, round=number, digest=bytes(32), sums="[]", created_at=at)


def ended(at: datetime, number: int) -> RoundRow:
    return RoundRow(task_id=TASK, round=number, state="completed", began_at=at)


def model(at: datetime, number: int) -> ModelRow:
    return ModelRow(
        task_id=TASK,
        made_by="round",
        round=number,
        model_hash="ab",
        parent="",
        weights=b"w",
        moments="{}",
        policy_hash="",
        plan="p",
        participants=5,
        rho="0/1",
        made_at=at,
    )


def add(hub: Hub, *rows: SQLModel) -> None:
    with writing(hub.engine) as session:
        session.add(EdgeRow(edge_id="edge", public_key=bytes(32), enrolled_at=NOW))
        session.flush()
        session.add_all(rows)


def test_a_share_that_no_round_took_is_scrubbed_and_its_row_goes(helper_hub: Hub) -> None:
    add(helper_hub, share(NOW, 1))
    found = by_kind()

    with writing(helper_hub.engine) as session:
        assert found["shares that no round took"].forget(session, NOW + REPORTS - SECOND) == 0
        assert session.exec(select(RoundShareRow.share)).one() == b"seed"
        gone = found["shares that no round took"].forget(session, NOW + REPORTS + SECOND)
        assert session.exec(select(RoundShareRow.share)).one() is None
        assert found["reports of rounds"].forget(session, NOW + REPORTS + SECOND) == 1

    assert isinstance(gone, Forgotten)
    assert list(gone.ids) == [bytes([1]) * 16]


def test_the_row_of_a_summed_share_goes_by_count(helper_hub: Hub) -> None:
    add(helper_hub, share(NOW, 1, is_scrubbed=True))

    with writing(helper_hub.engine) as session:
        assert by_kind()["shares that no round took"].held(session) == Held()
        assert by_kind()["reports of rounds"].forget(session, NOW + REPORTS - SECOND) == 0
        assert by_kind()["reports of rounds"].forget(session, NOW + REPORTS + SECOND) == 1


LASTING: dict[str, tuple[Callable[[datetime, int], SQLModel], type[SQLModel], timedelta]] = {
    "sums of rounds": (summed, RoundSumRow, REPORTS),
    "rounds": (ended, RoundRow, EVIDENCE),
    "models": (model, ModelRow, EVIDENCE),
}


@pytest.mark.parametrize("kind", LASTING)
def test_older_ones_end_with_a_receipt_and_the_newest_stays(leader_hub: Hub, kind: str) -> None:
    make, rows, life = LASTING[kind]
    add(leader_hub, make(NOW, 1), make(NOW, 2))
    found = by_kind()[kind]

    with writing(leader_hub.engine) as session:
        held = found.held(session)
        before = found.forget(session, NOW + life - SECOND)
        gone = found.forget(session, NOW + life + SECOND)
        again = found.forget(session, NOW + 10 * life)
        left = [getattr(row, "round", None) for row in session.exec(select(rows)).all()]

    assert held == Held(1, NOW)
    assert before == 0
    assert isinstance(gone, Forgotten)
    assert len(gone.ids) == 1
    assert again == 0
    assert left == [2]


def test_a_model_brought_back_is_the_one_in_use_and_stays(leader_hub: Hub) -> None:
    add(leader_hub, model(NOW, 1), model(NOW, 2))
    add_more = model(NOW + SECOND, 1)
    with writing(leader_hub.engine) as session:
        session.add(add_more)

    with writing(leader_hub.engine) as session:
        by_kind()["models"].forget(session, NOW + 2 * EVIDENCE)
        kept = current(session, TASK)

    assert kept is not None
    assert (kept.round, kept.version) == (1, 3)


def test_groups_end_after_another_policy_followed(helper_hub: Hub) -> None:
    old, new = policies(helper_hub)
    add(helper_hub, group(old), group(new))
    found = by_kind()["groups of nodes"]

    with writing(helper_hub.engine) as session:
        held = found.held(session)
        before = found.forget(session, NOW + EVIDENCE - SECOND)
        gone = found.forget(session, NOW + EVIDENCE + SECOND)
        left = groups(session)

    assert held == Held(1, NOW)
    assert before == 0
    assert isinstance(gone, Forgotten)
    assert (len(gone.ids), gone.data_from) == (1, NOW)
    assert left == [new]


def policies(hub: Hub) -> tuple[bytes, bytes]:
    """Add a policy that follows the newest one now; return both hashes."""
    with writing(hub.engine) as session:
        last = session.exec(select(PolicyRow).order_by(col(PolicyRow.version).desc())).first()
        assert last is not None
        old, version, document = last.policy_hash, last.version + 1, last.document
        session.add(PolicyRow(policy_hash=bytes(32), version=version, document=document, adopted_at=NOW))
    return old, bytes(32)


def group(policy: bytes) -> NodeGroupRow:
    return NodeGroupRow(policy_hash=policy, edge_id="edge", group_id="g")


def groups(session: Session) -> list[bytes]:
    return [row.policy_hash for row in session.exec(select(NodeGroupRow)).all()]


def test_table_and_sweep_know_every_kind_of_learning(leader_hub: Hub) -> None:
    long_ago = NOW - 7 * YEAR
    add(leader_hub, ended(long_ago, 1), ended(long_ago, 2), model(long_ago, 1), model(long_ago, 2))

    swept = sweep(leader_hub)

    assert {kind: swept.forgotten[kind] for kind in ("rounds", "models")} == {"rounds": 1, "models": 1}
    assert set(by_kind()) <= {one.rule.kind for one in table(leader_hub).lines}
    with reading(leader_hub.engine) as session:
        assert [row.round for row in session.exec(select(ModelRow)).all()] == [2]
