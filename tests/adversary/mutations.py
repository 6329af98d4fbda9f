"""What becomes of a message in the hands of chance: its bytes, and the JSON in it, changed at random."""

import json
from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import strategies as st

ODD_TEXT = (
    "",
    " ",
    "\x00",
    "a" * 70_000,
    "0" * 64,
    "\ud800",
    "ö",
    "2026-06-15T12:00:00",
    "9999-12-31T23:59:59-12:00",
    "-1",
    "null",
    "../x",
)
ODD_NUMBERS = (
    0,
    -1,
    1,
    2**31,
    2**63 - 1,
    2**63,
    -(2**63) - 1,
    10**40,
    1e308,
    0.5,
    float("nan"),
    float("inf"),
)
DEEP = json.loads("[" * 400 + "]" * 400)
ODD = st.one_of(
    st.sampled_from(ODD_TEXT),
    st.sampled_from(ODD_NUMBERS),
    st.sampled_from([None, True, [], {}, [[]], {"a": {"b": 1}}, DEEP, ["0" * 32] * 300]),
    st.text(max_size=40),
    st.integers(),
    st.floats(),
    st.dictionaries(st.text(max_size=6), st.integers(), max_size=3),
)
"""Values that nobody expects where they stand."""


def changed_bytes(message: bytes, other: bytes, rng: np.random.Generator) -> bytes:
    """Return the message with one to four changes, each by one of `CHANGES`."""
    made = message
    for _ in range(int(rng.integers(1, 5))):
        at, length = int(rng.integers(0, len(made) + 1)), int(rng.geometric(0.2))
        change = CHANGES[int(rng.integers(0, len(CHANGES)))]
        made = change(made[:at], made[at : at + length], made[at + length :], other[at : at + length])
    return made


def _flipped(before: bytes, piece: bytes, after: bytes, other: bytes) -> bytes:
    return before + bytes(byte ^ 1 << at % 8 for at, byte in enumerate(piece, start=len(before))) + after


def _marked(before: bytes, piece: bytes, after: bytes, other: bytes) -> bytes:
    marks = b'\x00",\\{}[]:\x7f\x80\xff'
    return before + marks[len(before) % len(marks) :][:1] + piece[1:] + after


CHANGES: tuple[Callable[[bytes, bytes, bytes, bytes], bytes], ...] = (
    _flipped,
    _marked,
    lambda before, _piece, after, _other: before + after,
    lambda before, piece, after, _other: before + piece + piece + after,
    lambda before, piece, after, other: before + other + after,
    lambda before, piece, after, other: before + other + piece + after,
    lambda before, _piece, _after, _other: before,
)
"""Bits turned; a mark of JSON or the end of a range put there; a piece left out, doubled, replaced by another
message's, another message's put in; the rest cut off."""


def paths_of(document: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Return the way to every value of the document, the document itself first; three of a list at most."""
    found = [path]
    if isinstance(document, dict):
        for key, value in document.items():
            found += paths_of(value, (*path, key))
    elif isinstance(document, list):
        for at, value in enumerate(document[:3]):
            found += paths_of(value, (*path, at))
    return found


def with_value(document: Any, path: tuple[str | int, ...], value: Any) -> Any:
    """Return the document with another value there; a new member stands beside for a path that ends in it."""
    if not path:
        return value
    step, *rest = path
    copy = dict(document) if isinstance(document, dict) else list(document)
    copy[step] = with_value(document[step], tuple(rest), value)  # type: ignore[index]  # as paths_of found it
    return copy


def without(document: Any, path: tuple[str | int, ...]) -> Any:
    """Return the document without what lies there; empty without everything."""
    if not path:
        return {}
    *way, last = path
    holder = document
    for step in way:
        holder = holder[step]
    less = (
        [v for at, v in enumerate(holder) if at != last]
        if isinstance(holder, list)
        else {key: value for key, value in holder.items() if key != last}
    )
    return with_value(document, tuple(way), less)
