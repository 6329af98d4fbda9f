"""The home folder: secrets in files of their own, readable by nobody else."""

from pathlib import Path

import pytest

from aggregator.errors import HomeError
from aggregator.home import Home
from privacy.keys import HpkePrivateKey
from tests.support.vector_world import fixed_random


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "hub")
    made.create(fixed_random("home"))
    return made


def test_keys_are_readable_by_their_owner_only(home: Home) -> None:
    home.keep_hpke(HpkePrivateKey.generate(fixed_random("key")))

    files = list((home.path / "keys").iterdir())

    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert (home.path / "keys").stat().st_mode & 0o777 == 0o700
    assert len(files) == 3


def test_nobody_else_comes_into_the_home(home: Home) -> None:
    assert home.path.stat().st_mode & 0o777 == 0o700


def test_a_home_left_open_is_closed(home: Home) -> None:
    home.path.chmod(0o755)

    home.close()

    assert home.path.stat().st_mode & 0o777 == 0o700


def test_a_home_that_cannot_be_closed_is_not_used(tmp_path: Path) -> None:
    with pytest.raises(HomeError, match=r"cannot close .* to other users"):
        Home(tmp_path / "none").close()


def test_a_folder_that_cannot_be_made_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(HomeError, match=r"cannot make a home in .*Not a directory"):
        Home(tmp_path / "file" / "hub").create(fixed_random("home"))


def test_root_key_is_never_replaced(home: Home) -> None:
    before = home.root().public_key

    with pytest.raises(HomeError, match="already"):
        home.create(fixed_random("other"))

    assert home.root().public_key == before


def test_folder_without_keys_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(HomeError, match="shoal hub init"):
        Home(tmp_path).root()


def test_damaged_root_key_is_said_to_be_damaged(home: Home) -> None:
    (home.path / "keys" / "root.key").write_bytes(b"short")

    with pytest.raises(HomeError, match="damaged"):
        home.root()


def test_destroyed_key_is_gone(home: Home) -> None:
    key = HpkePrivateKey.generate(fixed_random("key"))
    home.keep_hpke(key)
    assert home.hpke(key.public_key.key_id) is not None

    home.destroy_hpke(key.public_key.key_id)
    home.destroy_hpke(key.public_key.key_id)

    assert home.hpke(key.public_key.key_id) is None


def test_pepper_is_its_own(home: Home) -> None:
    assert len(home.pepper()) == 32
    assert home.pepper() != home.root().to_bytes()
