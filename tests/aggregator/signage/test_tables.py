"""A row a camera and one a store, each moment with its time zone."""

from datetime import date, timedelta

from aggregator.database import reading, writing
from aggregator.hub import Hub
from aggregator.signage.tables import CameraSignRow, SignsHeardRow
from tests.support.vector_world import NOW, make_world


def test_days_and_moments_come_back_as_they_were(leader_hub: Hub) -> None:
    edge = make_world().edges[0].edge_id
    heard = SignsHeardRow(edge_id=edge, objections=1, said_at=NOW, heard_at=NOW)

    with writing(leader_hub.engine) as session:
        session.add(heard)
        session.add(CameraSignRow(edge_id=edge, camera="door", attested_until=date(2026, 12, 31)))

    with reading(leader_hub.engine) as session:
        sign = session.get_one(CameraSignRow, (edge, "door"))
        assert sign.attested_until == date(2026, 12, 31)
        assert session.get_one(SignsHeardRow, edge).said_at.utcoffset() == timedelta(0)
