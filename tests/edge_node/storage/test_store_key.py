"""The store key changes in three steps, and a kill between two of them loses nothing."""

from pathlib import Path

import pytest

from edge_node.errors import StorageError
from edge_node.storage.store_key import CREDENTIAL, StoreKey, credential_from, key_id_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def in_force(store: StoreKey) -> bytes:
    """Stage a key, put it in force, and return it."""
    key = store.stage()
    store.settle(key_id_of(key))
    return key


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_staged_key_is_found_before_and_after_it_is_in_force(folder: Path) -> None:
    store = StoreKey(folder)
    key = store.stage()

    assert store.find(key_id_of(key)) == key
    store.settle(key_id_of(key))

    assert store.find(key_id_of(key)) == key
    assert names(folder) == ["vault.key"]
    assert (folder / "vault.key").stat().st_mode & 0o777 == 0o600


def test_a_replaced_key_is_nowhere(folder: Path) -> None:
    store = StoreKey(folder)
    old = in_force(store)

    new = in_force(store)

    assert store.find(key_id_of(old)) is None
    assert (folder / "vault.key").read_bytes() == new


def test_a_replaced_key_is_overwritten_where_it_lay(folder: Path) -> None:
    store = StoreKey(folder)
    in_force(store)
    (folder / "vault.key").rename(folder / "a")
    (folder / "vault.key").hardlink_to(folder / "a")

    in_force(store)

    assert (folder / "a").read_bytes() == bytes(32)


def test_a_key_that_was_staged_and_not_named_is_dropped(folder: Path) -> None:
    store = StoreKey(folder)
    old = in_force(store)
    staged = store.stage()

    StoreKey(folder).settle(key_id_of(old))

    assert store.find(key_id_of(old)) == old
    assert store.find(key_id_of(staged)) is None
    assert names(folder) == ["vault.key"]


def test_killed_after_the_old_key_was_overwritten_the_new_one_stands(folder: Path) -> None:
    store = StoreKey(folder)
    in_force(store)
    staged = store.stage()
    (folder / "vault.key").write_bytes(bytes(32))

    store.settle(key_id_of(staged))

    assert (folder / "vault.key").read_bytes() == staged


def test_under_a_credential_the_file_alone_is_worth_nothing(folder: Path) -> None:
    key = in_force(StoreKey(folder, credential=b"of the machine"))

    assert key not in (folder / "vault.key").read_bytes()
    assert StoreKey(folder).find(key_id_of(key)) is None
    assert StoreKey(folder, credential=b"another").find(key_id_of(key)) is None
    assert StoreKey(folder, credential=b"of the machine").find(key_id_of(key)) == key


def test_without_the_credential_a_staged_key_is_left_alone(folder: Path) -> None:
    staged = StoreKey(folder, credential=b"of the machine").stage()

    StoreKey(folder).settle(b"")

    assert StoreKey(folder, credential=b"of the machine").find(key_id_of(staged)) == staged


def test_a_key_from_before_the_credential_still_opens(folder: Path) -> None:
    key = in_force(StoreKey(folder))

    assert StoreKey(folder, credential=b"of the machine").find(key_id_of(key)) == key


def test_destroying_leaves_no_file_and_no_key(folder: Path) -> None:
    store = StoreKey(folder)
    key = in_force(store)
    store.stage()

    store.destroy()
    store.destroy()

    assert store.find(key_id_of(key)) is None
    assert names(folder) == []


@pytest.mark.parametrize("name", ["vault.key", "vault.next.key"])
def test_a_disk_that_refuses_is_said(folder: Path, name: str) -> None:
    store = StoreKey(folder)
    staged = store.stage()
    (folder / name).unlink(missing_ok=True)
    (folder / name).mkdir()

    with pytest.raises(StorageError, match=r"cannot (replace|destroy|read)"):
        store.settle(key_id_of(staged))
    with pytest.raises(StorageError, match="cannot destroy"):
        store.destroy()


def test_the_credential_is_what_systemd_hands_over(tmp_path: Path) -> None:
    (tmp_path / CREDENTIAL).write_bytes(b"sealed to the machine")

    assert credential_from({"CREDENTIALS_DIRECTORY": str(tmp_path)}) == b"sealed to the machine"
    assert credential_from({"CREDENTIALS_DIRECTORY": str(tmp_path / "other")}) is None
    assert credential_from({}) is None
