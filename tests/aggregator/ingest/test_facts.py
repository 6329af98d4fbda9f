"""Facts as the database has them."""

from dataclasses import replace

import pytest

from aggregator.database import writing
from aggregator.hub import Hub
from aggregator.ingest.acceptance import Reports
from aggregator.ingest.decision import read
from aggregator.ingest.facts import FactReader, Layouts, Message
from aggregator.tables import BatchRow, EdgeRow
from tests.support.vector_world import COHORT, COHORT_TASK, NOW, make_world

WORLD = make_world()
EDGE = WORLD.edges[0]


def message(body: bytes) -> Message:
    found = read(body)
    assert isinstance(found, Message)
    return found


def test_enrolled_edge_its_layout_and_key_are_known(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        facts = FactReader.of(leader_hub, session, Layouts()).read(message(WORLD.site_report(EDGE)))

    assert facts.edge is not None
    assert (facts.edge.site_id, facts.layout, facts.now) == ("site-edge-0", WORLD.layout, NOW)
    assert facts.key is not None
    assert (facts.held_digest, facts.has_reported, facts.batch_state) == (None, False, None)


def test_retired_edge_is_unknown(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        session.get_one(EdgeRow, EDGE.edge_id).retired_at = NOW
        facts = FactReader.of(leader_hub, session, Layouts()).read(message(WORLD.site_report(EDGE)))

    assert facts.edge is None


def test_helper_reads_no_layout(helper_hub: Hub) -> None:
    with writing(helper_hub.engine) as session:
        facts = FactReader.of(helper_hub, session, Layouts()).read(message(WORLD.site_report(EDGE)))

    assert facts.layout is None


def test_held_report_is_found_by_id_and_by_epoch(leader_hub: Hub) -> None:
    header = WORLD.header(EDGE)
    first = message(WORLD.site_report(EDGE, header))
    second = message(WORLD.site_report(EDGE, replace(header, report_id=bytes(16))))
    with writing(leader_hub.engine) as session:
        Reports(leader_hub).accept(session, [first])
        reader = FactReader.of(leader_hub, session, Layouts())

        assert reader.read(first).held_digest == first.digest
        assert not reader.read(first).has_reported
        assert reader.read(second).has_reported


@pytest.mark.parametrize("state", ["frozen", "collected", "suppressed"])
def test_batch_state_is_that_of_the_edges_cohort(helper_hub: Hub, state: str) -> None:
    share = message(WORLD.cohort_report(EDGE)["helper"])
    with writing(helper_hub.engine) as session:
        session.add(
            BatchRow(
                task_id=COHORT_TASK,
                cohort_id=COHORT,
                epoch=share.header.epoch,
                state=state,
                policy_hash=WORLD.bundle.hash,
                closed_at=NOW,
            )
        )
        facts = FactReader.of(helper_hub, session, Layouts()).read(share)

    assert facts.batch_state == state
