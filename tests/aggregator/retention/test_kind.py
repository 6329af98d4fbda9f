"""Rows whose life is over go, others stay, and what went is named."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from aggregator.database import reading, writing
from aggregator.hub import Hub
from aggregator.retention.kind import Aged, Forgotten, counted, receipted
from aggregator.tables import NonceRow
from policies.retention import Held, Rule
from tests.support.vector_world import NOW

HOUR = timedelta(hours=1)
RULE = Rule("nonces", "table nonces", HOUR, "a rule")
NONCES = Aged(NonceRow, "seen_at")


@pytest.fixture
def hub(leader_hub: Hub) -> Hub:
    with writing(leader_hub.engine) as session:
        for name, at in (("a", NOW - 3 * HOUR), ("b", NOW - 2 * HOUR), ("c", NOW)):
            session.add(NonceRow(nonce=name, seen_at=at))
    return leader_hub


def left(hub: Hub, aged: Aged = NONCES) -> Held:
    with reading(hub.engine) as session:
        return aged.held(session)


def test_count_and_oldest_are_known(hub: Hub, helper_hub: Hub) -> None:
    assert left(hub) == Held(3, NOW - 3 * HOUR)
    assert left(helper_hub) == Held(0, None)


def test_only_chosen_rows_are_of_the_kind(hub: Hub) -> None:
    assert left(hub, Aged(NonceRow, "seen_at", (NonceRow.nonce != "a",))) == Held(2, NOW - 2 * HOUR)  # type: ignore[arg-type]  # a column, to sqlmodel's types a bool


def test_housekeeping_is_counted(hub: Hub) -> None:
    with writing(hub.engine) as session:
        assert counted(RULE, NONCES).forget(session, NOW) == 2

    assert left(hub) == Held(1, NOW)


def test_what_leaves_a_receipt_is_named(hub: Hub) -> None:
    with writing(hub.engine) as session:
        gone = receipted(RULE, NONCES, lambda row: row.nonce.encode()).forget(session, NOW)

    assert gone == Forgotten([b"a", b"b"], NOW - 3 * HOUR, NOW - 2 * HOUR, NOW)
    assert left(hub) == Held(1, NOW)


def test_nothing_over_is_no_deletion(hub: Hub) -> None:
    with writing(hub.engine) as session:
        assert receipted(RULE, NONCES, lambda row: row.nonce.encode()).forget(session, NOW - 9 * HOUR) == 0


def test_a_kind_may_be_forgotten_otherwise_than_by_deleting(hub: Hub) -> None:
    def rename(session: Session, rows: Sequence[Any], _at: datetime) -> None:
        for row in rows:
            row.seen_at = NOW
            session.add(row)

    with writing(hub.engine) as session:
        receipted(RULE, NONCES, lambda row: row.nonce.encode(), rename).forget(session, NOW)

    assert left(hub) == Held(3, NOW)
