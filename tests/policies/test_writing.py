"""A file is written whole or not at all."""

from pathlib import Path

import pytest

from policies.writing import PRIVATE_MODE, write_whole


def test_what_was_there_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "draft.json"
    path.write_text("old")

    write_whole(path, b"new")

    assert path.read_text() == "new"
    assert [file.name for file in tmp_path.iterdir()] == ["draft.json"]


def test_a_private_file_is_private_from_its_first_byte(tmp_path: Path) -> None:
    path = tmp_path / "mine.key"

    write_whole(path, b"secret", mode=PRIVATE_MODE)

    assert path.stat().st_mode & 0o777 == 0o600


def test_a_failure_leaves_the_old_content_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "draft.json"
    path.write_text("old")

    def fail(_descriptor: int) -> None:
        raise OSError("disk is full")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="full"):
        write_whole(path, b"new")

    assert path.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["draft.json"]
