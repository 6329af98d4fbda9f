"""Roots are the document's: published ones, and those of its own recursion for any size."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.transparency.tree import (
    EMPTY_ROOT,
    Growing,
    Subtree,
    cover,
    leaf_hash,
    node_hash,
    perfect_root,
    range_root,
    root,
)
from tests.privacy.transparency.trees import PUBLISHED_LEAVES, PUBLISHED_ROOTS, leaves, naive_root, nodes_of

SIZES = st.integers(0, 130)


@pytest.mark.parametrize("size", range(1, 9))
def test_root_is_as_published(size: int) -> None:
    assert root(nodes_of(PUBLISHED_LEAVES), size).hex() == PUBLISHED_ROOTS[size - 1]


def test_empty_tree_has_the_hash_of_nothing() -> None:
    assert root(nodes_of([]), 0) == EMPTY_ROOT
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@given(size=SIZES)
def test_root_is_that_of_the_recursion(size: int) -> None:
    contents = leaves(size)

    assert root(nodes_of(contents), size) == naive_root(contents)


@given(size=SIZES)
def test_growing_tree_has_the_same_root_at_every_size(size: int) -> None:
    contents, tree = leaves(size), Growing()

    for content in contents:
        tree.push(0, leaf_hash(content))

    assert (tree.size, tree.root()) == (size, naive_root(contents))


@given(ends=st.tuples(SIZES, SIZES, SIZES).map(sorted))
def test_subtrees_pushed_in_pieces_make_the_same_tree(ends: list[int]) -> None:
    contents, tree = leaves(ends[2]), Growing()
    pieces = [*cover(0, ends[0]), *cover(ends[0], ends[1]), *cover(ends[1], ends[2])]

    for piece in pieces:
        tree.push(piece.level, nodes_of(contents)(piece))

    assert tree.root() == naive_root(contents)


@given(start=st.integers(0, 1 << 40), length=st.integers(0, 1 << 40))
def test_cover_is_gapless_and_small(start: int, length: int) -> None:
    found = cover(start, start + length)

    edges = [start, *(piece.end for piece in found)]
    assert edges == [*(piece.start for piece in found), start + length]
    assert len(found) <= 2 * max(1, length.bit_length())


@given(size=SIZES)
def test_cover_of_a_whole_tree_grows_smaller(size: int) -> None:
    levels = [piece.level for piece in cover(0, size)]

    assert levels == sorted(set(levels), reverse=True)


def test_range_stands_alone() -> None:
    contents = leaves(12)

    assert range_root(nodes_of(contents), 8, 12) == naive_root(contents[8:12])


@given(level=st.integers(0, 8))
def test_perfect_root_is_that_of_the_recursion(level: int) -> None:
    contents = leaves(1 << level)

    assert perfect_root([leaf_hash(content) for content in contents]) == naive_root(contents)


@pytest.mark.parametrize("count", [0, 3, 6], ids=["none", "three", "six"])
def test_perfect_root_needs_a_power_of_two(count: int) -> None:
    with pytest.raises(ValueError, match="power of two"):
        perfect_root([b""] * count)


@pytest.mark.parametrize(
    ("start", "level"), [(1, 1), (-1, 0), (0, -1), (4, 3)], ids=["odd", "before", "below", "between"]
)
def test_subtree_stands_where_it_can_only(start: int, level: int) -> None:
    with pytest.raises(ValueError, match="multiple"):
        Subtree(start, level)


def test_subtree_cannot_be_pushed_where_it_cannot_stand() -> None:
    tree = Growing()
    tree.push(0, leaf_hash(b""))

    with pytest.raises(ValueError, match="multiple"):
        tree.push(1, leaf_hash(b""))


def test_leaf_never_hashes_like_a_node() -> None:
    left, right = leaf_hash(b"l"), leaf_hash(b"r")

    assert leaf_hash(left + right) != node_hash(left, right)
