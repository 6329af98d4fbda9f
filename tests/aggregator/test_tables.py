"""Moments are timezone-aware on every database."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import StatementError

from aggregator.database import reading, writing
from aggregator.hub import Hub
from aggregator.tables import EdgeRow, NonceRow


def test_moment_comes_back_in_utc(leader_hub: Hub) -> None:
    local = datetime(2026, 6, 15, 14, 0, 0, 5, tzinfo=timezone(timedelta(hours=2)))
    with writing(leader_hub.engine) as session:
        session.add(NonceRow(nonce="n", seen_at=local))

    with reading(leader_hub.engine) as session:
        found = session.get_one(NonceRow, "n").seen_at

    assert (found, found.tzinfo) == (local, UTC)


def test_moment_without_a_zone_is_refused(leader_hub: Hub) -> None:
    def work() -> None:
        with writing(leader_hub.engine) as session:
            session.add(NonceRow(nonce="n", seen_at=datetime(2026, 6, 15)))  # noqa: DTZ001 - the point

    with pytest.raises(StatementError, match="timezone-aware"):
        work()


def test_absent_moment_stays_absent(leader_hub: Hub) -> None:
    with reading(leader_hub.engine) as session:
        assert session.connection().exec_driver_sql("select count(retired_at) from edges").scalar() == 0
        assert EdgeRow(edge_id="x", public_key=b"").retired_at is None
