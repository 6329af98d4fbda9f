"""Files that are whole or absent: a kill leaves the old content or the new, never a part."""

import os
import secrets
from pathlib import Path

PRIVATE_MODE = 0o600
"""Owner reads and writes, nobody else."""
PUBLIC_MODE = 0o644
"""Everybody reads, the owner writes."""


def write_whole(path: Path, content: bytes, *, mode: int = PUBLIC_MODE) -> None:
    """Write the file, replacing what was there, and return once it is on the disk.

    Raises: OSError as the system reports it, with nothing changed.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
