"""The stolen box: a node is killed at work, its disk is imaged, and a thief carves it for what is gone."""

import json
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from edge_node.intent.window import BYTES
from edge_node.storage.period_keys import Period
from tests.support import learning_child, vault_child
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
        rows = connection.execute("SELECT key_id, kind, start_s, keep_s, grounds FROM vault_keys").fetchall()
    return [
        (start, KeyName(key_id, key_id + Period(kind, start, keep, tuple(grounds.split())).name))
        for key_id, kind, start, keep, grounds in rows
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


PICTURES = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF",
    b"\xff\xd8\xff\xdb\x00\x43\x00",
    b"\x89PNG\r\n\x1a\n",
    b"WEBPVP8",
    b"GIF89a",
    b"AVI LIST",
)
"""How pictures and films begin: so many bytes come by chance once in 10^8 disks like this one."""


@dataclass(frozen=True)
class Learnt:
    """The disk of a node that was killed while it learnt, and what a thief would recognise on it."""

    image: dict[str, bytes]
    truth: dict[str, list[str]]
    old: list[KeyName]
    home: Path

    def found(self, kind: str) -> list[str]:
        """Return the needles of one kind that lie somewhere on the disk in clear."""
        whole = b"\0".join(self.image.values())
        return [needle for needle in self.truth[kind] if bytes.fromhex(needle) in whole]


def learnt(tmp_path: Path, mode: str) -> Learnt:
    """Run a node that keeps windows and forgets the older ones until it is killed, and take its disk."""
    home, before, truth = tmp_path / "home", tmp_path / "before", tmp_path / "truth.json"
    command = [sys.executable, "-m", learning_child.__name__, str(home), mode, str(before), str(truth)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    old = [name for _, name in names_in(before)]
    return Learnt(image_of(home), json.loads(truth.read_text()), old, home)


def opened(loot: Learnt) -> list[str]:
    """Return the payload of every window that the thief can read with all keys that he finds."""
    names = [name for _, name in names_in(loot.home)]
    keys = period_keys(loot.image, store_keys(loot.image), [*names, *loot.old])
    with closing(sqlite3.connect(loot.home / "journal.sqlite3")) as connection:
        rows = connection.execute("SELECT record_id, key_id, sealed FROM vault_records").fetchall()
    texts = [
        AESGCM(keys[key_id]).decrypt(sealed[:12], sealed[12:], record_id + key_id)
        for record_id, key_id, sealed in rows
    ]
    return sorted(text[-BYTES:].hex() for text in texts)


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Learnt:
    """Return the disk of a node as it is shipped."""
    return learnt(tmp_path_factory.mktemp("product"), "product")


def test_a_node_that_learns_leaves_nothing_in_clear(killed: Learnt) -> None:
    assert all(killed.truth.values())
    assert {kind: killed.found(kind) for kind in killed.truth} == {kind: [] for kind in killed.truth}
    assert [places(killed.image, magic) for magic in PICTURES] == [[]] * len(PICTURES)


def test_of_its_windows_a_thief_opens_those_that_may_still_be_held(killed: Learnt) -> None:
    assert period_keys(killed.image, store_keys(killed.image), killed.old) == {}
    assert opened(killed) == sorted(killed.truth["new_windows"])
    assert not set(killed.truth["new_windows"]) & set(killed.truth["old_windows"])


def test_with_the_vault_off_and_memory_dumped_the_thief_finds_all_of_it(tmp_path: Path) -> None:
    loot = learnt(tmp_path, "open")

    for kind in loot.truth:
        assert loot.found(kind) == loot.truth[kind], kind
    assert places(loot.image, PICTURES[0])
    assert any(bytes.fromhex(needle) in loot.image["journal.sqlite3"] for needle in loot.truth["new_windows"])
