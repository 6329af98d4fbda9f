"""Proofs between leader and helper: what holds is summed, what does not is forgotten, counted and noted."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from aggregator.aggregate.batch import BatchName, Terms
from aggregator.aggregate.helper_client import HelperClient
from aggregator.aggregate.proving import UNPROVED, begun, held_to, summed, verification_key
from aggregator.database import writing
from aggregator.errors import PeerError
from aggregator.tables import RefusalRow, ReportRow
from privacy.proved import ProvedVectors
from privacy.signing import SigningKey
from shared.ids import CohortId, ReportId, TaskId
from shared.wire.codec import Role
from shared.wire.problems import Problem
from tests.support.audited import noted
from tests.support.hub_world import silence
from tests.support.proved_world import MOST, ProvedHubs, proved_hubs, proved_templates
from tests.support.two_hubs import two_hubs
from tests.support.vector_world import COHORT, COHORT_TASK

KEY = bytes(range(32))


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[Role, Path]:
    return proved_templates(tmp_path_factory.mktemp("proved"))


@pytest.fixture
def pair(homes: dict[Role, Path], tmp_path: Path) -> Iterator[ProvedHubs]:
    with proved_hubs(homes, tmp_path, silence) as both:
        yield both


def send(pair: ProvedHubs, *, honest: int = 5, forged: int = 0) -> list[ReportId]:
    """Let stores report their number in every cell; then let others forge."""
    edges = pair.hubs.world.edges
    vectors = [np.append(np.full(pair.length - 1, at), 3600 * at) for at in range(len(edges))]
    good = [pair.report(edges[at], vectors[at]) for at in range(honest)]
    return good + [pair.forge(edges[at], vectors[at]) for at in range(honest, honest + forged)]


def batch(pair: ProvedHubs) -> BatchName:
    return BatchName(TaskId(COHORT_TASK), CohortId(COHORT), pair.hubs.helper.rows(ReportRow)[0].epoch)


def leaders_half(pair: ProvedHubs, key: bytes = KEY) -> dict[bytes, bytes]:
    """Return the leader's verifier shares of all that it holds."""
    rows = pair.hubs.leader.rows(ReportRow)
    mine = begun("leader", rows, ProvedVectors(pair.length, MOST), key)
    return {one: own.share for one, own in mine.items() if own is not None}


def asked(pair: ProvedHubs, shares: dict[bytes, bytes], key: bytes = KEY) -> dict[bytes, bytes]:
    return pair.hubs.client.verify(batch(pair), key, shares)


def test_both_parties_decide_alike(pair: ProvedHubs) -> None:
    ids = send(pair, honest=3, forged=2)
    mine = begun("leader", pair.hubs.leader.rows(ReportRow), ProvedVectors(pair.length, MOST), KEY)

    theirs = asked(pair, leaders_half(pair))

    held, failed = held_to(mine, theirs)
    proved = {row.report_id for row in pair.hubs.helper.rows(ReportRow) if row.proved_under}
    assert held == proved == set(ids[:3])
    assert failed == set(ids[3:])


def test_what_is_not_proved_is_forgotten_counted_and_noted(pair: ProvedHubs) -> None:
    *_, forged = send(pair, honest=3, forged=1)

    asked(pair, leaders_half(pair))

    gone = [row.report_id for row in pair.hubs.helper.rows(ReportRow) if row.share is None]
    (counted,) = pair.hubs.helper.rows(RefusalRow)
    (entry,) = noted(pair.hubs.helper.hub, "refusal")
    assert gone == [forged]
    assert (counted.problem, counted.refused) == (UNPROVED, 1)
    assert entry.subject == COHORT_TASK
    assert entry.detail["edge"] == pair.hubs.world.edges[3].edge_id


def test_nothing_is_noted_when_all_is_proved(pair: ProvedHubs) -> None:
    send(pair)

    asked(pair, leaders_half(pair))

    assert pair.hubs.helper.rows(RefusalRow) == []


def test_asking_again_is_answered_with_the_same_shares(pair: ProvedHubs) -> None:
    send(pair)

    assert asked(pair, leaders_half(pair)) == asked(pair, leaders_half(pair))


def test_a_second_key_is_met_with_silence(pair: ProvedHubs) -> None:
    send(pair)
    asked(pair, leaders_half(pair))

    again = asked(pair, leaders_half(pair, bytes(32)), bytes(32))

    assert again == {}
    assert all(row.share for row in pair.hubs.helper.rows(ReportRow))


def test_a_sum_over_what_was_not_verified_is_refused(pair: ProvedHubs) -> None:
    ids = send(pair)

    refused = pair.hubs.client.collect(batch(pair), ids)

    assert isinstance(refused, Problem)
    assert refused.name == "count_mismatch"


def test_what_is_no_share_fails_and_what_is_not_answered_waits(pair: ProvedHubs) -> None:
    ids = send(pair)
    with writing(pair.hubs.leader.hub.engine) as session:
        broken = session.get_one(ReportRow, ids[0])
        broken.share = b"\x04" + b"\xff" * (len(broken.share or b"") - 1)
        session.add(broken)
    mine = begun("leader", pair.hubs.leader.rows(ReportRow), ProvedVectors(pair.length, MOST), KEY)
    theirs = asked(pair, leaders_half(pair))

    held, failed = held_to(mine, {one: theirs[one] for one in ids[1:4]})

    assert mine[ids[0]] is None
    assert (held, failed) == (set(ids[1:4]), {ids[0]})


def test_a_party_that_holds_no_share_says_nothing_of_it(pair: ProvedHubs) -> None:
    send(pair, honest=1)
    (row,) = pair.hubs.leader.rows(ReportRow)
    row.share = None

    assert begun("leader", [row], ProvedVectors(pair.length, MOST), KEY) == {}
    assert summed("leader", [row], ProvedVectors(pair.length, MOST)) == bytes(
        ProvedVectors(pair.length, MOST).sum_bytes
    )


def test_many_reports_are_asked_about_in_parts(pair: ProvedHubs, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = send(pair)
    monkeypatch.setattr("aggregator.aggregate.helper_client.VERIFIERS_MOST", 2)

    assert set(asked(pair, leaders_half(pair))) == set(ids)


def test_where_no_proofs_are_asked_for_there_is_nothing_to_verify(
    templates: dict[Role, Path], tmp_path: Path
) -> None:
    with two_hubs(templates, tmp_path, silence) as both:
        both.report(both.world.edges[0], np.ones(both.world.length(COHORT_TASK), dtype=np.int64))
        name = BatchName(TaskId(COHORT_TASK), CohortId(COHORT), both.helper.rows(ReportRow)[0].epoch)
        report_id = both.helper.rows(ReportRow)[0].report_id

        assert both.client.verify(name, KEY, {report_id: bytes(16)}) == {}
        with pytest.raises(PeerError, match="unknown_cohort"):
            both.client.verify(replace(name, cohort_id=CohortId("nobody")), KEY, {report_id: bytes(16)})


def test_the_key_is_the_leaders_own_for_each_task(pair: ProvedHubs) -> None:
    terms = terms_of_batch(pair)
    root, name = pair.hubs.leader.hub.root, BatchName(TaskId("a"), CohortId("c"), 1)

    key = verification_key(root, name, terms)

    assert key == verification_key(root, replace(name, epoch=2), terms)
    assert key != verification_key(root, replace(name, task_id=TaskId("b")), terms)
    assert key != verification_key(SigningKey(bytes(32)), name, terms)


def terms_of_batch(pair: ProvedHubs) -> Terms:
    hub = pair.hubs.leader.hub
    with writing(hub.engine) as session:
        (adopted,) = hub.policies.refresh(session).values()
    return Terms(adopted, adopted.tasks[TaskId(COHORT_TASK)], pair.hubs.clock.now())


def test_the_client_knows_its_helper(pair: ProvedHubs) -> None:
    send(pair, honest=1)
    client: HelperClient = replace(pair.hubs.client, helper_key=bytes(32))

    with pytest.raises(PeerError, match="signed by the pinned"):
        client.verify(batch(pair), KEY, leaders_half(pair))
