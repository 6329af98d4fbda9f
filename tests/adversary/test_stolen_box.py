"""The stolen box: a node is killed at work, its disk is imaged, and a thief carves it for what is gone."""

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from edge_node.storage.period_keys import Period
from tests.support import vault_child
from tests.support.carving import KeyName, image_of, period_keys, places, store_keys
from tests.support.vault_child import NEW_S, OLD_S

pytestmark = pytest.mark.chaos


@dataclass(frozen=True)
class Loot:
    """What the thief has, and what an older look at the disk told him."""

    image: dict[str, bytes]
    journal_before: dict[str, bytes]
    """The journal of a backup, without the folder of keys."""
    store_key_before: bytes
    old: list[KeyName]
    """Keys of the periods that are to be forgotten."""
    new: list[KeyName]


def stolen(tmp_path: Path, mode: str) -> Loot:
    """Run a node until it is killed, and take its disk."""
    home, before = tmp_path / "home", tmp_path / "before"
    command = [sys.executable, "-m", vault_child.__name__, str(home), mode, str(before)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    names = names_in(before)
    backup = image_of(before)
    key = backup.pop("keys/vault.key")
    old = [name for start, name in names if start < NEW_S.start]
    return Loot(image_of(home), backup, key, old, [name for start, name in names if start >= NEW_S.start])


def names_in(folder: Path) -> list[tuple[int, KeyName]]:
    """Return start and name of every key of the journal."""
    with closing(sqlite3.connect(folder / "journal.sqlite3")) as connection:
        rows = connection.execute("SELECT key_id, kind, start_s, keep_s FROM vault_keys").fetchall()
    return [
        (start, KeyName(key_id, key_id + Period(kind, start, keep).name))
        for key_id, kind, start, keep in rows
    ]


def test_what_was_shredded_is_nowhere_on_the_disk(tmp_path: Path) -> None:
    loot = stolen(tmp_path, "shredding")

    assert period_keys(loot.image, store_keys(loot.image), loot.old) == {}
    assert places(loot.image, loot.store_key_before) == []


def test_even_the_old_store_key_finds_no_copy_of_a_shredded_key(tmp_path: Path) -> None:
    loot = stolen(tmp_path, "shredding")

    assert period_keys(loot.image, [loot.store_key_before], loot.old) == {}


def test_an_older_copy_of_the_journal_is_worth_nothing_without_its_store_key(tmp_path: Path) -> None:
    loot = stolen(tmp_path, "shredding")

    assert period_keys(loot.journal_before, store_keys(loot.image), loot.old) == {}
    assert len(period_keys(loot.journal_before, [loot.store_key_before], loot.old)) == len(OLD_S)


def test_without_shredding_the_thief_finds_keys(tmp_path: Path) -> None:
    loot = stolen(tmp_path, "deleting")

    assert period_keys(loot.image, store_keys(loot.image), loot.old) != {}


def test_what_may_still_be_held_is_what_the_thief_can_open(tmp_path: Path) -> None:
    loot = stolen(tmp_path, "shredding")

    assert len(period_keys(loot.image, store_keys(loot.image), loot.new)) == len(NEW_S)
