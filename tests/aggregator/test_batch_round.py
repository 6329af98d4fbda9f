"""One batch from frozen to published: every way it can end."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sqlmodel import delete

from aggregator.aggregate.batch import BatchName
from aggregator.audit.log import note
from aggregator.audit.tables import AuditCheckpointRow, AuditEntryRow, AuditNodeRow
from aggregator.audit.witnessing import seek_cosignature
from aggregator.batch_round import BatchRound
from aggregator.database import writing
from aggregator.errors import PeerError
from aggregator.release.gate import Gate
from aggregator.tables import BatchRow, LedgerRow, ReportRow
from shared.ids import CohortId, TaskId
from shared.wire.codec import Role
from tests.support.audited import noted
from tests.support.hub_world import silence
from tests.support.two_hubs import TwoHubs, two_hubs
from tests.support.vector_world import COHORT, COHORT_TASK, NOW


@pytest.fixture
def pair(templates: dict[Role, Path], tmp_path: Path) -> Iterator[TwoHubs]:
    with two_hubs(templates, tmp_path, silence) as both:
        length = both.world.length(COHORT_TASK)
        for edge in both.world.edges[:5]:
            both.report(edge, np.ones(length, dtype=np.int64))
        yield both


def batch(pair: TwoHubs) -> BatchRound:
    epoch = pair.leader.rows(ReportRow)[0].epoch
    name = BatchName(TaskId(COHORT_TASK), CohortId(COHORT), epoch)
    return BatchRound(pair.leader.hub, Gate(silence), pair.client, name)


def pay(pair: TwoHubs, role: Role) -> None:
    """Spend the cohort's budget at one party on something else."""
    party = pair.leader if role == "leader" else pair.helper
    with writing(party.hub.engine) as session:
        session.add(LedgerRow(at=NOW, task_id="dwell.day.cohort", scope=COHORT, epoch=1, rho="1/20"))


def test_batch_without_a_helper_waits_frozen(pair: TwoHubs) -> None:
    alone = replace(batch(pair), helper=None)

    with pytest.raises(PeerError, match="no helper"):
        alone.run()

    assert [row.state for row in pair.leader.rows(BatchRow)] == ["frozen"]
    assert batch(pair).run() == "released"


@pytest.mark.parametrize("role", ["leader", "helper"])
def test_spent_budget_at_either_party_suppresses(pair: TwoHubs, role: Role) -> None:
    pay(pair, role)

    assert batch(pair).run() == "suppressed"

    (release,) = pair.releases()
    assert (release.values, release.sites) == ((), 5)
    assert "budget" in release.suppressed


def test_batch_taken_elsewhere_is_not_released_again(pair: TwoHubs) -> None:
    mine = batch(pair)
    assert mine.run() == "released"

    assert mine.run() == "scrubbed"
    assert mine._release(np.zeros(7, dtype=np.uint64)) == "elsewhere"


def test_sum_of_another_length_is_not_believed(pair: TwoHubs) -> None:
    mine = batch(pair)
    mine._freeze()

    with pytest.raises(PeerError, match="entries"):
        mine._release(np.zeros(3, dtype=np.uint64))

    assert pair.leader.rows(LedgerRow) == []


def test_impossible_coverage_is_suppressed(pair: TwoHubs) -> None:
    wrong = np.zeros(pair.world.length(COHORT_TASK), dtype=np.int64)
    wrong[-1] = 10**12
    pair.report(pair.world.edges[5], wrong)

    assert batch(pair).run() == "suppressed"

    assert "impossible" in pair.releases()[0].suppressed


def test_a_log_that_the_witness_remembers_otherwise_draws_no_noise(pair: TwoHubs) -> None:
    """A leader brought back from a backup: the batch waits, frozen, for a person."""
    with writing(pair.leader.hub.engine) as session:
        note(session, "server", "leader", {"event": "started"}, at=NOW)
    seek_cosignature(pair.leader.hub, pair.client)
    with writing(pair.leader.hub.engine) as session:
        for table in (AuditEntryRow, AuditNodeRow, AuditCheckpointRow):
            session.exec(delete(table))
    pair.clock.advance(60)

    with pytest.raises(PeerError, match="shorter than it was"):
        batch(pair).run()

    assert [row.state for row in pair.leader.rows(BatchRow)] == ["frozen"]
    assert pair.leader.rows(LedgerRow) == []


def test_a_round_that_goes_on_is_witnessed_again(pair: TwoHubs) -> None:
    """What is kept here about an earlier look proves nothing: the home may be a copy."""
    with pytest.raises(PeerError):
        replace(batch(pair), helper=None).run()
    seek_cosignature(pair.leader.hub, pair.client)
    pair.clock.advance(60)

    assert batch(pair).run() == "released"

    events = [one.detail.get("event") for one in noted(pair.leader.hub, "release")]
    assert events == ["frozen", "resumed", None]
