"""That a leaf is in a tree, and that a tree only grew: proofs of a few hashes, made and verified.

A proof is verified with nothing but the roots at hand. Steps are numbered as in the document.
Source: RFC 9162 §2.1.3 and §2.1.4.
"""

from collections.abc import Sequence
from hmac import compare_digest

from privacy.transparency.tree import EMPTY_ROOT, Nodes, node_hash, range_root


def inclusion_proof(nodes: Nodes, index: int, size: int) -> list[bytes]:
    """Return the hashes beside the way from the leaf to the root of ``size`` leaves, lowest first.

    Raises: ValueError when the tree has no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError(f"expected a leaf below {size}, got {index}")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _half(end - start)
        if index < middle:
            path.append(range_root(nodes, middle, end))
            end = middle
        else:
            path.append(range_root(nodes, start, middle))
            start = middle
    return path[::-1]


def consistency_proof(nodes: Nodes, old_size: int, size: int) -> list[bytes]:
    """Return the hashes that show that the tree of ``size`` leaves begins with that of ``old_size``.

    Raises: ValueError when the old tree is the larger one.
    """
    if not 0 <= old_size <= size:
        raise ValueError(f"expected an older tree of at most {size} leaves, got {old_size}")
    if old_size in (0, size):
        return []
    path: list[bytes] = []
    start, end, is_whole = 0, size, True
    while old_size < end:
        middle = start + _half(end - start)
        if old_size <= middle:
            path.append(range_root(nodes, middle, end))
            end = middle
        else:
            path.append(range_root(nodes, start, middle))
            start, is_whole = middle, False
    return ([] if is_whole else [range_root(nodes, start, end)]) + path[::-1]


def includes(root: bytes, size: int, index: int, leaf: bytes, proof: Sequence[bytes]) -> bool:
    """True when the leaf hash stands at the index of the tree with this root.  Source: §2.1.3.2."""
    if not 0 <= index < size:  # 1
        return False
    first, second, found = index, size - 1, leaf  # 2, 3
    for beside in proof:  # 4
        if second == 0:
            return False
        if first & 1 or first == second:
            found = node_hash(beside, found)
            while not first & 1 and first:
                first, second = first >> 1, second >> 1
        else:
            found = node_hash(found, beside)
        first, second = first >> 1, second >> 1
    return second == 0 and compare_digest(found, root)  # 5


def extends(old: tuple[int, bytes], new: tuple[int, bytes], proof: Sequence[bytes]) -> bool:
    """True when the new tree (size, root) begins with all the leaves of the old one.  Source: §2.1.4.2.

    Every tree begins with the empty one, and is its own beginning: both need no proof.
    """
    (old_size, old_root), (size, root) = old, new
    if old_size == size:
        return not proof and compare_digest(old_root, root)
    if old_size == 0:
        return not proof and compare_digest(old_root, EMPTY_ROOT)
    if not 0 < old_size < size or not proof:  # 1
        return False
    hashes = list(proof) if old_size & (old_size - 1) else [old_root, *proof]  # 2
    first, second = old_size - 1, size - 1  # 3
    while first & 1:  # 4
        first, second = first >> 1, second >> 1
    return _climb(hashes, (first, second), (old_root, root))


def _climb(hashes: list[bytes], place: tuple[int, int], roots: tuple[bytes, bytes]) -> bool:
    first, second = place
    found_old = found_new = hashes[0]  # 5
    for beside in hashes[1:]:  # 6
        if second == 0:
            return False
        if first & 1 or first == second:
            found_old, found_new = node_hash(beside, found_old), node_hash(beside, found_new)
            while not first & 1 and first:
                first, second = first >> 1, second >> 1
        else:
            found_new = node_hash(found_new, beside)
        first, second = first >> 1, second >> 1
    is_old, is_new = compare_digest(found_old, roots[0]), compare_digest(found_new, roots[1])
    return second == 0 and is_old and is_new  # 7


def _half(leaves: int) -> int:
    """Return the largest power of two below the number."""
    return 1 << ((leaves - 1).bit_length() - 1)
