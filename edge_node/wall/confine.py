"""The wall itself: what the pixel process may still ask of the kernel once camera and models are open."""

import os
import resource
import stat
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from edge_node.errors import WallError
from edge_node.wall import landlock, seccomp
from edge_node.wall.kernel import give_up_privileges
from edge_node.wall.seccomp import Bits, OneOf, Rule

_SYSTEM = ("/usr", "/lib", "/lib64", "/sys")
"""Where libraries, time zones and processor facts are read from."""
_OWN_PROCESS = ("self", "cpuinfo", "meminfo", "stat", "uptime", "filesystems", "sys")
"""What below /proc tells of this process and of the machine; other processes are none of its business."""
_SETTINGS = ("ld.so.cache", "localtime", "resolv.conf", "hosts", "nsswitch.conf", "host.conf", "gai.conf")
"""What finding a library or a camera's address reads below /etc."""
_HARMLESS_DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom")

_ALWAYS = """
read readv pread64 preadv lseek close fstat newfstatat stat lstat statx access faccessat faccessat2 readlink
readlinkat getdents64 getcwd statfs fstatfs fadvise64 poll ppoll select pselect6 epoll_create1 epoll_ctl
epoll_wait epoll_pwait epoll_pwait2 eventfd2 futex futex_waitv sched_yield sched_getaffinity sched_setaffinity
sched_getparam sched_getscheduler sched_get_priority_max sched_get_priority_min getcpu get_mempolicy
brk mmap munmap mremap mprotect madvise mincore msync membarrier rseq set_robust_list set_tid_address
rt_sigaction rt_sigprocmask rt_sigreturn sigaltstack restart_syscall
getitimer setitimer timer_create timer_settime timer_gettime timer_delete
clock_gettime clock_getres clock_nanosleep nanosleep gettimeofday times getrusage getrlimit sysinfo uname
getpid gettid getppid getuid geteuid getgid getegid getpgrp getpriority getrandom exit exit_group
getsockopt getsockname getpeername shutdown
"""
_O_NOT_READING = (
    os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND | (os.O_TMPFILE & ~os.O_DIRECTORY)
)
_CLONE_THREAD = 0x00010000
_PR_SET_NAME, _PR_GET_NAME, _PR_CAPBSET_READ, _PR_SET_VMA = 15, 16, 23, 0x53564D41
_EXTENDED_REGISTERS = (0x1021, 0x1022, 0x1023)
"""arch_prctl: ask for and get wide matrix registers. Source: Linux, Documentation/arch/x86/xstate.rst."""
_TCGETS, _FIONREAD, _FIONBIO, _FIOCLEX = 0x5401, 0x541B, 0x5421, 0x5451
_VIDEO_MAJOR = 81
"""Video4Linux devices. Source: Linux, Documentation/admin-guide/devices.txt."""
_CONTROLS = (0, 1, 2, 3, 4, 1030)
"""fcntl: duplicate, read and set flags, duplicate close-on-exec."""


@dataclass(frozen=True, slots=True)
class Confinement:
    """How far the kernel went."""

    landlock_abi: int
    """0: this kernel has none."""
    listener: int | None
    """Descriptor to hand to the parent, which then sees each refused call; None: refused but not counted."""


def confine_files(readable: Iterable[Path], devices: Iterable[Path], *, may_lack_landlock: bool) -> int:
    """Give up privileges, writing, making and running files, core dumps; return the Landlock version.

    Call it while the process has one thread: Landlock binds this thread and those it starts.
    Raises: WallError if threads exist, or Landlock is missing and that is not permitted.
    """
    threads = len(os.listdir("/proc/self/task"))  # noqa: PTH208  # a count is all that is wanted
    if threads != 1:
        raise WallError(f"expected one thread before confinement, got {threads}")
    give_up_privileges()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    abi = landlock.version()
    if abi == 0 and not may_lack_landlock:
        raise WallError(
            "expected a kernel with Landlock, got none; the policy must say that it may be missing"
        )
    if abi > 0:
        try:
            landlock.confine_files([*_code_paths(), *readable], [*_harmless(), *devices], abi=abi)
        except OSError as error:
            raise WallError(f"expected Landlock to hold, got {error.strerror}") from error
    return abi


def confine_calls(channel: int, cameras: frozenset[int], *, landlock_abi: int) -> Confinement:
    """Close the wall on every thread: from here on no socket, file, process or program can be made.

    Bound: data goes out on `channel` only; `cameras` keep talking to the peer or device they are open on.
    Raises: WallError if the filter cannot be installed.
    """
    if landlock_abi:
        try:
            landlock.confine_network(abi=landlock_abi)
        except OSError as error:
            raise WallError(f"expected Landlock to hold, got {error.strerror}") from error
    listener = seccomp.install(call_rules(channel, cameras, own_pid=os.getpid()))
    return Confinement(landlock_abi=landlock_abi, listener=listener)


def call_rules(channel: int, cameras: frozenset[int], *, own_pid: int) -> dict[str, Rule]:
    """Return the allow-list: reading, memory, threads, time; writing to the channel only."""
    talking = OneOf(0, cameras | {channel})
    reading = Bits(2, _O_NOT_READING, 0)
    rules: dict[str, Rule] = dict.fromkeys(_ALWAYS.split(), "always")
    return rules | {
        "openat": reading,
        "open": Bits(1, _O_NOT_READING, 0),
        "clone": Bits(0, _CLONE_THREAD, _CLONE_THREAD),
        "clone3": "absent",
        "openat2": "absent",
        "write": OneOf(0, frozenset({channel, 1, 2})),
        "writev": OneOf(0, frozenset({channel, 1, 2})),
        "sendmsg": talking,
        "sendto": talking,
        "recvfrom": talking,
        "recvmsg": talking,
        "fcntl": OneOf(1, frozenset(_CONTROLS)),
        "ioctl": (OneOf(0, cameras), OneOf(1, frozenset({_TCGETS, _FIONREAD, _FIONBIO, _FIOCLEX}))),
        "prctl": OneOf(0, frozenset({_PR_SET_NAME, _PR_GET_NAME, _PR_CAPBSET_READ, _PR_SET_VMA})),
        "arch_prctl": OneOf(0, frozenset(_EXTENDED_REGISTERS)),
        "prlimit64": OneOf(2, frozenset({0})),
        "tgkill": OneOf(0, frozenset({own_pid})),
    }


def open_cameras() -> frozenset[int]:
    """Return the descriptors of this process that are sockets or video devices."""
    found = set()
    for name in os.listdir("/proc/self/fd"):  # noqa: PTH208  # descriptors, not paths
        try:
            facts = os.fstat(int(name))
            if stat.S_ISSOCK(facts.st_mode) or os.major(facts.st_rdev) == _VIDEO_MAJOR:
                found.add(int(name))
        except OSError:
            continue
    return frozenset(found)


def _code_paths() -> list[Path]:
    packages = Path(__file__).resolve().parents[2]
    settings = [f"/etc/{name}" for name in _SETTINGS]
    own = [packages / name for name in ("edge_node", "shared", "policies", "privacy")]
    process = [f"/proc/{name}" for name in _OWN_PROCESS]
    return [*own, *(Path(text) for text in (sys.prefix, sys.base_prefix, *_SYSTEM, *process, *settings))]


def _harmless() -> list[Path]:
    return [Path(text) for text in _HARMLESS_DEVICES]
