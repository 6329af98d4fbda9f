"""Registers change one at a time, whole or not at all."""

import os
import signal
from multiprocessing import get_context
from pathlib import Path

import pytest
from pydantic import BaseModel

from edge_node.errors import StorageError
from edge_node.storage.documents import load
from edge_node.storage.register import change


class Numbers(BaseModel):
    entries: tuple[int, ...] = ()


def add(number: int) -> Numbers:
    return Numbers(entries=(number,))


def add_fifty(path: Path, first: int) -> None:
    for number in range(first, first + 50):
        change(path, Numbers(), lambda held, n=number: Numbers(entries=(*held.entries, n)))  # type: ignore[misc]  # bound at once


def test_the_first_change_starts_from_the_empty_register(tmp_path: Path) -> None:
    path = tmp_path / "consent" / "numbers.json"

    assert change(path, Numbers(), lambda held: Numbers(entries=(*held.entries, 7))).entries == (7,)
    assert load(path, Numbers) == Numbers(entries=(7,))
    assert path.stat().st_mode & 0o777 == 0o600


def test_no_change_made_at_the_same_time_is_lost(tmp_path: Path) -> None:
    path, fork = tmp_path / "numbers.json", get_context("fork")
    others = [fork.Process(target=add_fifty, args=(path, first)) for first in (0, 50, 100)]

    for other in others:
        other.start()
    for other in others:
        other.join()

    held = load(path, Numbers)
    assert held is not None
    assert sorted(held.entries) == list(range(150))


def test_an_edit_that_refuses_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "numbers.json"
    change(path, Numbers(), lambda _: add(1))

    def refuse(_held: Numbers) -> Numbers:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        change(path, Numbers(), refuse)

    assert load(path, Numbers) == add(1)


@pytest.mark.parametrize("call", ["write", "fsync", "rename", "replace"])
def test_a_kill_leaves_the_old_register_or_the_new_one(tmp_path: Path, call: str) -> None:
    path = tmp_path / "numbers.json"
    change(path, Numbers(), lambda _: add(1))
    child = os.fork()
    if child == 0:
        original = getattr(os, call)

        def die(*words: object, **named: object) -> object:
            original(*words, **named)
            os.kill(os.getpid(), signal.SIGKILL)
            return None

        setattr(os, call, die)
        change(path, Numbers(), lambda _: add(2))
        os._exit(0)
    os.waitpid(child, 0)

    assert load(path, Numbers) in (add(1), add(2))
    assert change(path, Numbers(), lambda _: add(3)) == add(3)


def test_a_damaged_register_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "numbers.json"
    path.write_text("{")

    with pytest.raises(StorageError, match=r"numbers\.json"):
        change(path, Numbers(), lambda _: add(1))

    assert path.read_text() == "{"


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "consent").write_text("")

    with pytest.raises(StorageError, match="consent"):
        change(tmp_path / "consent" / "numbers.json", Numbers(), lambda _: add(1))
