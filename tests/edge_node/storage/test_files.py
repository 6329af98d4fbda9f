"""Small files are whole or absent."""

import errno
import fcntl
import os
from pathlib import Path

import pytest

from edge_node.errors import StorageError
from edge_node.storage.files import (
    PRIVATE_MODE,
    advice_for,
    append_private,
    make_private_folder,
    overwrite,
    read_file,
    sweep_drafts,
    sync_folder,
    touch_private,
    write_private,
    write_whole,
)


def test_a_written_file_is_private_and_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "a.key"

    assert write_private(path, b"content")
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["a.key"]


def test_a_second_writing_replaces_the_first(tmp_path: Path) -> None:
    write_private(tmp_path / "a", b"first")
    write_private(tmp_path / "a", b"second")

    assert read_file(tmp_path / "a") == b"second"


def test_without_replace_the_first_one_stays(tmp_path: Path) -> None:
    write_private(tmp_path / "a", b"first", replace=False)

    assert not write_private(tmp_path / "a", b"second", replace=False)
    assert read_file(tmp_path / "a") == b"first"
    assert [file.name for file in tmp_path.iterdir()] == ["a"]


def test_a_missing_file_reads_as_none(tmp_path: Path) -> None:
    assert read_file(tmp_path / "missing") is None


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot read"):
        read_file(tmp_path)


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()

    with pytest.raises(StorageError, match="cannot write"):
        write_private(tmp_path / "taken", b"")


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(StorageError, match="cannot make the folder"):
        make_private_folder(tmp_path / "file" / "below")


def test_touching_keeps_what_is_there(tmp_path: Path) -> None:
    write_private(tmp_path / "a", b"kept")

    touch_private(tmp_path / "a")

    assert read_file(tmp_path / "a") == b"kept"


def test_a_line_is_added_to_the_end_of_a_private_file(tmp_path: Path) -> None:
    path = tmp_path / "home" / "audit.jsonl"
    for line in (b"one\n", b"two\n"):
        append_private(path, line)

    assert path.read_bytes() == b"one\ntwo\n"
    assert path.stat().st_mode & 0o777 == PRIVATE_MODE


@pytest.mark.parametrize(
    ("code", "advice"),
    [(errno.ENOSPC, "Free space"), (errno.EDQUOT, "Free space"), (errno.EACCES, "Check that the folder")],
    ids=["a full disk", "a full quota", "another's folder"],
)
def test_a_file_that_cannot_be_written_comes_with_advice(code: int, advice: str) -> None:
    assert advice_for(OSError(code, "words")).startswith(advice)


def test_a_file_for_everybody_is_as_open_as_the_system_lets_it(tmp_path: Path) -> None:
    masked = os.umask(0o022)
    try:
        write_whole(tmp_path / "out.txt", b"x", mode=0o666)
    finally:
        os.umask(masked)

    assert (tmp_path / "out.txt").stat().st_mode & 0o777 == 0o644


def test_what_a_killed_writer_left_is_swept_and_a_living_ones_is_not(tmp_path: Path) -> None:
    dead, living, empty = (tmp_path / f".a.key.{digit * 16}" for digit in "012")
    for path in (dead, living):
        path.write_bytes(b"half a key")
    empty.touch()
    (tmp_path / ".hidden").write_text("not a draft")

    with living.open("rb") as writer:
        fcntl.flock(writer, fcntl.LOCK_EX)
        assert sweep_drafts(tmp_path) == 1

    assert {path.name for path in tmp_path.iterdir()} == {living.name, empty.name, ".hidden"}


def test_a_folder_that_is_not_there_holds_no_drafts(tmp_path: Path) -> None:
    assert sweep_drafts(tmp_path / "none") == 0


def test_overwriting_leaves_zeros_in_place(tmp_path: Path) -> None:
    path = tmp_path / "a.key"
    write_private(path, b"secret")
    before = path.stat().st_ino

    overwrite(path)
    overwrite(tmp_path / "missing")

    assert path.read_bytes() == bytes(6)
    assert path.stat().st_ino == before
    assert not (tmp_path / "missing").exists()


def test_a_folder_that_is_not_there_cannot_be_written(tmp_path: Path) -> None:
    sync_folder(tmp_path)

    with pytest.raises(StorageError, match="cannot write the folder"):
        sync_folder(tmp_path / "missing")
