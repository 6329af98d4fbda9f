"""The kernel entry points the wall needs, by ctypes: prctl and raw system calls."""

import ctypes
import os
from ctypes import c_long, c_ulong, c_void_p

from edge_node.errors import WallError
from edge_node.wall.syscalls import numbers

_LIBC = ctypes.CDLL(None, use_errno=True)
_LIBC.syscall.restype = c_long

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_NO_NEW_PRIVS = 38
_SIGKILL = 9


def system_call(name: str, *arguments: object) -> int:
    """Return what the kernel answered; integers go as 64-bit words, ctypes pointers as they are.

    Raises: OSError with the kernel's error; WallError on a machine whose call numbers are not known.
    """
    number = numbers().get(name)
    if number is None:
        raise WallError(f"expected a machine with a known system call {name}, got {os.uname().machine}")
    words = [c_ulong(value) if isinstance(value, int) else value for value in arguments]
    result = int(_LIBC.syscall(c_long(number), *words))
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error), name)
    return result


def give_up_privileges() -> None:
    """Make this process, for good: unable to gain rights, to be read by its peers, or to outlive its parent.

    Raises: WallError if the kernel refuses.
    """
    for option, value in (
        (_PR_SET_NO_NEW_PRIVS, 1),
        (_PR_SET_DUMPABLE, 0),
        (_PR_SET_PDEATHSIG, _SIGKILL),
    ):
        if _LIBC.prctl(option, c_ulong(value), c_ulong(0), c_ulong(0), c_ulong(0)) != 0:
            raise WallError(f"expected prctl {option} to hold, got {os.strerror(ctypes.get_errno())}")


def pointer(buffer: object) -> c_void_p:
    """Return the address of a ctypes object as the kernel takes it."""
    return ctypes.cast(ctypes.byref(buffer), c_void_p)  # type: ignore[arg-type]  # any ctypes instance
