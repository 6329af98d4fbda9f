"""Code that runs where the pixels are tries to get out: it owns the worker and may call what it likes.

Each deed is tried from inside the wall and refusals are counted by the kernel; a deed *escapes* when it went
through. The control does the same deeds without the wall.
"""

import json
import platform
import subprocess
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile

from tests.adversary.row import Row, Scale
from tests.support.confined import REPOSITORY, confined

OPENED = "victim = open(KEPT, 'rb'); left = os.dup(victim.fileno()); libc = __import__('ctypes').CDLL(None)"
"""What the worker still holds when the wall closes: a descriptor that may be read, and the C library."""
DEEDS = """
import ctypes, errno, mmap, signal, threading
libc = ctypes.CDLL(None, use_errno=True)
def call(number, *rest):
    if libc.syscall(number, *rest) < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
attempt("open a file to write", lambda: open(DROP, "w"))
attempt("open a key to read", lambda: open(KEPT))
attempt("make a folder", lambda: os.mkdir(DROP + ".d"))
attempt("link a file", lambda: os.link("/etc/hosts", DROP + ".l"))
attempt("socket and connect", lambda: socket.create_connection(("127.0.0.1", PORT), 1))
attempt("unix socket", lambda: socket.socket(socket.AF_UNIX))
attempt("datagram", lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
attempt("pair of sockets", socket.socketpair)
attempt("memory file", lambda: os.memfd_create("x"))
attempt("write the parent's memory", lambda: open(f"/proc/{os.getppid()}/mem", "r+b"))
attempt("read the parent's memory", lambda: open(f"/proc/{os.getppid()}/mem", "rb").read(1))
attempt("write own memory by file", lambda: open("/proc/self/mem", "r+b"))
attempt("list the parent's descriptors", lambda: os.listdir(f"/proc/{os.getppid()}/fd"))
attempt("read another's command line", lambda: open(f"/proc/{os.getppid()}/cmdline").read())
attempt("reopen a descriptor to write", lambda: os.open(f"/proc/self/fd/{left}", os.O_RDWR))
attempt("write to an inherited descriptor", lambda: os.write(left, b"x"))
attempt("signal the parent", lambda: os.kill(os.getppid(), 0))
attempt("send a file away", lambda: os.sendfile(end.fileno(), left, 0, 1))
attempt("pipe", os.pipe)
"""
CALLS = {
    "io_uring_setup": (425, "1, None"),
    "ptrace": (101, "0x4206, os.getppid(), 0, 0"),
    "process_vm_readv": (310, "os.getppid(), 0, 0, 0, 0, 0"),
    "process_vm_writev": (311, "os.getppid(), 0, 0, 0, 0, 0"),
    "pidfd_open": (434, "os.getppid(), 0"),
    "bpf": (321, "0, 0, 0"),
    "userfaultfd": (323, "1"),
    "unshare": (272, "0"),
    "perf_event_open": (298, "0, 0, 0, 0, 0"),
    "name_to_handle_at": (303, "-100, b'/', 0, 0, 0"),
    "shmget": (29, "0, 4096, 0o1600"),
    "msgget": (68, "0, 0o1600"),
    "add_key": (248, "b'user', b'x', b'x', 1, -3"),
    "splice": (275, "left, 0, 1, 0, 0, 0"),
    "memfd_secret": (447, "0"),
    "execveat": (322, "-100, b'/nonexistent', 0, 0, 0"),
}
"""System calls by their numbers on x86-64, with arguments that the kernel takes from whoever may."""
LAST = """
attempt("fork", lambda: os.fork() or os._exit(0))
attempt("run a program", lambda: os.execv("/nonexistent", ["x"]))
"""
HELPLESS = "FileNotFoundError"
"""What an attempt comes to that was let through and found nothing: it went through."""


def rows(*, scale: Scale, seed: int) -> list[Row]:
    """Return one row for the worker as started, and one for a worker of an unprivileged user."""
    users = {"as started": False} if scale == "small" else {"as started": False, "as nobody": True}
    return [_row(words, as_nobody=as_nobody) for words, as_nobody in users.items()]


def tried() -> tuple[str, ...]:
    """Return what is tried, by name."""
    lines = [line for line in (DEEDS + LAST).splitlines() if line.startswith("attempt(")]
    return (*(line.split('"')[1] for line in lines), *(CALLS if _has_numbers() else ()))


def _row(words: str, *, as_nobody: bool) -> Row:
    with NamedTemporaryFile(suffix=".key") as kept:
        Path(kept.name).chmod(0o644)  # so that the wall refuses it, and not its mode
        code = _code(Path(kept.name))
        inside = confined(code, setup=_opened(Path(kept.name)), as_nobody=as_nobody)
        outside = _unconfined(code, Path(kept.name))
    through, free = _through(inside.said), _through(outside)
    counted = sum(inside.denied.values())
    return Row(
        promise=f"nothing gets out of the pixel process ({words})",
        attack=f"code inside the wall tries {len(tried())} ways out",
        measured=len(through) + len(set(tried()) - set(inside.said)),
        bound=0,
        holds=not through and set(inside.said) == set(tried()) and counted > 0,
        control=len(free),
        control_fails=len(free) > len(tried()) // 2,
        detail=f"{counted} calls refused and counted by the kernel, {len(inside.denied)} kinds",
    )


def _code(kept: Path) -> str:
    named = f"KEPT, DROP, PORT = {str(kept)!r}, {str(kept) + '.out'!r}, 9\n"
    calls = CALLS if _has_numbers() else {}
    raw = "".join(
        f"attempt({name!r}, lambda: call({number}, {words}))\n" for name, (number, words) in calls.items()
    )
    return named + DEEDS + raw + LAST


def _opened(kept: Path) -> str:
    return OPENED.replace("KEPT", repr(str(kept)))


def _through(said: dict[str, str]) -> list[str]:
    return [name for name, outcome in said.items() if outcome in ("went through", HELPLESS)]


def _has_numbers() -> bool:
    return platform.machine() == "x86_64"


def _unconfined(code: str, kept: Path) -> dict[str, str]:
    script = _BARE.replace("SETUP", _opened(kept)).replace("CODE", code)
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd="/",
        env={"PYTHONPATH": str(REPOSITORY), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    for left in kept.parent.glob(f"{kept.name}.out*"):
        left.rmdir() if left.is_dir() else left.unlink()
    said: dict[str, str] = json.loads(done.stdout)
    return said


_BARE = """
import json, os, socket, sys
end, other = socket.socketpair()
said = {}
def attempt(name, deed):
    try:
        deed()
        said[name] = "went through"
    except Exception as error:
        said[name] = type(error).__name__
SETUP
CODE
print(json.dumps(said))
"""
