"""The journal's file: private, versioned, all or nothing."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from edge_node.errors import StorageError
from edge_node.storage.database import connect, told, unit


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "journal.sqlite3"


def test_the_file_is_readable_by_its_owner_only(path: Path) -> None:
    with closing(connect(path)) as connection:
        connection.execute("CREATE TABLE made (up TEXT)")

        modes = {file.name: file.stat().st_mode & 0o777 for file in path.parent.iterdir()}

    names = ("journal.sqlite3", "journal.sqlite3-shm", "journal.sqlite3-wal")
    assert modes == dict.fromkeys(names, 0o600)
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_commit_waits_for_the_disk(path: Path) -> None:
    connection = connect(path)

    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_an_existing_journal_keeps_its_rows(path: Path) -> None:
    first = connect(path)
    first.execute("INSERT INTO ledger VALUES ('t', 1, 'site', '1/2', 0, 1, 0, '1/4')")
    first.close()

    assert connect(path).execute("SELECT count(*) FROM ledger").fetchone() == (1,)


def test_another_version_is_refused(path: Path) -> None:
    connection = connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()

    with pytest.raises(StorageError, match="version 8 or earlier, got 99"):
        connect(path)


def test_something_that_is_no_database_is_refused(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"not a database" * 100)

    with pytest.raises(StorageError, match="cannot use the journal"):
        connect(path)


def test_a_unit_that_fails_leaves_nothing(path: Path) -> None:
    connection = connect(path)

    def write_and_fail() -> None:
        with unit(connection):
            connection.execute("INSERT INTO ledger VALUES ('t', 1, 'site', '1/2', 0, 1, 0, '1/4')")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_and_fail()

    assert connection.execute("SELECT count(*) FROM ledger").fetchone() == (0,)


def test_what_sqlite_refuses_becomes_a_storage_error(path: Path) -> None:
    connection = connect(path)

    with pytest.raises(StorageError, match="unit of work") as caught, unit(connection):
        connection.execute("INSERT INTO nowhere VALUES (1)")

    assert isinstance(caught.value.__cause__, sqlite3.Error)


def test_what_was_deleted_is_gone_from_the_files(path: Path) -> None:
    connection = connect(path)
    secret = b"exact-sum-of-a-tuesday" * 20
    with unit(connection):
        connection.execute("INSERT INTO open_sums VALUES ('t', 1, x'', x'', ?, 0)", (secret,))
    with unit(connection):
        connection.execute("DELETE FROM open_sums")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    assert not any(b"exact-sum-of-a-tuesday" in file.read_bytes() for file in path.parent.iterdir())


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        (sqlite3.SQLITE_FULL, "Nothing of it was written. Free space on its disk"),
        (sqlite3.SQLITE_IOERR_WRITE, "Free space on its disk, or mend the disk"),
        (sqlite3.SQLITE_CORRUPT, "Restore it from a copy"),
        (sqlite3.SQLITE_READONLY, "Check who else uses it"),
    ],
    ids=["full", "broken", "damaged", "read-only"],
)
def test_what_sqlite_reports_comes_with_advice(code: int, advice: str) -> None:
    error = sqlite3.OperationalError("words")
    error.sqlite_errorcode = code

    with pytest.raises(StorageError, match=advice), told():
        raise error


def test_a_unit_that_sqlite_took_back_itself_keeps_its_reason(tmp_path: Path) -> None:
    connection = connect(tmp_path / "journal.sqlite3")

    def run_full() -> None:
        with unit(connection):
            connection.execute("ROLLBACK")
            raise sqlite3.OperationalError("database or disk is full")

    with pytest.raises(StorageError, match="disk is full"):
        run_full()

    assert not connection.in_transaction
    connection.close()


def test_a_journal_of_the_first_version_is_brought_up_to_date(path: Path) -> None:
    old = connect(path)
    old.execute("ALTER TABLE ledger DROP COLUMN total")
    old.execute("INSERT INTO ledger VALUES ('t', 1, 'site', '1/2', 0, 1, 0)")
    for table in (
        "vault_store",
        "vault_keys",
        "vault_records",
        "receipts",
        "time_mark",
        "erasures",
        "learn_rounds",
    ):
        old.execute(f"DROP TABLE {table}")
    old.execute("ALTER TABLE contributions DROP COLUMN max_per_site")
    old.execute("PRAGMA user_version = 1")
    old.close()

    opened = connect(path)

    assert opened.execute("SELECT count(*) FROM ledger").fetchone() == (1,)
    assert opened.execute("SELECT count(*) FROM vault_keys").fetchone() == (0,)
    assert opened.execute("PRAGMA user_version").fetchone() == (8,)


def test_records_of_the_version_before_are_kept_and_lose_their_order(path: Path) -> None:
    old = connect(path)
    old.execute("DROP TABLE vault_records")
    old.execute("DROP TABLE learn_rounds")
    old.execute(
        "CREATE TABLE vault_records (record_id BLOB PRIMARY KEY, key_id BLOB NOT NULL, sealed BLOB NOT NULL)"
    )
    old.execute("CREATE INDEX vault_records_by_key ON vault_records (key_id)")
    old.executemany("INSERT INTO vault_records VALUES (?, x'00', x'00')", [(b"b",), (b"a",)])
    old.execute("ALTER TABLE contributions DROP COLUMN max_per_site")
    old.execute("ALTER TABLE ledger DROP COLUMN total")
    old.execute("PRAGMA user_version = 3")
    old.close()

    opened = connect(path)

    assert opened.execute("SELECT record_id FROM vault_records").fetchall() == [(b"a",), (b"b",)]
    with pytest.raises(sqlite3.OperationalError, match="no such column"):
        opened.execute("SELECT rowid FROM vault_records")


def test_periods_of_the_version_before_are_kept_on_no_ground(path: Path) -> None:
    old = connect(path)
    old.execute("DROP TABLE vault_keys")
    old.execute(
        "CREATE TABLE vault_keys (key_id BLOB PRIMARY KEY, kind TEXT NOT NULL, start_s INTEGER NOT NULL,"
        " keep_s INTEGER NOT NULL, wrapped BLOB NOT NULL, UNIQUE (kind, start_s, keep_s)) STRICT"
    )
    old.execute("INSERT INTO vault_keys VALUES (x'01', 'windows', 5, 60, x'02')")
    old.execute("PRAGMA user_version = 7")
    old.close()

    rows = connect(path).execute("SELECT key_id, kind, start_s, keep_s, grounds, wrapped FROM vault_keys")

    assert rows.fetchall() == [(b"\x01", "windows", 5, 60, "", b"\x02")]


def test_contributions_of_the_version_before_are_proved_in_nothing(path: Path) -> None:
    old = connect(path)
    old.execute("ALTER TABLE contributions DROP COLUMN max_per_site")
    old.execute("DROP TABLE learn_rounds")
    old.execute("ALTER TABLE ledger DROP COLUMN total")
    old.execute("INSERT INTO contributions VALUES (x'01', 't', 1, 'cohort', x'00', x'00', x'00')")
    old.execute("PRAGMA user_version = 4")
    old.close()

    opened = connect(path)

    assert opened.execute("SELECT max_per_site FROM contributions").fetchall() == [(0,)]


def test_rounds_of_the_version_before_were_paid_by_three_days_of_tracks(path: Path) -> None:
    old = connect(path)
    old.execute("ALTER TABLE ledger DROP COLUMN total")
    for column in ("since_s", "total"):
        old.execute(f"ALTER TABLE learn_rounds DROP COLUMN {column}")
    old.execute("INSERT INTO learn_rounds VALUES ('learn.intent', 1, x'00', '1/100', 1000000.0, NULL, NULL)")
    old.execute("PRAGMA user_version = 6")
    old.close()

    opened = connect(path)

    assert opened.execute("SELECT since_s FROM learn_rounds").fetchall() == [(1_000_000.0 - 73 * 3600,)]
