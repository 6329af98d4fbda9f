"""The journal's SQLite file: its tables, and the one way to change several of them at once.

Plain sqlite3, not an object mapper: narrow tables, commit points that must be visible in the code, and a
report that may cost a few hundred microseconds here (storage/DECISIONS.md).
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from edge_node.errors import StorageError
from edge_node.storage.files import touch_private

BUSY_TIMEOUT_S = 10.0
"""How long a writer waits for another process of the same node before it gives up."""

_VERSION = 8
"""A journal of an earlier version is brought here when it is opened; a later one is refused."""

_TABLES = """
CREATE TABLE open_sums (
  task_id TEXT NOT NULL, epoch INTEGER NOT NULL, policy_hash BLOB NOT NULL, layout_hash BLOB NOT NULL,
  vector BLOB NOT NULL, coverage_s REAL NOT NULL,
  PRIMARY KEY (task_id, epoch)
) STRICT;
CREATE TABLE ledger (
  task_id TEXT NOT NULL, epoch INTEGER NOT NULL, lane TEXT NOT NULL, rho TEXT NOT NULL,
  start_s INTEGER NOT NULL, end_s INTEGER NOT NULL, at_s REAL NOT NULL,
  PRIMARY KEY (task_id, epoch)
) STRICT;
CREATE INDEX ledger_by_time ON ledger (lane, end_s);
CREATE TABLE contributions (
  report_id BLOB PRIMARY KEY, task_id TEXT NOT NULL, epoch INTEGER NOT NULL, lane TEXT NOT NULL,
  policy_hash BLOB NOT NULL, layout_hash BLOB NOT NULL, vector BLOB NOT NULL,
  UNIQUE (task_id, epoch)
) STRICT;
CREATE TABLE outbox (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT, report_id BLOB NOT NULL, role TEXT NOT NULL,
  task_id TEXT NOT NULL, epoch INTEGER NOT NULL, envelope BLOB NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0, retry_at_s REAL NOT NULL DEFAULT 0,
  UNIQUE (report_id, role)
) STRICT;
CREATE TABLE delivered (
  report_id BLOB NOT NULL, role TEXT NOT NULL, task_id TEXT NOT NULL, epoch INTEGER NOT NULL,
  outcome TEXT NOT NULL, at_s REAL NOT NULL,
  PRIMARY KEY (report_id, role)
) STRICT;
"""

_RETENTION_TABLES = """
CREATE TABLE vault_store (key_id BLOB NOT NULL) STRICT;
CREATE TABLE vault_keys (
  key_id BLOB PRIMARY KEY, kind TEXT NOT NULL, start_s INTEGER NOT NULL, keep_s INTEGER NOT NULL,
  wrapped BLOB NOT NULL,
  UNIQUE (kind, start_s, keep_s)
) STRICT;
CREATE TABLE vault_records (record_id BLOB PRIMARY KEY, key_id BLOB NOT NULL, sealed BLOB NOT NULL) STRICT;
CREATE INDEX vault_records_by_key ON vault_records (key_id);
CREATE TABLE receipts (
  receipt_id INTEGER PRIMARY KEY, kind TEXT NOT NULL, count INTEGER NOT NULL, from_s INTEGER NOT NULL,
  until_s INTEGER NOT NULL, rule TEXT NOT NULL, at_s INTEGER NOT NULL, root BLOB NOT NULL, salt BLOB NOT NULL,
  leaves BLOB NOT NULL
) STRICT;
CREATE TABLE time_mark (at_s REAL NOT NULL, boot_id TEXT NOT NULL, uptime_s REAL NOT NULL) STRICT;
"""

_ERASURE_TABLE = """
CREATE TABLE erasures (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT, since_s REAL NOT NULL, until_s REAL NOT NULL, at_s REAL NOT NULL
) STRICT;
"""

_UNORDERED_RECORDS = """
CREATE TABLE vault_rows (
  record_id BLOB PRIMARY KEY, key_id BLOB NOT NULL, sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO vault_rows SELECT record_id, key_id, sealed FROM vault_records;
DROP TABLE vault_records;
ALTER TABLE vault_rows RENAME TO vault_records;
CREATE INDEX vault_records_by_key ON vault_records (key_id);
"""
"""Records lie by their random ids: nothing says in which order they came."""

_PROVED_CONTRIBUTIONS = """
ALTER TABLE contributions ADD COLUMN max_per_site INTEGER NOT NULL DEFAULT 0;
"""

_LEARN_TABLE = """
CREATE TABLE learn_rounds (
  task_id TEXT NOT NULL, round INTEGER NOT NULL, instruction BLOB NOT NULL, rho TEXT NOT NULL,
  at_s REAL NOT NULL, leader BLOB, helper BLOB,
  PRIMARY KEY (task_id, round)
) STRICT;
"""

_ONE_TOTAL = """
ALTER TABLE ledger ADD COLUMN total TEXT NOT NULL DEFAULT '1000000/1';
ALTER TABLE learn_rounds ADD COLUMN since_s REAL NOT NULL DEFAULT 0;
ALTER TABLE learn_rounds ADD COLUMN total TEXT NOT NULL DEFAULT '1000000/1';
UPDATE learn_rounds SET since_s = at_s - 73 * 3600;
"""
"""Both ledgers say which tracks paid and what they may pay in all. For earlier entries the policy that asks
next says that; the longest life of a window then was 72 hours, and a sweep's delay."""

_GROUNDS = """
CREATE TABLE vault_periods (
  key_id BLOB PRIMARY KEY, kind TEXT NOT NULL, start_s INTEGER NOT NULL, keep_s INTEGER NOT NULL,
  grounds TEXT NOT NULL, wrapped BLOB NOT NULL,
  UNIQUE (kind, start_s, keep_s, grounds)
) STRICT;
INSERT INTO vault_periods SELECT key_id, kind, start_s, keep_s, '', wrapped FROM vault_keys;
DROP TABLE vault_keys;
ALTER TABLE vault_periods RENAME TO vault_keys;
"""
"""Windows lie under the purposes that they were kept for; earlier ones are kept for none, and go."""

_STEPS = (
    _TABLES,
    _RETENTION_TABLES,
    _ERASURE_TABLE,
    _UNORDERED_RECORDS,
    _PROVED_CONTRIBUTIONS,
    _LEARN_TABLE,
    _ONE_TOTAL,
    _GROUNDS,
)
"""What each version adds to the one before."""


def connect(path: Path) -> sqlite3.Connection:
    """Open the journal, made if missing and readable by its owner only.

    WAL with synchronous=FULL: a committed unit survives the loss of power. secure_delete overwrites what is
    deleted, so exact sums do not linger in free pages.
    Raises: StorageError when the file cannot be used or is of another version.
    """
    try:
        touch_private(path)
        connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        _prepare(connection)
    except (sqlite3.Error, OSError) as error:
        raise StorageError(f"cannot use the journal {path}: {error}. {_advice(error)}") from error
    return connection


@contextmanager
def unit(connection: sqlite3.Connection) -> Iterator[None]:
    """Everything inside is written in one transaction, or nothing of it.

    The write lock is taken at the start, so what is read inside cannot change before it is written.
    Raises: StorageError for whatever SQLite reports.
    """
    with told():
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:  # SQLite may have taken it back itself, as on a full disk
                connection.execute("ROLLBACK")
            raise


@contextmanager
def told() -> Iterator[None]:
    """Whatever SQLite reports inside becomes a StorageError that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise StorageError(
            f"expected the journal to take a unit of work, got: {error}. Nothing of it was written. "
            f"{_advice(error)}"
        ) from error


def _advice(error: Exception) -> str:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):
        return "Free space on its disk, or mend the disk."
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return "Restore it from a copy, or pair this store anew from an empty home."
    return "Check who else uses it, and whether this user may write there."


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version < _VERSION:
        for statement in ";".join(_STEPS[version:]).split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {_VERSION}")
    connection.execute("COMMIT")
    if version > _VERSION:
        connection.close()
        raise StorageError(f"expected a journal of version {_VERSION} or earlier, got {version}")
