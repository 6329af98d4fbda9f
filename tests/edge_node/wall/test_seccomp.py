"""The filter, run on calls that never happen, and installed in a process that is then thrown away."""

import errno
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_node.errors import WallError
from edge_node.wall.seccomp import Bits, OneOf, Rule, program
from edge_node.wall.syscalls import AUDIT_ARCH, numbers
from tests.support.bpf import verdict

ALLOW, NOTIFY, KILL, ENOSYS = 0x7FFF0000, 0x7FC00000, 0x80000000, 0x00050000 | errno.ENOSYS
RULES: dict[str, Rule] = {
    "read": "always",
    "clone3": "absent",
    "write": OneOf(0, frozenset({3, 5})),
    "openat": Bits(2, 0o3, 0),
    "ioctl": (OneOf(0, frozenset({9})), OneOf(1, frozenset({0x5401}))),
}
MACHINES = tuple(AUDIT_ARCH)


def _ask(name: str, *arguments: int, machine: str = "x86_64") -> int:
    number = numbers(machine)[name]
    return verdict(
        program(RULES, machine=machine), number=number, arch=AUDIT_ARCH[machine], arguments=arguments
    )


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(
    ("name", "arguments", "answer"),
    [
        ("read", (0,), ALLOW),
        ("clone3", (), ENOSYS),
        ("write", (3,), ALLOW),
        ("write", (4,), NOTIFY),
        ("openat", (0, 0, 0o100000), ALLOW),
        ("openat", (0, 0, 0o101), NOTIFY),
        ("ioctl", (9, 0x1234), ALLOW),
        ("ioctl", (1, 0x5401), ALLOW),
        ("ioctl", (1, 0x5412), NOTIFY),
        ("socket", (), NOTIFY),
        ("io_uring_setup", (), NOTIFY),
    ],
)
def test_each_rule_means_what_it_says(
    machine: str, name: str, arguments: tuple[int, ...], answer: int
) -> None:
    assert _ask(name, *arguments, machine=machine) == answer


@given(st.integers(0, 600), st.sampled_from(MACHINES))
def test_whatever_is_not_on_the_list_is_refused(number: int, machine: str) -> None:
    listed = {numbers(machine)[name] for name in RULES if name in numbers(machine)}

    answer = verdict(
        program(RULES, machine=machine), number=number, arch=AUDIT_ARCH[machine], arguments=(99,) * 6
    )

    assert answer == NOTIFY or number in listed


def test_another_machines_calls_kill() -> None:
    code = program(RULES, machine="x86_64")

    assert verdict(code, number=0, arch=0x40000003) == KILL
    assert verdict(code, number=0x40000000, arch=AUDIT_ARCH["x86_64"]) == KILL


def test_an_unknown_machine_is_refused() -> None:
    with pytest.raises(WallError, match="riscv64"):
        program(RULES, machine="riscv64")


def test_a_program_that_no_kernel_takes_is_refused() -> None:
    with pytest.raises(WallError, match="at most 4096"):
        program({"write": OneOf(0, frozenset(range(3000)))}, machine="x86_64")


@pytest.mark.parametrize(
    ("setup", "printed"),
    [
        ("", "a listener to hand over"),
        ("seccomp._FLAG_LISTENER = 1 << 30", "refused, not counted"),
    ],
    ids=["with listener", "kernel without listener"],
)
def test_an_installed_filter_refuses_with_and_without_a_listener(setup: str, printed: str) -> None:
    code = f"""
import os, socket
from edge_node.wall import seccomp
from edge_node.wall.confine import call_rules
from edge_node.wall.kernel import give_up_privileges
{setup}
give_up_privileges()
listener = seccomp.install(call_rules(1, frozenset(), own_pid=os.getpid()))
if listener is None:
    try:
        socket.socket()
    except PermissionError:
        print("refused, not counted")
else:
    print("a listener to hand over")
"""

    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[3],
        check=False,
    )

    assert done.stdout.strip() == printed
