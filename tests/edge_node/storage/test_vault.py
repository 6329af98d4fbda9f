"""What is kept can be read until its key dies, and not a moment later."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from edge_node.errors import StorageError
from edge_node.storage.journal import Journal
from edge_node.storage.vault import Record, Vault

HOUR = timedelta(hours=1)
DOOR, AISLE = Record("door", b"who came in"), Record("aisle", b"who walked by")


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with closing(Journal(tmp_path / "journal.sqlite3")) as opened:
        yield opened


@pytest.fixture
def vault(journal: Journal) -> Vault:
    return journal.vault


def keep(vault: Vault, *records: Record, at_s: float = 0.0, keep_for: timedelta = HOUR) -> list[bytes | None]:
    with vault.unit():
        return [vault.keep("tracks", record, at_s=at_s, keep_for=keep_for) for record in records]


def keep_windows(vault: Vault, *grounds: str) -> None:
    """Keep one window of the same moment on each ground."""
    with vault.unit():
        for ground in grounds:
            vault.keep("windows", DOOR, at_s=0.0, keep_for=72 * HOUR, grounds=[ground])


def read(vault: Vault) -> list[Record]:
    return [stored.record for stored in vault.records("tracks")]


def test_what_is_kept_is_read_again(vault: Vault) -> None:
    first, second = keep(vault, DOOR, AISLE)

    assert {stored.record_id: stored.record for stored in vault.records("tracks")} == {
        first: DOOR,
        second: AISLE,
    }
    assert vault.records("windows") == []


def test_another_connection_reads_it_too(vault: Vault, tmp_path: Path) -> None:
    keep(vault, DOOR)

    with closing(Journal(tmp_path / "journal.sqlite3")) as other:
        assert read(other.vault) == [DOOR]


def test_records_of_one_period_share_a_key_and_others_do_not(vault: Vault) -> None:
    for at_s in (0.0, 299.0, 300.0):
        keep(vault, DOOR, at_s=at_s)

    assert [(held.period.start_s, held.count) for held in vault.held()] == [(0, 2), (300, 1)]


def test_a_life_of_nothing_keeps_nothing(vault: Vault) -> None:
    assert keep(vault, DOOR, keep_for=timedelta(0)) == [None]
    assert vault.held() == []


def test_neither_record_nor_camera_lies_in_clear(vault: Vault, tmp_path: Path) -> None:
    keep(vault, Record("door-of-altona", b"somebody"))

    image = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())

    assert b"door-of-altona" not in image
    assert b"somebody" not in image


def test_a_shredded_period_is_gone_and_the_others_stay(vault: Vault) -> None:
    keep(vault, DOOR, at_s=0.0)
    keep(vault, AISLE, at_s=300.0)
    first = vault.held()[0]

    with vault.unit():
        vault.shred(first.key_id)

    assert read(vault) == [AISLE]


def test_every_shredding_makes_a_new_store_key(vault: Vault, tmp_path: Path) -> None:
    keep(vault, DOOR, at_s=0.0)
    keep(vault, AISLE, at_s=300.0)
    before = (tmp_path / "keys" / "vault.key").read_bytes()

    with vault.unit():
        vault.shred(vault.held()[0].key_id)

    assert (tmp_path / "keys" / "vault.key").read_bytes() != before
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["vault.key"]


def test_a_unit_that_shreds_nothing_changes_no_key(vault: Vault, tmp_path: Path) -> None:
    keep(vault, DOOR)
    before = (tmp_path / "keys" / "vault.key").read_bytes()

    keep(vault, AISLE)

    assert (tmp_path / "keys" / "vault.key").read_bytes() == before


def test_one_camera_is_shredded_and_the_others_go_under_a_fresh_key(vault: Vault) -> None:
    _, kept = keep(vault, DOOR, AISLE)
    (held,) = vault.held()

    with vault.unit():
        gone = vault.shred_camera(held, "door")

    assert gone == 1
    assert [(stored.record_id, stored.record) for stored in vault.records("tracks")] == [(kept, AISLE)]
    assert [after.key_id for after in vault.held()] != [held.key_id]


def test_what_the_other_cameras_saw_stays_on_its_grounds(vault: Vault) -> None:
    with vault.unit():
        for record in (DOOR, AISLE):
            vault.keep("windows", record, at_s=0.0, keep_for=72 * HOUR, grounds=["consent:a"])

    with vault.unit():
        vault.shred_camera(vault.held()[0], "door")

    assert [stored.period.grounds for stored in vault.records("windows")] == [("consent:a",)]


def test_a_camera_that_saw_all_of_a_period_takes_its_key_along(vault: Vault) -> None:
    keep(vault, DOOR)

    with vault.unit():
        vault.shred_camera(vault.held()[0], "door")

    assert vault.held() == []


def test_a_camera_that_saw_nothing_changes_nothing(vault: Vault) -> None:
    keep(vault, DOOR)
    before = vault.held()

    with vault.unit():
        assert vault.shred_camera(before[0], "roof") == 0

    assert vault.held() == before


def test_a_unit_that_fails_leaves_everything_readable(vault: Vault) -> None:
    keep(vault, DOOR)

    def fail() -> None:
        with vault.unit():
            vault.shred(vault.held()[0].key_id)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()

    assert read(vault) == [DOOR]
    keep(vault, AISLE)
    assert sorted(record.camera for record in read(vault)) == ["aisle", "door"]


def test_without_its_store_key_the_vault_says_so_and_takes_nothing(vault: Vault, tmp_path: Path) -> None:
    keep(vault, DOOR)
    (tmp_path / "keys" / "vault.key").unlink()

    assert not vault.is_readable
    assert keep(vault, AISLE) == [None]
    assert keep(vault, AISLE, at_s=300.0) == [None]
    assert vault.records("tracks") == []


def test_without_its_store_key_a_vault_is_shredded_all_the_same(vault: Vault, tmp_path: Path) -> None:
    keep(vault, DOOR)
    (tmp_path / "keys" / "vault.key").unlink()

    with vault.unit():
        vault.shred(vault.held()[0].key_id)

    assert vault.held() == []


def test_records_on_other_grounds_lie_under_a_key_of_their_own(vault: Vault) -> None:
    keep_windows(vault, "consent:a", "consent:b", "consent:a")

    assert [(held.period.grounds, held.count) for held in vault.held()] == [
        (("consent:a",), 2),
        (("consent:b",), 1),
    ]


def test_to_forget_one_ground_leaves_the_others(vault: Vault) -> None:
    keep_windows(vault, "consent:a", "consent:b")

    with vault.unit():
        vault.shred(vault.held()[0].key_id)

    assert [stored.period.grounds for stored in vault.records("windows")] == [("consent:b",)]


def test_only_the_periods_asked_for_are_opened(vault: Vault) -> None:
    keep_windows(vault, "consent:a", "consent:b")

    found = vault.records("windows", lambda period: period.grounds == ("consent:b",))

    assert [stored.period.grounds for stored in found] == [("consent:b",)]


def test_a_key_under_another_ground_opens_nothing(vault: Vault, tmp_path: Path) -> None:
    keep_windows(vault, "consent:a")
    with closing(Journal(tmp_path / "journal.sqlite3")) as journal, journal.unit():
        journal._connection.execute("UPDATE vault_keys SET grounds = 'consent:b'")

    assert vault.held()[0].period.grounds == ("consent:b",)
    assert vault.records("windows") == []


def test_an_empty_vault_is_readable(vault: Vault) -> None:
    assert vault.is_readable


def test_a_key_in_the_place_of_another_opens_nothing(vault: Vault, tmp_path: Path) -> None:
    keep(vault, DOOR, at_s=0.0)
    with closing(Journal(tmp_path / "journal.sqlite3")) as journal, journal.unit():
        journal._connection.execute("UPDATE vault_keys SET start_s = 300")

    assert vault.held()[0].period.start_s == 300
    assert vault.records("tracks") == []


def test_a_key_that_cannot_be_opened_hinders_no_shredding(vault: Vault, tmp_path: Path) -> None:
    keep(vault, DOOR, at_s=0.0)
    keep(vault, AISLE, at_s=300.0)
    keep(vault, AISLE, at_s=600.0)
    with closing(Journal(tmp_path / "journal.sqlite3")) as journal, journal.unit():
        journal._connection.execute("UPDATE vault_keys SET wrapped = x'00' WHERE start_s = 300")

    with vault.unit():
        vault.shred(vault.held()[0].key_id)

    assert [stored.period.start_s for stored in vault.records("tracks")] == [600]


def test_a_destroyed_vault_cannot_be_read(vault: Vault) -> None:
    keep(vault, DOOR)

    vault.destroy()

    assert vault.records("tracks") == []
    assert not vault.is_readable


def test_what_the_journal_refuses_is_said(vault: Vault, journal: Journal) -> None:
    journal.close()

    with pytest.raises(StorageError):
        keep(vault, DOOR)


def test_records_print_nothing_of_themselves(vault: Vault) -> None:
    keep(vault, DOOR)

    assert "who came in" not in repr((DOOR, vault.records("tracks")))
