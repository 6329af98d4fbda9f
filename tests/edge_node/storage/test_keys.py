"""The device key is made once and kept to itself."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from edge_node.errors import StorageError
from edge_node.storage.keys import load_device_key, make_device_key


def test_a_key_is_made_once(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "device.key"

    first, second = make_device_key(path), make_device_key(path)

    assert first.to_bytes() == second.to_bytes() == path.read_bytes()


def test_two_makers_at_once_end_with_one_key(tmp_path: Path) -> None:
    path = tmp_path / "device.key"

    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: make_device_key(path).to_bytes(), range(32)))

    assert set(keys) == {path.read_bytes()}


def test_a_key_others_may_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "device.key"
    make_device_key(path)
    path.chmod(0o640)

    with pytest.raises(StorageError, match="owner only"):
        load_device_key(path)


def test_a_damaged_key_is_refused_and_not_repeated(tmp_path: Path) -> None:
    path = tmp_path / "device.key"
    path.write_bytes(b"short and secret")
    path.chmod(0o600)

    with pytest.raises(StorageError) as caught:
        load_device_key(path)
    assert "secret" not in str(caught.value)


def test_no_key_is_none(tmp_path: Path) -> None:
    assert load_device_key(tmp_path / "device.key") is None
