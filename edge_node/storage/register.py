"""Registers: JSON documents that several commands and a running node share, changed one at a time."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from edge_node.errors import StorageError
from edge_node.storage.documents import load, save
from edge_node.storage.files import touch_private

Register = TypeVar("Register", bound=BaseModel)


def change(path: Path, empty: Register, edit: Callable[[Register], Register]) -> Register:
    """Replace the register by its edited form and return that; no change made meanwhile by another is lost.

    A kill leaves the register as it was or as it is to be, never between.
    Raises: StorageError when it is damaged or cannot be written; what the edit raises; nothing changed.
    """
    lock = path.with_name(f".{path.name}.lock")
    try:
        touch_private(lock)
        descriptor = os.open(lock, os.O_RDWR | os.O_CLOEXEC)
    except OSError as error:
        raise StorageError(f"cannot use {lock}: {error.strerror}") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        edited = edit(load(path, type(empty)) or empty)
        save(path, edited)
    finally:
        os.close(descriptor)
    return edited
