"""What is forgotten, and when."""

from datetime import datetime, timedelta

import pytest

from aggregator.adopted import to_adopted
from aggregator.aggregate.peer_requests import FRESH_FOR
from aggregator.database import reading, writing
from aggregator.hub import Hub
from aggregator.sweep import MONTH, Swept, _months, sweep
from aggregator.tables import DecisionRow, NonceRow, PairingCodeRow, RefusalRow, ReleaseRow, ReportRow
from tests.support.audited import Noted, noted
from tests.support.hub_world import Party
from tests.support.packs import rule, with_rules
from tests.support.vector_world import NOW, make_world

DAY = timedelta(days=1)


def advance(hub: Hub, by: timedelta) -> None:
    hub.clock.advance(by.total_seconds())  # type: ignore[attr-defined]  # a FakeClock


def release(metric: str, epoch_start: datetime) -> ReleaseRow:
    return ReleaseRow(
        task_id=f"{metric}.hour.site",
        metric=metric,
        scope="site",
        epoch=int(epoch_start.timestamp()),
        epoch_start=epoch_start,
        is_suppressed=False,
        document="{}",
        published_at=epoch_start,
    )


@pytest.mark.parametrize("metric", ["footfall", "a_metric_no_policy_knows"])
def test_releases_live_25_months(leader_hub: Hub, metric: str) -> None:
    with writing(leader_hub.engine) as session:
        session.add(release(metric, NOW - 25 * MONTH - DAY))
        session.add(release(metric, NOW - 25 * MONTH + DAY))

    assert sweep(leader_hub).releases == 1


def test_fresh_home_has_nothing_to_forget(leader_hub: Hub) -> None:
    assert sweep(leader_hub) == Swept(0, 0, 0, 0, 0, 0, 0, 0, 0, ())


def test_share_no_batch_ever_took_is_scrubbed_then_its_row_goes(leader: Party) -> None:
    world = make_world()
    assert leader.post(world.cohort_report(world.edges[0])["leader"]).status_code == 201
    advance(leader.hub, 46 * DAY)

    swept = sweep(leader.hub)

    assert (swept.shares, swept.reports) == (1, 1)
    assert leader.rows(ReportRow) == []


def test_report_row_outlives_its_epochs_window(leader: Party) -> None:
    world = make_world()
    leader.post(world.site_report(world.edges[0]))
    advance(leader.hub, 44 * DAY)

    assert sweep(leader.hub).reports == 0
    assert len(leader.rows(ReportRow)) == 1


def test_codes_nonces_and_counters_go(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        session.add(PairingCodeRow(mac=b"m", expires_at=NOW))
        session.add(NonceRow(nonce="n", seen_at=NOW))
        session.add(RefusalRow(minute=NOW, problem="malformed", refused=3))
    advance(leader_hub, 36 * DAY)

    swept = sweep(leader_hub)

    assert (swept.pairing_codes, swept.nonces, swept.refusals) == (1, 1, 1)


def test_nonce_is_kept_while_its_request_could_be_fresh(helper_hub: Hub) -> None:
    with writing(helper_hub.engine) as session:
        session.add(NonceRow(nonce="n", seen_at=NOW))
    advance(helper_hub, FRESH_FOR)

    assert sweep(helper_hub).nonces == 0


def test_private_key_is_destroyed_and_named(leader_hub: Hub) -> None:
    world = make_world()
    key_id = world.hpke["leader"].public_key.key_id
    advance(leader_hub, world.not_after - NOW + 36 * DAY)

    swept = sweep(leader_hub)

    assert swept.to_json()["hpke_keys"] == (key_id,)
    with reading(leader_hub.engine) as session:
        assert leader_hub.keyring.private(session, key_id, NOW) is None


def test_deletions_are_noted_with_their_counts(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        session.add(release("footfall", NOW - 25 * MONTH - DAY))

    sweep(leader_hub)

    counts = {"releases": 1, "shares": 0, "reports": 0, "pairing_codes": 0}
    assert noted(leader_hub, "deletion") == [Noted("deletion", "sweep", counts)]


def test_sweep_of_nothing_but_bookkeeping_is_not_noted(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        session.add(NonceRow(nonce="n", seen_at=NOW - DAY))

    assert sweep(leader_hub).nonces == 1
    assert noted(leader_hub, "deletion") == []


def test_a_cap_of_a_pack_holds_for_what_is_kept() -> None:
    bundle = with_rules(rule("cap", kept="release_months", at_most=13))

    assert _months("footfall", [to_adopted(bundle, NOW)]) == 13


def test_lines_of_the_decision_log_are_forgotten(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        line = {"action": "release", "task_id": "x", "scope": "", "outcome": "permit", "asked": 1}
        session.add(DecisionRow(hour=NOW - 36 * DAY, **line))
        session.add(DecisionRow(hour=NOW - 34 * DAY, **line))

    assert sweep(leader_hub).decisions == 1


def test_payloads_of_the_audit_log_go_after_six_years(leader_hub: Hub) -> None:
    before = len(noted(leader_hub))
    advance(leader_hub, 6 * 365.25 * DAY + DAY)

    assert sweep(leader_hub).audit_payloads == before
