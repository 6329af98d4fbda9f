"""The aggregator's database: SQLite in WAL mode by default, PostgreSQL by URL, one writer at a time on both.

Every change is made in `writing`, which takes the one write lock before it reads anything: what a decision
was based on cannot change under it. An acknowledged report must survive a power cut, because the edge
deletes its copy, so SQLite commits with ``synchronous=FULL``; group commits in ``ingest`` pay for it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

from aggregator.errors import DatabaseError

BUSY_TIMEOUT_S: Final = 60
"""How long a writer waits for another process's write lock before it gives up. SQLite's lock has no queue:
beside a leader that releases by itself, a release by hand once found no gap for 15 s (two cores, load 20)."""
_SETTLE_TIMEOUT_MS: Final = 1_000
"""How long emptying the write-ahead log waits for readers: the next sweep tries again."""
WRITE_LOCK: Final = 0x53_68_6F_61
"""PostgreSQL advisory lock that stands for SQLite's ``begin immediate`` (the letters ``Shoa``)."""


def open_engine(url: str, *, busy_timeout_s: float = BUSY_TIMEOUT_S) -> Engine:
    """Return an engine for ``sqlite:///FILE`` or ``postgresql+psycopg://…``; nothing is created yet.

    Raises: DatabaseError for any other URL.
    """
    try:
        backend = make_url(url).get_backend_name()
    except ArgumentError as error:
        raise DatabaseError(f"expected a database URL such as sqlite:///hub.sqlite3, got {url!r}") from error
    if backend == "sqlite":
        engine = create_engine(url, connect_args={"timeout": busy_timeout_s, "check_same_thread": False})
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if backend == "postgresql":
        return create_engine(url, pool_pre_ping=True)
    raise DatabaseError(f"expected a sqlite or postgresql URL, got {backend}")


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """Yield a session that holds the write lock from its first statement; commits at the end, or nothing.

    Raises: DatabaseError when the lock cannot be had in BUSY_TIMEOUT_S.
    """
    try:
        connection = engine.connect().execution_options(shoal_writes=True)
    except OperationalError as error:
        raise DatabaseError(f"the database cannot be opened: {error.orig}") from error
    with connection, _locked(connection), Session(connection, expire_on_commit=False) as session:
        yield session
        session.flush()


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """Yield a session that sees one consistent state and changes nothing."""
    with engine.connect() as connection, Session(connection, expire_on_commit=False) as session:
        yield session


def leave_no_copies(engine: Engine) -> bool:
    """Empty SQLite's write-ahead log, where rows stand as they were before; True when that was possible now.

    Whoever reads or writes makes it impossible for a while. PostgreSQL keeps old rows until its own vacuum.
    """
    if engine.dialect.name != "sqlite":
        return False
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"pragma busy_timeout={_SETTLE_TIMEOUT_MS}")
        is_busy = connection.exec_driver_sql("pragma wal_checkpoint(TRUNCATE)").scalar()
        connection.exec_driver_sql(f"pragma busy_timeout={BUSY_TIMEOUT_S * 1000}")
    return not is_busy


@contextmanager
def _locked(connection: Connection) -> Iterator[None]:
    try:
        transaction = connection.begin()
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"set local lock_timeout = '{BUSY_TIMEOUT_S}s'")
            connection.exec_driver_sql(f"select pg_advisory_xact_lock({WRITE_LOCK})")
    except OperationalError as error:
        raise DatabaseError(f"the database is locked or unreachable: {error.orig}") from error
    with transaction:
        yield


def _set_up_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # transactions begin where `_begin_sqlite` says, not at the first write
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"pragma {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("shoal_writes", False)
    connection.exec_driver_sql("begin immediate" if writes else "begin")
