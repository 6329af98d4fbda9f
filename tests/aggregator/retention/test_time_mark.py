"""A clock set back at the server turns no time back."""

from datetime import timedelta

from aggregator.database import reading, writing
from aggregator.hub import Hub
from aggregator.retention.time_mark import move_on, read
from shared.elapsed import Uptime
from tests.support.vector_world import NOW


def test_before_the_first_sweep_there_is_no_mark(leader_hub: Hub) -> None:
    with reading(leader_hub.engine) as session:
        assert read(session) is None


def test_the_mark_moves_on_and_never_back(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        move_on(session, NOW, Uptime("a", 10.0))
    with writing(leader_hub.engine) as session:
        moved = move_on(session, NOW - timedelta(days=99), Uptime("a", 70.0))

    with reading(leader_hub.engine) as session:
        assert read(session) == moved
    assert moved.at == NOW + timedelta(minutes=1)
