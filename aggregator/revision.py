"""Which migration a database is at, and bringing it to this release's.

An empty database is built; one at another revision is refused until somebody runs ``shoal hub migrate``, so
that a backup can be made first.
"""

from pathlib import Path
from typing import Final, Literal

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.exc import SQLAlchemyError

from aggregator.errors import DatabaseError

FOLDER: Final = Path(__file__).parent / "migrations"

State = Literal["empty", "current", "other"]


def migrate(engine: Engine) -> str:
    """Bring the database to this release's revision and return its name. Raises: DatabaseError."""
    try:
        with engine.begin() as connection:
            command.upgrade(_config(connection), "head")
    except (SQLAlchemyError, CommandError) as error:
        raise DatabaseError(f"the database cannot be migrated: {_reason(error)}") from error
    return head()


def prepare(engine: Engine) -> None:
    """Build an empty database; leave a current one alone. Raises: DatabaseError for any other."""
    found = state(engine)
    if found == "empty":
        migrate(engine)
    elif found == "other":
        raise DatabaseError(
            f"the database is at revision {revision(engine) or 'unknown'}, this release needs {head()}; "
            "make a backup, then run: shoal hub migrate"
        )


def expect(engine: Engine) -> None:
    """Check that the database is the one this home was made with, not an empty one in its place.

    An empty database has forgotten what was spent, and would let it be spent again.
    Raises: DatabaseError saying how to go on.
    """
    if state(engine) == "empty":
        raise DatabaseError(
            "expected the database this home was made with, got an empty one; restore its backup "
            "(a fresh one is made by: shoal hub migrate)"
        )
    prepare(engine)


def state(engine: Engine) -> State:
    """Return whether the database is empty, at this release's revision, or anything else."""
    if revision(engine) == head():
        return "current"
    try:
        with engine.connect() as connection:
            return "other" if inspect(connection).get_table_names() else "empty"
    except SQLAlchemyError as error:
        raise DatabaseError(f"the database cannot be read: {_reason(error)}") from error


def revision(engine: Engine) -> str | None:
    """Return the revision the database is at, if any. Raises: DatabaseError when it cannot be read."""
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except SQLAlchemyError as error:
        raise DatabaseError(f"the database cannot be read: {_reason(error)}") from error


def head() -> str:
    """Return this release's revision."""
    return ScriptDirectory(str(FOLDER)).get_current_head() or ""


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _reason(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0]
