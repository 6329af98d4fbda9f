"""The device key: made once, whole or absent, readable by the node's user only."""

import secrets
from pathlib import Path

from edge_node.errors import StorageError
from edge_node.storage.files import PRIVATE_MODE, read_file, write_private
from privacy.errors import KeyFormatError
from privacy.randomness import Random
from privacy.signing import SigningKey


def load_device_key(path: Path) -> SigningKey | None:
    """Return the key kept in the file, None when there is none.

    Raises: StorageError when the file is no key, or others on this machine may read it.
    """
    content = read_file(path)
    if content is None:
        return None
    mode = path.stat().st_mode & 0o777
    if mode != PRIVATE_MODE:
        raise StorageError(f"expected {path} to be readable by its owner only (600), got {mode:o}")
    try:
        return SigningKey.from_bytes(content)
    except KeyFormatError as error:
        raise StorageError(f"{path} is no device key: {error}") from error


def make_device_key(path: Path, random: Random = secrets.token_bytes) -> SigningKey:
    """Return the key kept in the file, made now if there is none; two makers at once end with one key.

    Raises: StorageError as for load_device_key, or when it cannot be written.
    """
    held = load_device_key(path)
    if held is not None:
        return held
    fresh = SigningKey.generate(random)
    if write_private(path, fresh.to_bytes(), replace=False):
        return fresh
    return make_device_key(path, random)
