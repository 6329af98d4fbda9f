"""A signer's key in a file of its own: 32 bytes, readable by its holder alone."""

from pathlib import Path

from policies.errors import KeyFileError
from policies.signing import SECRET_BYTES
from policies.writing import PRIVATE_MODE, write_whole


def read_key(path: Path) -> bytes:
    """Return the secret in the file.

    Raises: KeyFileError when there is none, when it is none, or when others may read it.
    """
    try:
        mode, secret = path.stat().st_mode & 0o777, path.read_bytes()
    except OSError as error:
        raise KeyFileError(
            f"cannot read the key {path}: {error.strerror}. Make one with: shoal policy signer --key {path}"
        ) from error
    if mode & 0o077:
        raise KeyFileError(
            f"expected a key that its holder alone may read, got mode {mode:o} of {path}. If nobody has read "
            f"it, close it with: chmod 600 {path}. If somebody may have, make another."
        )
    if len(secret) != SECRET_BYTES:
        raise KeyFileError(f"expected a key of {SECRET_BYTES} bytes in {path}, got {len(secret)}")
    return secret


def make_key(path: Path, secret: bytes) -> None:
    """Write a fresh secret. Raises: KeyFileError when the file is there already, or cannot be written."""
    if path.exists():
        raise KeyFileError(f"expected no file at {path}, got one; a key is never replaced")
    try:
        write_whole(path, secret, mode=PRIVATE_MODE)
    except OSError as error:
        raise KeyFileError(f"cannot write the key {path}: {error.strerror}") from error
