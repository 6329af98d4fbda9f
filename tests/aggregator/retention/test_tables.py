"""The rows of retention keep what they are given, and the migrations build them."""

from datetime import datetime

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlmodel import SQLModel

from aggregator.database import reading, writing
from aggregator.hub import Hub
from aggregator.retention.tables import DeletionReceiptRow, TimeMarkRow
from tests.support.vector_world import NOW


def test_a_mark_is_read_as_it_was_written(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        session.add(TimeMarkRow(at=NOW, boot_id="a", uptime_s=2.5))

    with reading(leader_hub.engine) as session:
        row = session.get(TimeMarkRow, 1)

    assert row is not None
    assert (row.at, row.boot_id, row.uptime_s) == (NOW, "a", 2.5)


def test_moments_without_a_zone_are_refused(leader_hub: Hub) -> None:
    naive = datetime(2026, 6, 15)  # noqa: DTZ001  # the point of the test
    row = DeletionReceiptRow(
        kind="k", count=0, data_from=naive, data_until=NOW, rule="r", at=NOW, root=b"", salt=b"", leaves=b""
    )
    error = ""

    try:
        with writing(leader_hub.engine) as session:
            session.add(row)
    except Exception as caught:  # SQLAlchemy wraps what the column said
        error = str(caught)

    assert "timezone-aware" in error


def test_the_migrations_build_what_the_code_knows(leader_hub: Hub) -> None:
    with leader_hub.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), SQLModel.metadata)

    assert [one for one in differences if "deletion_receipts" in str(one) or "time_mark" in str(one)] == []
