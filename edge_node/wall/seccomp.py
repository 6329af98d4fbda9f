"""A system-call filter in classic BPF: an allow-list with rules on arguments; what is not on it is refused.

A refusal is handed to the parent (SECCOMP_RET_USER_NOTIF), which counts it and answers EPERM, so that the
count is the kernel's. Source: Linux, Documentation/userspace-api/seccomp_filter.rst.
"""

import ctypes
import errno
import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from edge_node.errors import WallError
from edge_node.wall.kernel import pointer, system_call
from edge_node.wall.syscalls import AUDIT_ARCH, numbers

_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _AND, _RETURN = 0x20, 0x15, 0x35, 0x54, 0x06
_ALLOW, _NOTIFY, _ERROR, _KILL_PROCESS = 0x7FFF0000, 0x7FC00000, 0x00050000, 0x80000000
_SET_MODE_FILTER = 1
_FLAG_ALL_THREADS, _FLAG_LISTENER, _FLAG_ALL_THREADS_ERROR = 1, 8, 16
_NUMBER_AT, _ARCH_AT, _ARGUMENTS_AT = 0, 4, 16
_X32_BIT = 0x40000000
_LONGEST_PROGRAM = 4096

Instruction = tuple[int, int, int, int]
"""Operation, jump if true, jump if false, constant."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """Permit the call only when the low 32 bits of one argument are one of the values."""

    argument: int
    values: frozenset[int]


@dataclass(frozen=True, slots=True)
class Bits:
    """Permit the call only when the masked low 32 bits of one argument equal the value."""

    argument: int
    mask: int
    value: int


Test = OneOf | Bits
Rule = Literal["always", "absent"] | Test | tuple[Test, ...]
"""``always`` permits; ``absent`` answers ENOSYS, uncounted, so that the C library takes an older way; of
several tests one suffices."""


def program(rules: Mapping[str, Rule], *, refusal: int = _NOTIFY, machine: str | None = None) -> bytes:
    """Return the filter for this machine; calls that it does not have are left out.

    Raises: WallError on a machine whose call numbers are not known.
    """
    machine = machine or os.uname().machine
    known = numbers(machine)
    if not known:
        raise WallError(f"expected an x86_64 or aarch64 machine, got {machine}")
    code: list[Instruction] = [
        (_LOAD, 0, 0, _ARCH_AT),
        (_JUMP_EQUAL, 1, 0, AUDIT_ARCH[machine]),
        (_RETURN, 0, 0, _KILL_PROCESS),
        (_LOAD, 0, 0, _NUMBER_AT),
        (_JUMP_AT_LEAST, 0, 1, _X32_BIT),
        (_RETURN, 0, 0, _KILL_PROCESS),
    ]
    for name, rule in rules.items():
        if name in known:
            body = _body(rule, refusal)
            code += [(_JUMP_EQUAL, 0, len(body), known[name]), *body]
    code.append((_RETURN, 0, 0, refusal))
    if len(code) > _LONGEST_PROGRAM:
        raise WallError(f"expected at most {_LONGEST_PROGRAM} instructions, got {len(code)}")
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in code)


def install(rules: Mapping[str, Rule]) -> int | None:
    """Filter every thread of this process for good; return the listener to hand over, or None if not counted.

    Where the kernel gives no listener (before 5.7, or inside another's), refusals are EPERM, uncounted.
    Raises: WallError if no filter can be had at all.
    """
    try:
        return _load(program(rules), _FLAG_ALL_THREADS | _FLAG_LISTENER | _FLAG_ALL_THREADS_ERROR)
    except OSError:
        pass
    try:
        _load(program(rules, refusal=_ERROR | errno.EPERM), _FLAG_ALL_THREADS)
    except OSError as error:
        raise WallError(f"expected a kernel with seccomp filters, got {error.strerror}") from error
    return None


def _body(rule: Rule, refusal: int) -> list[Instruction]:
    if rule == "always":
        return [(_RETURN, 0, 0, _ALLOW)]
    if rule == "absent":
        return [(_RETURN, 0, 0, _ERROR | errno.ENOSYS)]
    tests = rule if isinstance(rule, tuple) else (rule,)
    return [*(step for test in tests for step in _test(test)), (_RETURN, 0, 0, refusal)]


def _test(test: Test) -> list[Instruction]:
    load = (_LOAD, 0, 0, _ARGUMENTS_AT + 8 * test.argument)
    if isinstance(test, Bits):
        return [load, (_AND, 0, 0, test.mask), (_JUMP_EQUAL, 0, 1, test.value), (_RETURN, 0, 0, _ALLOW)]
    permits = (((_JUMP_EQUAL, 0, 1, value), (_RETURN, 0, 0, _ALLOW)) for value in sorted(test.values))
    return [load, *(step for pair in permits for step in pair)]


def _load(code: bytes, flags: int) -> int:
    instructions = ctypes.create_string_buffer(code, len(code))
    address = ctypes.addressof(instructions)
    header = ctypes.create_string_buffer(struct.pack("@HP", len(code) // 8, address), 16)
    return system_call("seccomp", _SET_MODE_FILTER, flags, pointer(header))
