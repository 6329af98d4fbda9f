"""Site-lane reports through the gate, one release each."""

from datetime import timedelta

import numpy as np

from aggregator.database import writing
from aggregator.release.gate import Gate
from aggregator.release.published import PublishedReleases
from aggregator.release.site_lane import SiteLane
from aggregator.tables import LedgerRow, RefusalRow, ReportRow
from privacy.payload import NoisyVector
from tests.support.audited import noted
from tests.support.hub_world import Party
from tests.support.vector_world import NOW, SITE_TASK, make_world

WORLD = make_world()
EDGE = WORLD.edges[0]


def send(leader: Party, *values: int, hours_ago: int = 1) -> None:
    header = WORLD.header(EDGE, epoch=WORLD.epoch(SITE_TASK, NOW - timedelta(hours=hours_ago)))
    payload = NoisyVector(np.array(values, dtype=np.int64))
    assert leader.post(WORLD.site_report(EDGE, header, payload=payload)).status_code == 201


def publish(leader: Party, *, days_later: int = 0) -> list[str]:
    with writing(leader.hub.engine) as session:
        known = leader.hub.policies.refresh(session)
        lane = SiteLane(Gate(), known, NOW + timedelta(days=days_later))
        return lane.publish_next(session, b"")[1]


def test_report_becomes_the_release_of_its_site(leader: Party) -> None:
    send(leader, -3, 8, 3_600)

    assert publish(leader) == ["released"]

    (release,) = PublishedReleases(leader.hub.engine).releases()
    assert (release.scope, release.values, release.coverage_s) == ("site-edge-0", (-3, 8), 3_600)
    assert (release.simulated, release.provisional) == (True, False)


def test_published_share_is_forgotten_and_paid_for(leader: Party) -> None:
    send(leader, 1, 2, 3)

    publish(leader)

    assert [row.share for row in leader.rows(ReportRow)] == [None]
    assert [row.scope for row in leader.rows(LedgerRow)] == ["site-edge-0"]
    assert publish(leader) == []


def test_report_sent_before_its_epoch_ended_is_provisional(leader: Party) -> None:
    send(leader, 1, 2, 3, hours_ago=0)

    publish(leader)

    assert PublishedReleases(leader.hub.engine).releases()[0].provisional


def test_report_the_policy_denies_waits(leader: Party) -> None:
    send(leader, 1, 2, 3)

    assert publish(leader, days_later=1_000) == ["review_overdue"]

    assert leader.rows(LedgerRow) == []
    assert publish(leader) == ["released"]


def test_epoch_already_paid_for_never_leaves_again(leader: Party) -> None:
    send(leader, 1, 2, 3)
    epoch = leader.rows(ReportRow)[0].epoch
    with writing(leader.hub.engine) as session:
        session.add(LedgerRow(at=NOW, task_id=SITE_TASK, scope="site-edge-0", epoch=epoch, rho="1/20"))

    assert publish(leader) == ["over_budget"]

    assert [row.share for row in leader.rows(ReportRow)] == [None]
    assert PublishedReleases(leader.hub.engine).releases() == []


def test_report_of_a_policy_not_known_waits(leader: Party) -> None:
    send(leader, 1, 2, 3)
    with writing(leader.hub.engine) as session:
        lane = SiteLane(Gate(), {}, NOW)

        assert lane.publish_next(session, b"")[1] == ["no_policy"]


def test_denials_are_counted_and_releases_are_not(leader: Party) -> None:
    send(leader, 1, 2, 3)

    publish(leader, days_later=1_000)
    publish(leader)

    assert [(row.problem, row.refused) for row in leader.rows(RefusalRow)] == [("review_overdue", 1)]
    assert [entry.subject for entry in noted(leader.hub, "release")] == [SITE_TASK]
