from dataclasses import replace
from datetime import UTC, datetime

from aggregator.compliance.paper_facts import facts_of
from aggregator.compliance.papers.facts import UNKNOWN_CONTROLLER
from aggregator.config import Change, with_changes
from aggregator.database import reading
from aggregator.hub import Hub
from aggregator.retention.table import table
from tests.support.clock import FakeClock
from tests.support.vector_world import make_world


def test_stores_nodes_and_settings_are_gathered(leader_hub: Hub) -> None:
    hub = replace(
        leader_hub, config=with_changes(leader_hub.config, Change("contact", "privacy@example.org"))
    )

    with reading(hub.engine) as session:
        facts = facts_of(session, hub)

    assert facts is not None
    assert facts.bundle == make_world().bundle
    assert list(facts.stores) == [make_world().layout.site_name]
    assert facts.nodes == len(make_world().edges)
    assert [line.rule.kind for line in facts.kept] == [line.rule.kind for line in table(hub).lines]
    assert facts.kept
    assert (facts.controller, facts.contact) == (UNKNOWN_CONTROLLER, "privacy@example.org")


def test_without_a_policy_there_is_nothing_to_write_about(leader_hub: Hub) -> None:
    late = replace(leader_hub, clock=FakeClock(datetime(2031, 1, 1, tzinfo=UTC)))

    with reading(late.engine) as session:
        assert facts_of(session, late) is None
