"""Trees for tests: the published leaves, and roots worked out by the recursion of the document itself."""

import hashlib
from collections.abc import Sequence

from privacy.transparency.tree import Nodes, Subtree

PUBLISHED_LEAVES = tuple(
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
)
"""The eight leaves that implementations of Certificate Transparency (RFC 6962) are tested with."""

PUBLISHED_ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
"""Their roots: of the first leaf, of the first two, and so on."""


def leaves(count: int) -> list[bytes]:
    """Return that many leaves that differ."""
    return [index.to_bytes(4, "big") for index in range(count)]


def naive_root(contents: Sequence[bytes]) -> bytes:
    """Return MTH of RFC 9162 §2.1.1, word for word."""
    if not contents:
        return hashlib.sha256(b"").digest()
    if len(contents) == 1:
        return hashlib.sha256(b"\x00" + contents[0]).digest()
    half = naive_half(len(contents))
    left, right = naive_root(contents[:half]), naive_root(contents[half:])
    return hashlib.sha256(b"\x01" + left + right).digest()


def naive_inclusion(contents: Sequence[bytes], index: int) -> list[bytes]:
    """Return PATH of RFC 9162 §2.1.3.1, word for word."""
    if len(contents) == 1:
        return []
    half = naive_half(len(contents))
    if index < half:
        return [*naive_inclusion(contents[:half], index), naive_root(contents[half:])]
    return [*naive_inclusion(contents[half:], index - half), naive_root(contents[:half])]


def naive_consistency(contents: Sequence[bytes], old_size: int, *, is_whole: bool = True) -> list[bytes]:
    """Return SUBPROOF of RFC 9162 §2.1.4.1, word for word."""
    if old_size == len(contents):
        return [] if is_whole else [naive_root(contents)]
    half = naive_half(len(contents))
    if old_size <= half:
        left = naive_consistency(contents[:half], old_size, is_whole=is_whole)
        return [*left, naive_root(contents[half:])]
    right = naive_consistency(contents[half:], old_size - half, is_whole=False)
    return [*right, naive_root(contents[:half])]


def naive_half(count: int) -> int:
    """Return the largest power of two below the number."""
    half = 1
    while half * 2 < count:
        half *= 2
    return half


def nodes_of(contents: Sequence[bytes]) -> Nodes:
    """Return the hashes of the perfect subtrees of these leaves."""

    def node(subtree: Subtree) -> bytes:
        assert subtree.end <= len(contents), f"{subtree} is not there yet"
        return naive_root(contents[subtree.start : subtree.end])

    return node
