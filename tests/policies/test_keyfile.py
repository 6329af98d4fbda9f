"""A key is its holder's alone, or it is no key."""

from pathlib import Path

import pytest

from policies.errors import KeyFileError
from policies.keyfile import make_key, read_key


def test_a_key_is_read_as_it_was_made_and_closed_to_others(tmp_path: Path) -> None:
    path = tmp_path / "mine.key"

    make_key(path, bytes(range(32)))

    assert read_key(path) == bytes(range(32))
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_key_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "mine.key"
    make_key(path, bytes(32))

    with pytest.raises(KeyFileError, match="never replaced"):
        make_key(path, bytes(32))


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644], ids=oct)
def test_a_key_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "mine.key"
    make_key(path, bytes(32))
    path.chmod(mode)

    with pytest.raises(KeyFileError, match="chmod 600"):
        read_key(path)


def test_a_damaged_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.key"
    make_key(path, bytes(31))

    with pytest.raises(KeyFileError, match=r"32 bytes in .*, got 31"):
        read_key(path)


def test_without_a_key_one_is_told_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="shoal policy signer --key"):
        read_key(tmp_path / "none.key")


def test_a_key_needs_a_folder_to_lie_in(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="cannot write the key"):
        make_key(tmp_path / "nowhere" / "mine.key", bytes(32))
