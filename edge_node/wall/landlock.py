"""Landlock: which files a process may read, that it may write, make and run none, and open no connection."""

import ctypes
import os
import struct
from collections.abc import Iterable
from pathlib import Path

from edge_node.wall.kernel import pointer, system_call

_VERSION = 1
_PATH_BENEATH = 1
_WRITE_FILE = 1 << 1
_READ_FILE = 1 << 2
_READ_DIR = 1 << 3
_IOCTL_DEVICE = 1 << 15
_FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
"""Every file right that each version knows. Source: Linux, include/uapi/linux/landlock.h."""
_NETWORK_SINCE, _NETWORK_RIGHTS = 4, 0b11
"""TCP bind and connect."""
_SCOPES_SINCE, _SCOPES = 6, 0b11
"""Abstract Unix sockets of, and signals to, processes outside."""


def version() -> int:
    """Return the kernel's Landlock version, or 0 where there is none."""
    try:
        return system_call("landlock_create_ruleset", 0, 0, _VERSION)
    except OSError:
        return 0


def confine_files(readable: Iterable[Path], devices: Iterable[Path], *, abi: int) -> None:
    """Restrict this thread, and all it will start, to reading below the given paths and using the devices.

    Raises: OSError if the kernel refuses.
    """
    handled = _FILE_RIGHTS[max(known for known in _FILE_RIGHTS if known <= abi)]
    ruleset = _create(handled, 0, _SCOPES if abi >= _SCOPES_SINCE else 0)
    try:
        for path in readable:
            _allow(ruleset, path, _READ_FILE | (_READ_DIR if path.is_dir() else 0))
        for path in devices:
            _allow(ruleset, path, handled & (_READ_FILE | _WRITE_FILE | _IOCTL_DEVICE))
        system_call("landlock_restrict_self", ruleset, 0)
    finally:
        os.close(ruleset)


def confine_network(*, abi: int) -> None:
    """Let this thread, and all it will start, bind and connect no TCP socket; nothing below version 4.

    Raises: OSError if the kernel refuses.
    """
    if abi < _NETWORK_SINCE:
        return
    ruleset = _create(0, _NETWORK_RIGHTS, 0)
    try:
        system_call("landlock_restrict_self", ruleset, 0)
    finally:
        os.close(ruleset)


def _create(files: int, network: int, scopes: int) -> int:
    size = 24 if scopes else 16 if network else 8
    attributes = ctypes.create_string_buffer(struct.pack("=QQQ", files, network, scopes)[:size], size)
    return system_call("landlock_create_ruleset", pointer(attributes), size, 0)


def _allow(ruleset: int, path: Path, rights: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        rule = ctypes.create_string_buffer(struct.pack("=Qi", rights, descriptor), 12)
        system_call("landlock_add_rule", ruleset, _PATH_BENEATH, pointer(rule), 0)
    finally:
        os.close(descriptor)
