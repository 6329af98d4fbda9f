"""One writer at a time, all or nothing, on a real SQLite file."""

from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from aggregator.database import leave_no_copies, open_engine, reading, writing
from aggregator.errors import DatabaseError
from aggregator.hub import Hub
from aggregator.tables import NonceRow
from tests.support.vector_world import NOW


def test_transaction_that_fails_leaves_nothing(leader_hub: Hub) -> None:
    def work() -> None:
        with writing(leader_hub.engine) as session:
            session.add(NonceRow(nonce="a", seen_at=NOW))
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        work()

    with reading(leader_hub.engine) as session:
        assert session.get(NonceRow, "a") is None


def test_row_added_and_not_flushed_is_committed(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        session.add(NonceRow(nonce="a", seen_at=NOW))

    with reading(leader_hub.engine) as session:
        assert session.get_one(NonceRow, "a").seen_at == NOW


def test_row_that_breaks_a_rule_undoes_the_whole(leader_hub: Hub) -> None:
    def work() -> None:
        with writing(leader_hub.engine) as session:
            session.add(NonceRow(nonce="a", seen_at=NOW))
            session.flush()
            session.connection().exec_driver_sql("insert into nonces values ('a', '2026-01-01')")

    with pytest.raises(IntegrityError):
        work()

    with reading(leader_hub.engine) as session:
        assert session.get(NonceRow, "a") is None


def test_second_writer_is_told_the_database_is_locked(leader_hub: Hub) -> None:
    impatient = open_engine(str(leader_hub.engine.url), busy_timeout_s=0)

    with writing(leader_hub.engine), pytest.raises(DatabaseError, match="locked"), writing(impatient):
        pass
    impatient.dispose()


def test_reader_sees_the_state_before_a_writer_commits(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        session.add(NonceRow(nonce="a", seen_at=NOW))
        session.flush()
        with reading(leader_hub.engine) as other:
            assert other.get(NonceRow, "a") is None


@pytest.mark.parametrize("url", ["", "hub.sqlite3", "mysql://x/y", "oracle://x"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(DatabaseError, match="expected"):
        open_engine(url)


def test_acknowledged_rows_survive_a_power_cut(leader_hub: Hub) -> None:
    with reading(leader_hub.engine) as session:
        pragmas = {
            name: session.connection().exec_driver_sql(f"pragma {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }

    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_file_that_cannot_be_opened_is_one_clear_error(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/nowhere/hub.sqlite3")

    with pytest.raises(DatabaseError, match=r"cannot be opened|unreachable"), writing(engine):
        pass


@pytest.mark.parametrize("is_settled", [False, True], ids=["still in the log", "in the file already"])
def test_forgotten_rows_leave_no_copy(leader_hub: Hub, is_settled: bool) -> None:
    def places() -> list[str]:
        files = [file for file in leader_hub.home.path.rglob("*") if file.is_file()]
        return [file.name for file in files if b"to-be-forgotten" in file.read_bytes()]

    with writing(leader_hub.engine) as session:
        session.add(NonceRow(nonce="to-be-forgotten", seen_at=NOW))
    if is_settled:
        leave_no_copies(leader_hub.engine)
    assert places() == ["hub.sqlite3" if is_settled else "hub.sqlite3-wal"]
    with writing(leader_hub.engine) as session:
        session.delete(session.get_one(NonceRow, "to-be-forgotten"))

    assert leave_no_copies(leader_hub.engine)

    assert places() == []


def test_log_that_somebody_reads_is_emptied_another_time(leader_hub: Hub) -> None:
    with reading(leader_hub.engine) as reader:
        assert reader.get(NonceRow, "a") is None
        with writing(leader_hub.engine) as session:
            session.add(NonceRow(nonce="a", seen_at=NOW))

        assert not leave_no_copies(leader_hub.engine)

    assert leave_no_copies(leader_hub.engine)
