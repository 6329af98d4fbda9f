"""One batch from frozen to published: every way it can end."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlmodel import delete

from aggregator.aggregate.batch import BatchName
from aggregator.aggregate.noise_secret import noise_secret
from aggregator.audit.log import note
from aggregator.audit.tables import AuditCheckpointRow, AuditEntryRow, AuditNodeRow
from aggregator.audit.witnessing import seek_cosignature
from aggregator.batch_round import BatchRound
from aggregator.database import writing
from aggregator.errors import PeerError
from aggregator.release.gate import Gate
from aggregator.tables import BatchRow, LedgerRow, ReportRow
from edge_node.storage.contributions import Contribution
from edge_node.uplink.report import Sealer, seal_contribution
from privacy.proved import ProvedVectors
from shared.ids import CohortId, TaskId
from shared.schemas.task import Task
from shared.wire.codec import Role
from tests.support.audited import noted
from tests.support.hub_world import silence
from tests.support.log_sightings import look, nobody_has_spoken
from tests.support.proved_world import MOST, ProvedHubs, proved_hubs, proved_templates
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


def test_what_may_have_gone_out_before_is_suppressed(pair: TwoHubs) -> None:
    """A helper brought back from a backup learns from its stores what it has lost."""
    seen = look(pair, pair.world.edges[0])
    with writing(pair.helper.hub.engine) as session:
        for table in (AuditEntryRow, AuditNodeRow):
            session.exec(delete(table))
    look(pair, pair.world.edges[0], seen)

    assert batch(pair).run() == "suppressed"

    (release,) = pair.releases()
    assert release.values == ()
    assert "lost" in release.suppressed


def test_helper_that_has_not_heard_its_stores_is_asked_again(pair: TwoHubs) -> None:
    nobody_has_spoken(pair)

    assert batch(pair).run() == "unseen"

    assert [row.state for row in pair.leader.rows(BatchRow)] == ["frozen"]
    pair.clock.advance(60)
    for edge in pair.world.edges:
        look(pair, edge)
    assert batch(pair).run() == "released"


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


@pytest.fixture
def proved(tmp_path: Path) -> Iterator[ProvedHubs]:
    with proved_hubs(proved_templates(tmp_path), tmp_path, silence) as both:
        for edge in both.hubs.world.edges[:5]:
            both.report(edge, np.full(both.length, 7, dtype=np.int64))
        yield both


def test_a_forged_report_is_in_no_sum_and_noted_by_both(proved: ProvedHubs) -> None:
    forged = proved.forge(proved.hubs.world.edges[5], np.full(proved.length, 7, dtype=np.int64))

    assert batch(proved.hubs).run() == "released"

    (release,) = proved.hubs.releases()
    assert (set(release.values), release.coverage_s, release.sites) == ({35}, 35, 5)
    for party in (proved.hubs.leader, proved.hubs.helper):
        (entry,) = noted(party.hub, "refusal")
        assert entry.detail["edge"] == proved.hubs.world.edges[5].edge_id
        assert [row.share for row in party.rows(ReportRow) if row.report_id == forged] == [None]


def test_what_a_node_seals_is_verified_and_summed(tmp_path: Path) -> None:
    with proved_hubs(proved_templates(tmp_path), tmp_path, silence) as both:
        world, hubs = both.hubs.world, both.hubs
        for edge in world.edges:
            header = world.header(edge, COHORT_TASK)
            made = Contribution(
                *(header.report_id, header.task_id, header.epoch, "cohort"),
                *(header.policy_hash, header.layout_hash, np.full(both.length, MOST, dtype=np.int64), MOST),
            )
            keys = {role: key.public_key for role, key in world.hpke.items()}
            for sealed in seal_contribution(made, Sealer(edge.edge_id, edge.key, keys)):
                party = hubs.leader if sealed.role == "leader" else hubs.helper
                assert party.post(sealed.envelope).status_code == 201

        assert batch(hubs).run() == "released"
        (release,) = hubs.releases()

    assert (set(release.values), release.coverage_s, release.sites) == ({6 * MOST}, 6 * MOST, 6)


def test_too_few_proved_reports_are_suppressed(proved: ProvedHubs) -> None:
    with writing(proved.hubs.helper.hub.engine) as session:
        session.delete(session.get_one(ReportRow, proved.hubs.helper.rows(ReportRow)[0].report_id))
    proved.forge(proved.hubs.world.edges[5], np.full(proved.length, 7, dtype=np.int64))

    assert batch(proved.hubs).run() == "suppressed"

    assert "fewer than 5 sites" in proved.hubs.releases()[0].suppressed


def test_a_sum_of_the_field_that_is_none_is_not_believed(proved: ProvedHubs) -> None:
    mine = batch(proved.hubs)
    mine._agree(cast("list[bytes]", mine._freeze()))
    words = ProvedVectors(proved.length, MOST).sum_bytes // 8

    with pytest.raises(PeerError, match="sum is none"):
        mine._release(np.full(words, (1 << 64) - 1, dtype=np.uint64))
    with pytest.raises(PeerError, match=f"a sum of {words} entries"):
        mine._release(np.zeros(proved.length, dtype=np.uint64))

    assert proved.hubs.leader.rows(LedgerRow) == []


def test_noise_of_both_is_in_every_cell_of_a_proved_sum(tmp_path: Path) -> None:
    def sevens(length: int, _variance: object) -> np.ndarray:
        return np.full(length, -7, dtype=np.int64)

    with proved_hubs(proved_templates(tmp_path), tmp_path, sevens) as both:
        for edge in both.hubs.world.edges:
            both.report(edge, np.zeros(both.length, dtype=np.int64))
        assert both.hubs.round(close_all=True).cohort["released"] == 1
        (release,) = both.hubs.releases()

    assert (set(release.values), release.coverage_s) == ({-14}, 0)


def test_each_partys_noise_follows_from_the_very_shares_it_sums(
    pair: TwoHubs, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[bytes] = set()
    add_noise = Gate.add_noise

    def watched(gate: Gate, total: NDArray[np.uint64], task: Task, secret: bytes) -> NDArray[np.uint64]:
        asked.add(secret)
        return add_noise(gate, total, task, secret)

    monkeypatch.setattr(Gate, "add_noise", watched)
    this = batch(pair)
    secrets = {noise_secret(p.hub.root, this.name, p.rows(ReportRow)) for p in (pair.leader, pair.helper)}

    this.run()

    assert asked == secrets
    assert len(secrets) == 2
