"""Changes are of the message they were made from, and leave it alone."""

import numpy as np

from tests.adversary.mutations import changed_bytes, paths_of, with_value, without

DOCUMENT = {"a": {"b": [1, 2, 3, 4]}, "c": "x"}


def test_bytes_are_changed_in_many_ways_and_the_same_for_one_seed() -> None:
    made = [changed_bytes(b'{"epoch": 1}', b"other", np.random.default_rng(at)) for at in range(200)]

    assert len(set(made)) > 150
    assert made[:5] == [
        changed_bytes(b'{"epoch": 1}', b"other", np.random.default_rng(at)) for at in range(5)
    ]


def test_every_value_of_a_document_has_a_way_to_it() -> None:
    ways = paths_of(DOCUMENT)

    assert ways == [(), ("a",), ("a", "b"), ("a", "b", 0), ("a", "b", 1), ("a", "b", 2), ("c",)]


def test_one_value_is_another_and_the_document_is_as_it_was() -> None:
    made = with_value(DOCUMENT, ("a", "b", 1), None)

    assert made == {"a": {"b": [1, None, 3, 4]}, "c": "x"}
    assert DOCUMENT["a"] == {"b": [1, 2, 3, 4]}


def test_what_is_left_out_is_gone() -> None:
    assert without(DOCUMENT, ("a", "b", 0)) == {"a": {"b": [2, 3, 4]}, "c": "x"}
    assert without(DOCUMENT, ("c",)) == {"a": {"b": [1, 2, 3, 4]}}
    assert without(DOCUMENT, ()) == {}
