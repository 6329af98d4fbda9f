"""Receipts are kept with what proves them, and noted in the audit log."""

from datetime import timedelta

import pytest

from aggregator.database import reading, writing
from aggregator.hub import Hub
from aggregator.retention.kind import Forgotten
from aggregator.retention.receipts import keep, kept
from policies.retention import Rule
from privacy.receipts import holds, prove, verify
from tests.support.audited import noted
from tests.support.vector_world import NOW

RULE = Rule("releases of footfall", "table releases", timedelta(days=1), "every purpose: release_months = 25")
GONE = Forgotten([b"one", b"two"], NOW - timedelta(days=2), NOW - timedelta(days=1), NOW)


def test_what_is_kept_proves_each_record(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        issued = keep(session, RULE, GONE, leader_hub.random)

    with reading(leader_hub.engine) as session:
        (one,) = kept(session)
    proof = prove(one.evidence, b"two")

    assert one.receipt == issued
    assert holds(one.receipt, one.evidence)
    assert proof is not None
    assert verify(one.receipt, one.evidence.salt, b"two", proof)


def test_the_audit_log_notes_count_rule_and_root(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        issued = keep(session, RULE, GONE, leader_hub.random)

    (entry,) = noted(leader_hub, "deletion")

    assert entry.subject == "releases of footfall"
    assert entry.detail == {"count": 2, "rule": RULE.because, "root": issued.root.hex()}


def test_a_deed_that_is_rolled_back_has_no_receipt(leader_hub: Hub) -> None:
    def fail() -> None:
        with writing(leader_hub.engine) as session:
            keep(session, RULE, GONE, leader_hub.random)
            session.flush()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()

    with reading(leader_hub.engine) as session:
        assert kept(session) == []
    assert noted(leader_hub, "deletion") == []
