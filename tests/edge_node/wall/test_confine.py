"""What a confined process can still do, told by itself and counted by the kernel."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from edge_node.wall.confine import call_rules
from edge_node.wall.seccomp import Bits, OneOf
from tests.support.confined import REPOSITORY, confined

DEEDS = """
import ctypes, subprocess, tempfile
attempt("socket", lambda: socket.socket())
attempt("unix socket", lambda: socket.socket(socket.AF_UNIX))
attempt("name look-up", lambda: socket.getaddrinfo("example.invalid", 80))
attempt("write", lambda: open("/tmp/shoal-confined", "w"))
attempt("append", lambda: open("/etc/hosts", "a"))
attempt("mkdir", lambda: os.mkdir("/tmp/shoal-confined"))
attempt("unlink", lambda: os.unlink("/etc/hosts"))
attempt("rename", lambda: os.rename("/etc/hosts", "/etc/hosts2"))
attempt("memory file", lambda: os.memfd_create("x"))
attempt("exec", lambda: os.execv("/bin/true", ["true"]))
attempt("fork", os.fork)
attempt("kill parent", lambda: os.kill(os.getppid(), 9))
attempt("pipe", os.pipe)
"""
FORBIDDEN = {
    "socket": "socket",
    "unix socket": "socket",
    "name look-up": "socket",
    "write": "openat",
    "append": "openat",
    "mkdir": "mkdir",
    "unlink": "unlink",
    "rename": "rename",
    "memory file": "memfd_create",
    "exec": "execve",
    "fork": "clone",
    "kill parent": "kill",
    "pipe": "pipe2",
}


@pytest.mark.parametrize("as_nobody", [False, True], ids=["as started", "as nobody"])
def test_everything_forbidden_is_refused_and_counted_by_the_kernel(as_nobody: bool) -> None:
    done = confined(DEEDS, as_nobody=as_nobody)

    assert set(done.said) == set(FORBIDDEN)
    assert "went through" not in done.said.values()
    assert {call for call in FORBIDDEN.values() if not done.denied[call]} == set()


def test_io_uring_and_other_ways_round_are_refused() -> None:
    code = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
def call(number, *rest):
    if libc.syscall(number, *rest) < 0:
        raise OSError(ctypes.get_errno(), "")
for name, number in (("io_uring_setup", 425), ("ptrace", 101), ("process_vm_readv", 310), ("bpf", 321),
                     ("userfaultfd", 323), ("pidfd_open", 434), ("unshare", 272), ("open_by_handle_at", 304)):
    attempt(name, lambda: call(number, 0, 0, 0, 0, 0))
"""
    if sys.platform != "linux" or "x86_64" not in __import__("platform").machine():
        pytest.skip("the numbers are those of x86_64")

    done = confined(code)

    assert set(done.said.values()) == {"PermissionError"}
    assert all(done.denied[name] == 1 for name in done.said)


def test_threads_started_before_and_after_are_confined_alike() -> None:
    setup = """
import threading
go, here = threading.Event(), threading.Event()
def late():
    here.set(); go.wait(); attempt("old thread", socket.socket)
"""
    code = """
go.set(); old.join()
new = threading.Thread(target=lambda: attempt("new thread", socket.socket)); new.start(); new.join()
"""
    started = "old = threading.Thread(target=late); old.start(); here.wait()\n"

    done = confined(code, setup=setup + _after_files(started))

    assert done.said == {"old thread": "PermissionError", "new thread": "PermissionError"}
    assert done.denied["socket"] == 2


def test_what_the_line_needs_still_works(tmp_path: Path) -> None:
    (tmp_path / "model").write_bytes(b"weights")
    code = f"""
import threading, time
attempt("read a model", lambda: open({str(tmp_path / "model")!r}).read())
attempt("read the processor", lambda: open("/proc/cpuinfo").read())
attempt("start a thread", lambda: threading.Thread(target=lambda: None).start())
attempt("sleep", lambda: time.sleep(0.001))
attempt("memory", lambda: bytearray(50_000_000))
attempt("random", lambda: os.urandom(8))
"""

    done = confined(code, readable=(tmp_path / "model",))

    assert set(done.said.values()) == {"went through"}
    assert not done.denied


def test_files_it_was_not_given_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"secret")

    done = confined(f'attempt("read a key", lambda: open({str(tmp_path / "key")!r}).read())')

    assert done.said == {"read a key": "PermissionError"}


def test_dumps_and_privileges_are_given_up() -> None:
    code = """
import resource
status = dict(line.split(":", 1) for line in open("/proc/self/status").read().splitlines())
said["no_new_privs"] = status["NoNewPrivs"].strip()
said["seccomp"] = status["Seccomp"].strip()
said["core"] = str(resource.getrlimit(resource.RLIMIT_CORE))
"""

    assert confined(code).said == {"no_new_privs": "1", "seccomp": "2", "core": "(0, 0)"}


@pytest.mark.parametrize(
    ("setup", "argument", "printed"),
    [
        ("landlock.version = lambda: 0", "False", "expected a kernel with Landlock, got none"),
        ("landlock.version = lambda: 0", "True", "abi 0"),
        (
            "import threading; threading.Thread(target=threading.Event().wait).start()",
            "True",
            "expected one thread",
        ),
    ],
    ids=["no Landlock: refused", "no Landlock: permitted", "threads exist"],
)
def test_without_landlock_or_with_threads_it_is_refused(setup: str, argument: str, printed: str) -> None:
    code = f"""
import os
from edge_node.errors import WallError
from edge_node.wall import confine, landlock
{setup}
try:
    print("abi", confine.confine_files([], [], may_lack_landlock={argument}), flush=True)
except WallError as error:
    print(error, flush=True)
os._exit(0)
"""

    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        timeout=20,
    )

    assert printed in done.stdout


def test_data_goes_out_on_the_channel_only() -> None:
    rules = call_rules(7, frozenset({4}), own_pid=99)

    assert rules["sendmsg"] == OneOf(0, frozenset({4, 7}))
    assert rules["write"] == OneOf(0, frozenset({1, 2, 7}))
    assert isinstance(rules["openat"], Bits)
    assert json.dumps(sorted({"socket", "connect", "bind", "execve", "ptrace"} & set(rules))) == "[]"


def _after_files(code: str) -> str:
    """Return a set-up that runs the code between the two steps of the wall."""
    return (
        "import edge_node.wall.confine as _c\n"
        "_real = confine_calls\n"
        "def confine_calls(*a, **k):\n"
        "    global old\n"
        + "".join(f"    {line}\n" for line in code.splitlines())
        + "    return _real(*a, **k)\n"
    )
