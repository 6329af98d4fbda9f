"""A store that never spoke, or fell silent, is told; one that spoke lately, or is retired, is not."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from aggregator.database import reading, writing
from aggregator.fleet.enrolment import retire
from aggregator.hub import Hub
from aggregator.signage.signs import hear
from aggregator.signage.unheard import HEARD_WITHIN, Unheard, unheard_stores
from aggregator.tables import EdgeRow
from tests.aggregator.signage.test_signs import EDGE, said
from tests.support.vector_world import NOW

A_MOMENT = timedelta(seconds=1)


def silent(hub: Hub, now: datetime) -> list[Unheard]:
    with reading(hub.engine) as session:
        return unheard_stores(session, now)


def enrolled_at(hub: Hub) -> datetime:
    with reading(hub.engine) as session:
        return session.exec(select(EdgeRow).where(EdgeRow.edge_id == EDGE.edge_id)).one().enrolled_at


def test_a_store_that_never_spoke_is_told_after_two_days(leader_hub: Hub) -> None:
    since = enrolled_at(leader_hub)

    in_time, late = (
        silent(leader_hub, since + HEARD_WITHIN),
        silent(leader_hub, since + HEARD_WITHIN + A_MOMENT),
    )

    mine = [store for store in late if store.edge_id == EDGE.edge_id]
    assert EDGE.edge_id not in {store.edge_id for store in in_time}
    assert mine == [Unheard(EDGE.edge_id, EDGE.site_id, since, has_spoken=False)]


def test_a_store_that_spoke_is_told_once_it_falls_silent(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        hear(session, said(), leader_hub)

    in_time, late = silent(leader_hub, NOW + HEARD_WITHIN), silent(leader_hub, NOW + HEARD_WITHIN + A_MOMENT)

    assert EDGE.edge_id not in {store.edge_id for store in in_time}
    assert Unheard(EDGE.edge_id, EDGE.site_id, NOW, has_spoken=True) in late


def test_a_store_that_is_retired_may_be_silent(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        assert retire(session, EDGE.edge_id, leader_hub)

    assert EDGE.edge_id not in {store.edge_id for store in silent(leader_hub, NOW + timedelta(days=90))}


@pytest.mark.parametrize("days", [3, 30])
def test_the_longest_silent_come_first(leader_hub: Hub, days: int) -> None:
    told = silent(leader_hub, NOW + timedelta(days=days))

    assert told == sorted(told, key=lambda store: (store.since, store.edge_id))
