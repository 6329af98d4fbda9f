"""Migrations: an empty database is built, another revision is refused."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlmodel import SQLModel

from aggregator import revision, tables
from aggregator.adoption import tables as adoption_tables
from aggregator.audit import tables as audit_tables
from aggregator.database import open_engine
from aggregator.errors import DatabaseError
from aggregator.signage import tables as signage_tables


def test_migrations_build_the_tables_the_code_knows(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/hub.sqlite3")
    assert tables.EdgeRow.__tablename__ == "edges"
    assert adoption_tables.PolicyConfirmationRow.__tablename__ == "policy_confirmations"
    assert signage_tables.CameraSignRow.__tablename__ == "camera_signs"
    assert audit_tables.AuditEntryRow.__tablename__ == "audit_entries"

    revision.prepare(engine)

    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []
    assert revision.state(engine) == "current"
    engine.dispose()


def test_current_database_is_left_alone(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/hub.sqlite3")
    assert revision.migrate(engine) == revision.head()

    revision.prepare(engine)

    assert revision.migrate(engine) == revision.head()
    engine.dispose()


@pytest.mark.parametrize(
    "statement",
    ["create table other (x int)", "create table alembic_version (version_num varchar(32) primary key)"],
    ids=["tables of somebody else", "a revision of nothing"],
)
def test_other_database_is_refused_and_untouched(tmp_path: Path, statement: str) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/hub.sqlite3")
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)

    with pytest.raises(DatabaseError, match="shoal hub migrate"):
        revision.prepare(engine)

    assert revision.revision(engine) is None
    engine.dispose()


def test_later_revision_is_refused(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/hub.sqlite3")
    revision.migrate(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("update alembic_version set version_num = '9999'")

    with pytest.raises(DatabaseError, match="9999"):
        revision.prepare(engine)
    with pytest.raises(DatabaseError, match="cannot be migrated"):
        revision.migrate(engine)
    engine.dispose()


def test_file_that_is_no_database_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "hub.sqlite3").write_text("no database" * 100)
    engine = open_engine(f"sqlite:///{tmp_path}/hub.sqlite3")

    with pytest.raises(DatabaseError, match="cannot be read"):
        revision.prepare(engine)
    engine.dispose()


def test_an_empty_database_is_not_taken_for_the_homes_own(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'hub.sqlite3'}")

    with pytest.raises(DatabaseError, match="restore its backup"):
        revision.expect(engine)

    revision.migrate(engine)
    revision.expect(engine)
    engine.dispose()
