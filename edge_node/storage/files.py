"""Small files that must be whole or absent, and readable by their owner only."""

import errno
import fcntl
import os
import re
import secrets
from contextlib import suppress
from pathlib import Path

from edge_node.errors import StorageError

PRIVATE_MODE = 0o600
"""Owner reads and writes, nobody else."""
_FOLDER_MODE = 0o700
_DRAFT = re.compile(r"\..+\.[0-9a-f]{16}")


def make_private_folder(path: Path) -> Path:
    """Return the folder, made if missing, closed to everybody but its owner.

    Raises: StorageError when it cannot be made.
    """
    try:
        path.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
        path.chmod(_FOLDER_MODE)
    except OSError as error:
        raise StorageError(f"cannot make the folder {path}: {error.strerror}") from error
    return path


def touch_private(path: Path) -> None:
    """Make the file with PRIVATE_MODE if it is missing; an existing one is left alone.

    Raises: OSError as the system reports it.
    """
    make_private_folder(path.parent)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE_MODE))


def write_private(path: Path, content: bytes, *, replace: bool = True) -> bool:
    """Write the file as a whole: another process sees the old content or the new, never a part.

    Return False, with nothing changed, when it exists and replace is False.
    Raises: StorageError when it cannot be written.
    """
    make_private_folder(path.parent)
    try:
        return write_whole(path, content, replace=replace)
    except OSError as error:
        raise StorageError(f"cannot write {path}: {error.strerror}. {advice_for(error)}") from error


def write_whole(path: Path, content: bytes, *, mode: int = PRIVATE_MODE, replace: bool = True) -> bool:
    """Write the file into a folder that exists, as write_private does; the mode is the system's to narrow.

    Raises: OSError as the system reports it, with nothing changed.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
        with os.fdopen(descriptor, "wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # before the first byte, and until the draft is gone
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            return _place(draft, path, replace=replace)
    finally:
        draft.unlink(missing_ok=True)


def sweep_drafts(folder: Path) -> int:
    """Delete what writers that were killed left half-written in the folder; return how many there were.

    A draft that somebody still writes is locked; an empty one may be about to be, and holds nothing.
    """
    count = 0
    for draft in folder.glob(".*"):
        if _DRAFT.fullmatch(draft.name) and draft.stat().st_size:
            with draft.open("rb") as file, suppress(BlockingIOError):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                draft.unlink()
                count += 1
    return count


def append_private(path: Path, line: bytes) -> None:
    """Add a line to the end of the file, made with PRIVATE_MODE if missing: the whole line or nothing of it.

    Raises: StorageError when it cannot be written.
    """
    try:
        touch_private(path)
        with path.open("r+b", buffering=0) as file:
            end = file.seek(0, os.SEEK_END)
            try:
                if file.write(line) != len(line):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                os.fsync(file.fileno())
            except OSError:
                file.truncate(end)
                raise
    except OSError as error:
        raise StorageError(f"cannot write {path}: {error.strerror}. {advice_for(error)}") from error


def overwrite(path: Path) -> None:
    """Write zeros over the whole content where it lies, and wait for the disk; nothing if there is no file.

    Raises: OSError as the system reports it.
    """
    if path.exists():
        with path.open("r+b", buffering=0) as file:
            file.write(bytes(path.stat().st_size))
            os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Wait until the disk knows which files lie in the folder.

    Raises: StorageError when it cannot be asked.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise StorageError(f"cannot write the folder {path}: {error.strerror}") from error


def advice_for(error: OSError) -> str:
    """Return what to do about a file that could not be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return "Free space on that disk; what was there before is unchanged."
    return "Check that the folder exists and that this user may write there."


def read_file(path: Path) -> bytes | None:
    """Return the file's content, None when there is none.

    Raises: StorageError when it is there and cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StorageError(f"cannot read {path}: {error.strerror}") from error


def _place(draft: Path, path: Path, *, replace: bool) -> bool:
    if replace:
        draft.replace(path)
    else:
        try:
            os.link(draft, path)
        except FileExistsError:
            return False
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return True
