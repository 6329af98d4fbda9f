"""The aggregator's table shows every kind, and what is wrong."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from aggregator.database import writing
from aggregator.hub import Hub
from aggregator.retention.sweep import SWEEP_EVERY, sweep
from aggregator.retention.table import table
from aggregator.retention.tables import DeletionReceiptRow
from aggregator.tables import NonceRow, PairingCodeRow
from policies.retention_table import Table
from tests.support.machine import FakeMachine
from tests.support.vector_world import NOW


@pytest.fixture
def machine() -> FakeMachine:
    return FakeMachine(NOW)


@pytest.fixture
def hub(leader_hub: Hub, machine: FakeMachine) -> Hub:
    return replace(leader_hub, clock=machine, uptime=machine)


def alarms(found: Table) -> list[tuple[str, str]]:
    return [(finding.alarm, finding.kind) for finding in found.findings]


def test_a_swept_aggregator_raises_no_alarm(hub: Hub) -> None:
    sweep(hub)

    found = table(hub)

    assert alarms(found) == []
    assert found.swept_at == NOW
    assert {line.next_sweep_at for line in found.lines if line.rule.keep_for is not None} == {
        NOW + SWEEP_EVERY
    }


def test_every_kind_has_place_and_rule(hub: Hub) -> None:
    lines = table(hub).lines

    kinds = [line.rule.kind for line in lines]
    assert {"shares that no sum took", "reports", "noisy sums", "private sealing keys", "ledger"} <= set(
        kinds
    )
    assert len(kinds) == len(set(kinds))
    assert all(line.rule.where and line.rule.because for line in lines)


def test_what_outlives_its_rule_is_named(hub: Hub, machine: FakeMachine) -> None:
    sweep(hub)
    with writing(hub.engine) as session:
        session.add(NonceRow(nonce="n", seen_at=NOW))
    machine.run(timedelta(hours=2))

    assert alarms(table(hub)) == [("outlives_its_rule", "nonces"), ("not_swept", "")]


def test_a_clock_set_back_is_named(hub: Hub, machine: FakeMachine) -> None:
    sweep(hub)
    machine.set_clock(timedelta(days=-3))

    assert alarms(table(hub)) == [("clock_set_back", "")]


def test_an_aggregator_that_was_never_swept_says_so(hub: Hub) -> None:
    assert alarms(table(hub)) == [("not_swept", "")]


def test_a_receipt_that_was_tampered_with_is_named(hub: Hub, machine: FakeMachine) -> None:
    with writing(hub.engine) as session:
        session.add(PairingCodeRow(mac=b"m", expires_at=NOW))
    machine.run(timedelta(days=36))
    sweep(hub)
    with writing(hub.engine) as session:
        (row,) = session.exec(select(DeletionReceiptRow)).all()
        row.count = 7
        session.add(row)

    assert alarms(table(hub)) == [("unreadable", "deletion receipts")]
