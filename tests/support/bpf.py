"""A classic-BPF machine in a few lines: runs a system-call filter on a call that never happens."""

import struct

_LOAD, _EQUAL, _AT_LEAST, _AND, _RETURN = 0x20, 0x15, 0x35, 0x54, 0x06


def verdict(program: bytes, *, number: int, arch: int, arguments: tuple[int, ...] = ()) -> int:
    """Return what the filter answers to the call."""
    padded = (*arguments, *([0] * (6 - len(arguments))))
    data = struct.pack("=iIQ6Q", number, arch, 0, *padded)
    code = list(struct.iter_unpack("=HBBI", program))
    at, accumulator = 0, 0
    while True:
        operation, if_true, if_false, constant = code[at]
        at += 1
        if operation == _RETURN:
            return int(constant)
        if operation == _LOAD:
            accumulator = struct.unpack_from("=I", data, constant)[0]
        elif operation == _AND:
            accumulator &= constant
        elif operation in (_EQUAL, _AT_LEAST):
            holds = accumulator == constant if operation == _EQUAL else accumulator >= constant
            at += if_true if holds else if_false
        else:
            raise ValueError(f"expected a known operation, got {operation:#x}")
