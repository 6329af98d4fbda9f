"""Proofs are the document's, hold for the tree they were made for, and for nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.transparency.proofs import consistency_proof, extends, includes, inclusion_proof
from privacy.transparency.tree import EMPTY_ROOT, leaf_hash
from tests.privacy.transparency.trees import (
    PUBLISHED_LEAVES,
    PUBLISHED_ROOTS,
    leaves,
    naive_consistency,
    naive_inclusion,
    naive_root,
    nodes_of,
)

PUBLISHED = [bytes.fromhex(text) for text in PUBLISHED_ROOTS]
LEAF_AND_SIZE = st.integers(1, 70).flatmap(lambda size: st.tuples(st.integers(0, size - 1), st.just(size)))
OLD_AND_SIZE = st.integers(1, 70).flatmap(lambda size: st.tuples(st.integers(1, size), st.just(size)))


@pytest.mark.parametrize(
    ("index", "size", "proof"),
    [
        (0, 1, []),
        (0, 8, ["96a296d2", "5f083f0a", "6b47aaf2"]),
        (5, 8, ["bc1a0643", "ca854ea1", "d37ee418"]),
        (2, 3, ["fac54203"]),
        (1, 5, ["6e340b9c", "5f083f0a", "bc1a0643"]),
    ],
    ids=["alone", "first of eight", "sixth of eight", "third of three", "second of five"],
)
def test_inclusion_proof_is_as_published(index: int, size: int, proof: list[str]) -> None:
    found = inclusion_proof(nodes_of(PUBLISHED_LEAVES), index, size)

    assert [one.hex()[:8] for one in found] == proof
    assert includes(PUBLISHED[size - 1], size, index, leaf_hash(PUBLISHED_LEAVES[index]), found)


@pytest.mark.parametrize(
    ("old", "size", "proof"),
    [
        (1, 1, []),
        (1, 8, ["96a296d2", "5f083f0a", "6b47aaf2"]),
        (6, 8, ["0ebc5d34", "ca854ea1", "d37ee418"]),
        (2, 5, ["5f083f0a", "bc1a0643"]),
    ],
    ids=["same", "one of eight", "six of eight", "two of five"],
)
def test_consistency_proof_is_as_published(old: int, size: int, proof: list[str]) -> None:
    found = consistency_proof(nodes_of(PUBLISHED_LEAVES), old, size)

    assert [one.hex()[:8] for one in found] == proof
    assert extends((old, PUBLISHED[old - 1]), (size, PUBLISHED[size - 1]), found)


@given(place=LEAF_AND_SIZE)
def test_inclusion_is_that_of_the_recursion_and_holds(place: tuple[int, int]) -> None:
    index, size = place
    contents = leaves(size)

    proof = inclusion_proof(nodes_of(contents), index, size)

    assert proof == naive_inclusion(contents, index)
    assert includes(naive_root(contents), size, index, leaf_hash(contents[index]), proof)


@given(place=LEAF_AND_SIZE, other=st.integers(0, 80), bit=st.integers(0, 255))
def test_inclusion_holds_for_nothing_else(place: tuple[int, int], other: int, bit: int) -> None:
    index, size = place
    contents = leaves(size)
    proof, leaf = inclusion_proof(nodes_of(contents), index, size), leaf_hash(contents[index])
    root = naive_root(contents)

    assert not includes(root, size, index, _flipped(leaf, bit), proof)
    assert not includes(_flipped(root, bit), size, index, leaf, proof)
    assert not includes(root, size, index, leaf, [*proof, leaf])
    assert not includes(root, size, index, leaf, proof[:-1]) or not proof
    assert other == index or not includes(root, size, other, leaf, proof)
    for place_in_proof in range(len(proof)):
        changed = [*proof]
        changed[place_in_proof] = _flipped(proof[place_in_proof], bit)
        assert not includes(root, size, index, leaf, changed)


@given(sizes=OLD_AND_SIZE)
def test_consistency_is_that_of_the_recursion_and_holds(sizes: tuple[int, int]) -> None:
    old, size = sizes
    contents = leaves(size)

    proof = consistency_proof(nodes_of(contents), old, size)

    assert proof == naive_consistency(contents, old)
    assert extends((old, naive_root(contents[:old])), (size, naive_root(contents)), proof)


@given(sizes=OLD_AND_SIZE, bit=st.integers(0, 255))
def test_consistency_holds_for_nothing_else(sizes: tuple[int, int], bit: int) -> None:
    old, size = sizes
    contents = leaves(size)
    proof = consistency_proof(nodes_of(contents), old, size)
    before, after = (old, naive_root(contents[:old])), (size, naive_root(contents))

    assert not extends((old, _flipped(before[1], bit)), after, proof)
    assert not extends(before, (size, _flipped(after[1], bit)), proof)
    assert not extends(before, after, [*proof, after[1]])
    assert old == size or not extends(before, after, proof[:-1])
    assert old == size or not extends(after, before, proof)
    for place in range(len(proof)):
        changed = [*proof]
        changed[place] = _flipped(proof[place], bit)
        assert not extends(before, after, changed)


@given(sizes=OLD_AND_SIZE, changed=st.integers(0, 69))
def test_no_proof_joins_a_tree_to_one_that_was_rewritten(sizes: tuple[int, int], changed: int) -> None:
    old, size = sizes
    contents, rewritten = leaves(size), leaves(size)
    rewritten[changed % old] = b"rewritten"
    proof = consistency_proof(nodes_of(rewritten), old, size)

    assert not extends((old, naive_root(contents[:old])), (size, naive_root(rewritten)), proof)


def test_every_tree_begins_with_the_empty_one() -> None:
    proof = consistency_proof(nodes_of(leaves(3)), 0, 3)

    assert proof == []
    assert extends((0, EMPTY_ROOT), (3, naive_root(leaves(3))), proof)
    assert not extends((0, naive_root(leaves(1))), (3, naive_root(leaves(3))), proof)


@pytest.mark.parametrize(("index", "size"), [(3, 3), (-1, 3), (0, 0)], ids=["behind", "before", "empty"])
def test_there_is_no_proof_of_a_leaf_that_is_not_there(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="expected a leaf"):
        inclusion_proof(nodes_of(leaves(size)), index, size)
    assert not includes(naive_root(leaves(size)), size, index, leaf_hash(b""), [])


def test_a_tree_never_begins_with_a_larger_one() -> None:
    with pytest.raises(ValueError, match="at most 3"):
        consistency_proof(nodes_of(leaves(3)), 4, 3)


def _flipped(value: bytes, bit: int) -> bytes:
    changed = bytearray(value)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)
