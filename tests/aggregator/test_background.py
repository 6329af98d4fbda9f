"""The work a server does by itself."""

import threading
from dataclasses import replace

from aggregator.administration import sealing_keys
from aggregator.audit.tables import AuditCheckpointRow
from aggregator.background import Rounds, one_turn, release_now, renew_key, show_witness
from aggregator.config import Change, with_changes
from aggregator.database import reading
from aggregator.hub import Hub
from aggregator.release.gate import Gate
from aggregator.tables import HpkeKeyRow
from tests.support.audited import noted
from tests.support.hub_world import Party, silence
from tests.support.vector_world import make_world


def test_failed_turn_is_followed_by_the_next() -> None:
    turns, is_second = [], threading.Event()

    def work() -> None:
        turns.append(1)
        if len(turns) == 2:
            is_second.set()
        raise ValueError("expected to be survived")

    rounds = Rounds(work, every_s=0.001)
    rounds.start()

    assert is_second.wait(10)
    rounds.stop()


def test_rounds_that_never_started_stop() -> None:
    Rounds(lambda: None, every_s=60).stop()


def test_turn_publishes_and_renews(leader: Party) -> None:
    assert leader.post(make_world().site_report(make_world().edges[0])).status_code == 201
    leader.hub.clock.advance(86_400)  # type: ignore[attr-defined]  # a FakeClock

    one_turn(leader.hub, Gate(silence))

    assert len(leader.rows(HpkeKeyRow)) == 2


def test_unreachable_helper_is_trouble_to_a_cohort_share(leader: Party) -> None:
    world = make_world()
    assert leader.post(world.cohort_report(world.edges[0])["leader"]).status_code == 201

    report = release_now(leader.hub, Gate(silence), close_all=False)

    assert len(report.troubles) == 1
    assert "does not answer" in report.troubles[0]


def test_unreachable_helper_is_no_trouble_to_nobody(leader_hub: Hub) -> None:
    assert release_now(leader_hub, Gate(silence), close_all=True).troubles == []


def test_fresh_key_is_left_alone(helper_hub: Hub) -> None:
    renew_key(helper_hub)
    renew_key(helper_hub)

    with reading(helper_hub.engine) as session:
        assert len(sealing_keys(session)) == 2


def test_turn_notes_the_refusals_of_minutes_past(leader: Party) -> None:
    leader.post(b"no envelope")
    leader.hub.clock.advance(60)  # type: ignore[attr-defined]  # a FakeClock

    one_turn(leader.hub, Gate(silence))

    assert [entry.detail for entry in noted(leader.hub, "refusal")] == [{"malformed": 1}]


def test_turn_signs_a_checkpoint_that_waits_for_the_witness(leader: Party) -> None:
    one_turn(leader.hub, Gate(silence))

    assert [row.witnessed_at for row in leader.rows(AuditCheckpointRow)] == [None]


def test_without_a_helper_nobody_is_shown_the_log(leader: Party) -> None:
    alone = replace(leader.hub, config=with_changes(leader.hub.config, Change("peer_url", "")))

    show_witness(alone)

    assert leader.rows(AuditCheckpointRow) == []
