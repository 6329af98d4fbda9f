"""The Merkle tree of RFC 9162: leaf and node hashes, and the root of any number of leaves.

A tree is known by its *perfect subtrees* alone: 2**level leaves from a multiple of 2**level on. They never
change once their last leaf is there, so they can be kept for ever and read in pages.
Source: RFC 9162 §2.1.1.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

HASH_BYTES: Final = 32
"""SHA-256."""
EMPTY_ROOT: Final = hashlib.sha256().digest()
"""Root of a tree without leaves."""

_LEAF: Final = b"\x00"
_NODE: Final = b"\x01"


@dataclass(frozen=True, slots=True, order=True)
class Subtree:
    """A perfect subtree by its place."""

    start: int
    """Index of its first leaf: a multiple of 2**level."""
    level: int

    def __post_init__(self) -> None:
        if self.level < 0 or self.start < 0 or self.start % self.leaves:
            raise ValueError(f"expected a start that is a multiple of 2**{self.level}, got {self.start}")

    @property
    def leaves(self) -> int:
        """How many leaves it has."""
        return 1 << self.level

    @property
    def end(self) -> int:
        """Index of the first leaf behind it."""
        return self.start + self.leaves


Nodes = Callable[[Subtree], bytes]
"""Returns the hash of a perfect subtree, 32 bytes; wherever the tree is kept."""


def leaf_hash(content: bytes) -> bytes:
    """Return the hash of a leaf: no node of a tree hashes to the same."""
    return hashlib.sha256(_LEAF + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node above two others."""
    return hashlib.sha256(_NODE + left + right).digest()


def cover(start: int, end: int) -> list[Subtree]:
    """Return the fewest perfect subtrees that make up the leaves from start to before end, in order."""
    found: list[Subtree] = []
    while start < end:
        level = (end - start).bit_length() - 1
        if start:
            level = min(level, (start & -start).bit_length() - 1)
        found.append(Subtree(start, level))
        start += 1 << level
    return found


def root(nodes: Nodes, size: int) -> bytes:
    """Return the root of the first ``size`` leaves."""
    return range_root(nodes, 0, size)


def range_root(nodes: Nodes, start: int, end: int) -> bytes:
    """Return the root over the leaves from start to before end, as if they stood alone."""
    return folded([nodes(subtree) for subtree in cover(start, end)])


def folded(hashes: Sequence[bytes]) -> bytes:
    """Return the root above subtrees that grow smaller to the right, as `cover` of a whole tree has them."""
    if not hashes:
        return EMPTY_ROOT
    above = hashes[-1]
    for left in reversed(hashes[:-1]):
        above = node_hash(left, above)
    return above


def perfect_root(hashes: Sequence[bytes]) -> bytes:
    """Return the hash of a perfect subtree from the hashes of its 2**k parts of one size.

    Raises: ValueError when their number is not a power of two.
    """
    count = len(hashes)
    if count < 1 or count & (count - 1):
        raise ValueError(f"expected a power of two of parts, got {count}")
    level = list(hashes)
    while len(level) > 1:
        level = [node_hash(left, right) for left, right in zip(level[::2], level[1::2], strict=True)]
    return level[0]


@dataclass(slots=True)
class Growing:
    """A tree that is read once from left to right and forgotten behind; holds one hash per level."""

    size: int = 0
    """Leaves so far."""
    _right_edge: list[tuple[int, bytes]] = field(default_factory=list)

    def push(self, level: int, above: bytes) -> None:
        """Add a perfect subtree on the right.  Raises: ValueError where none of its size can stand."""
        self.size = Subtree(self.size, level).end
        while self._right_edge and self._right_edge[-1][0] == level:
            above = node_hash(self._right_edge.pop()[1], above)
            level += 1
        self._right_edge.append((level, above))

    def root(self) -> bytes:
        """Return the root of what was pushed so far."""
        return folded([above for _, above in self._right_edge])
