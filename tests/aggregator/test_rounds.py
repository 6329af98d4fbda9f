"""A leader's round: cohort batches closed with a real helper, site-lane reports published."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from aggregator.aggregate.batch import BatchName
from aggregator.errors import PeerError
from aggregator.release.gate import Gate
from aggregator.rounds import connect, run_round
from aggregator.tables import AggregateShareRow, BatchRow, LedgerRow, ReportRow
from shared.wire.codec import Role
from tests.support.hub_world import silence
from tests.support.two_hubs import TwoHubs, two_hubs
from tests.support.vector_world import COHORT_TASK, SITE_TASK

EIGHT_DAYS_S = 8 * 86_400


@pytest.fixture
def pair(templates: dict[Role, Path], tmp_path: Path) -> Iterator[TwoHubs]:
    with two_hubs(templates, tmp_path, silence) as both:
        yield both


def send(pair: TwoHubs, sites: int) -> np.ndarray:
    """Let that many edges report and return the true sum."""
    length = pair.world.length(COHORT_TASK)
    total = np.zeros(length, dtype=np.int64)
    for number, edge in enumerate(pair.world.edges[:sites]):
        vector = np.arange(length, dtype=np.int64) * (number + 1)
        vector[-1] = 36_000
        pair.report(edge, vector)
        total += vector
    return total


def test_sum_of_five_sites_is_published(pair: TwoHubs) -> None:
    total = send(pair, 5)

    report = pair.round(close_all=True)

    (release,) = pair.releases()
    assert report.cohort == {"released": 1}
    assert release.values == tuple(total[:-1].tolist())
    assert (release.sites, release.coverage_s, release.suppressed) == (5, 180_000, "")


def test_release_says_what_it_cannot_say(pair: TwoHubs) -> None:
    send(pair, 5)

    pair.round(close_all=True)

    (release,) = pair.releases()
    task = next(t for t in pair.leader.hub.policies.known.values()).tasks[COHORT_TASK]
    assert release.simulated
    assert not release.provisional  # it is noon: yesterday is over even in the last time zone
    assert release.variance == float(2 * task.noise_variance)
    assert len(set(release.half_widths)) == 1


def test_batch_closed_before_its_epoch_ended_is_provisional(pair: TwoHubs) -> None:
    pair.clock.advance(-3_600)
    send(pair, 5)

    pair.round(close_all=True)

    assert pair.releases()[0].provisional


def test_batch_stays_open_until_its_days_are_over(pair: TwoHubs) -> None:
    send(pair, 5)

    pair.round()

    assert pair.releases() == []


def test_batch_closes_by_itself_after_its_days(pair: TwoHubs) -> None:
    send(pair, 5)
    pair.clock.advance(EIGHT_DAYS_S)

    pair.round()

    (release,) = pair.releases()
    assert not release.provisional


def test_four_sites_are_suppressed_and_say_so(pair: TwoHubs) -> None:
    send(pair, 4)

    report = pair.round(close_all=True)

    (release,) = pair.releases()
    assert report.cohort == {"suppressed": 1}
    assert (release.suppressed, release.values) == ("fewer than 5 sites", ())
    assert pair.leader.rows(LedgerRow) == []


def test_report_the_helper_was_not_told_of_is_left_out(pair: TwoHubs) -> None:
    total = send(pair, 5)
    straggler = np.full(len(total), 1_000, dtype=np.int64)
    pair.report(pair.world.edges[5], straggler, to=["leader"])

    pair.round(close_all=True)

    (release,) = pair.releases()
    assert release.sites == 5
    assert release.values == tuple(total[:-1].tolist())


def test_five_at_the_leader_and_four_at_the_helper_are_suppressed(pair: TwoHubs) -> None:
    send(pair, 4)
    pair.report(pair.world.edges[4], np.zeros(pair.world.length(COHORT_TASK), dtype=np.int64), to=["leader"])

    pair.round(close_all=True)

    assert pair.releases()[0].suppressed == "fewer than 5 sites"
    assert pair.helper.rows(LedgerRow) == []


def test_both_parties_pay_and_forget_every_share(pair: TwoHubs) -> None:
    send(pair, 6)

    pair.round(close_all=True)

    for party in (pair.leader, pair.helper):
        assert [row.rho for row in party.rows(LedgerRow)] == ["1/50"]
        assert [row.share for row in party.rows(ReportRow)] == [None] * 6
        assert [row.state for row in party.rows(BatchRow)] == ["collected"]


def test_crash_after_the_helper_answered_repeats_with_the_same_bytes(pair: TwoHubs) -> None:
    send(pair, 5)
    ids = [row.report_id for row in pair.leader.rows(ReportRow)]
    name = batch_name(pair)
    first = pair.client.collect(name, ids)
    pair.clock.advance(60)

    second = pair.client.collect(name, ids)
    pair.round(close_all=True)

    assert np.array_equal(first, second)
    assert len(pair.helper.rows(LedgerRow)) == 1
    assert len(pair.releases()) == 1


def test_second_round_releases_nothing_twice(pair: TwoHubs) -> None:
    send(pair, 5)
    pair.round(close_all=True)

    again = pair.round(close_all=True)

    assert again.releases == 0
    assert len(pair.releases()) == 1


def test_noise_of_both_parties_is_in_the_sum(templates: dict[Role, Path], tmp_path: Path) -> None:
    with two_hubs(templates, tmp_path, None) as pair:
        total = send(pair, 5)

        pair.round(close_all=True)

        (release,) = pair.releases()
        (stored,) = pair.helper.rows(AggregateShareRow)
        # σ² = 133 a cell: six cells all noiseless would happen with probability below 1e-8
        assert release.values != tuple(total[:-1].tolist())
        assert release.coverage_s == int(total[-1])
        assert len(stored.share) == 8 * len(total)


def test_round_without_a_helper_still_publishes_the_site_lane(pair: TwoHubs) -> None:
    send(pair, 5)
    assert pair.leader.post(pair.world.site_report(pair.world.edges[0])).status_code == 201
    unreachable = connect(pair.leader.hub)
    assert unreachable is not None

    report = run_round(pair.leader.hub, Gate(silence), None, close_all=True)
    unreachable.client.close()

    assert report.site == {"released": 1}
    assert len(report.troubles) == 1
    assert [release.task_id for release in pair.releases()] == [SITE_TASK]


def test_answer_of_another_helper_is_not_believed(pair: TwoHubs) -> None:
    impostor = replace(pair.client, helper_key=pair.leader.hub.root.public_key)

    with pytest.raises(PeerError, match="pinned"):
        impostor.cohorts()


def batch_name(pair: TwoHubs) -> BatchName:
    row = pair.leader.rows(ReportRow)[0]
    return BatchName(row.task_id, "cohort-1", row.epoch)
