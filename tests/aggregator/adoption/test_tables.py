"""One word per node and version, each at its moment."""

from datetime import timedelta

from aggregator.adoption.tables import PolicyConfirmationRow
from aggregator.database import reading, writing
from aggregator.hub import Hub
from tests.support.vector_world import NOW, make_world


def test_moments_come_back_with_their_time_zone(leader_hub: Hub) -> None:
    edge, policy_hash = make_world().edges[0].edge_id, make_world().bundle.hash
    row = PolicyConfirmationRow(
        edge_id=edge, policy_hash=policy_hash, version=1, measuring_since=NOW, confirmed_at=NOW
    )

    with writing(leader_hub.engine) as session:
        session.add(row)

    with reading(leader_hub.engine) as session:
        held = session.get_one(PolicyConfirmationRow, (edge, policy_hash))
    assert held.measuring_since == NOW
    assert held.confirmed_at.utcoffset() == timedelta(0)
