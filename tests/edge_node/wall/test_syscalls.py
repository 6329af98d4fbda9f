"""Numbers against the C library's own and against the other table."""

import ctypes
import os

import pytest

from edge_node.wall.syscalls import AUDIT_ARCH, names, numbers


@pytest.mark.parametrize(
    ("machine", "name", "number"),
    [
        ("x86_64", "read", 0),
        ("x86_64", "socket", 41),
        ("x86_64", "openat", 257),
        ("x86_64", "rseq", 334),
        ("x86_64", "landlock_restrict_self", 446),
        ("aarch64", "openat", 56),
        ("aarch64", "read", 63),
        ("aarch64", "socket", 198),
        ("aarch64", "clone", 220),
        ("aarch64", "getrandom", 278),
        ("aarch64", "landlock_create_ruleset", 444),
    ],
)
def test_known_numbers(machine: str, name: str, number: int) -> None:
    assert numbers(machine)[name] == number


def test_the_kernel_agrees_on_this_machine() -> None:
    libc = ctypes.CDLL(None)

    assert libc.syscall(numbers()["getpid"]) == os.getpid()
    assert libc.syscall(numbers()["getppid"]) == os.getppid()


@pytest.mark.parametrize("machine", AUDIT_ARCH)
def test_names_and_numbers_are_one_to_one(machine: str) -> None:
    assert {number: name for name, number in numbers(machine).items()} == names(machine)
    assert len(names(machine)) == len(numbers(machine))


def test_an_unknown_machine_has_no_numbers() -> None:
    assert numbers("riscv64") == {}
