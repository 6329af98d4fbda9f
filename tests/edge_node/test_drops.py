"""Drops are counted by reason, and a person can read them."""

import pytest

from edge_node.drops import in_words, no_drops, with_more, with_one
from edge_node.observations import DROP_REASONS, DropReason


def test_nothing_dropped_names_every_reason() -> None:
    assert no_drops() == {"blur_failed": 0, "unsure": 0, "late": 0, "frozen": 0}


@pytest.mark.parametrize("reason", DROP_REASONS)
def test_a_dropped_frame_counts_under_its_reason_alone(reason: DropReason) -> None:
    counted = with_one(no_drops(), reason)

    assert {name: count for name, count in counted.items() if count} == {reason: 1}


def test_a_frame_that_was_seen_counts_nowhere() -> None:
    assert with_one(no_drops(), None) == no_drops()


def test_counts_of_two_children_add_up() -> None:
    assert with_more({"late": 2}, {"late": 1, "unsure": 3}) == no_drops() | {"unsure": 3, "late": 3}


@pytest.mark.parametrize(
    ("drops", "words"),
    [
        ({}, "0 dropped"),
        ({"blur_failed": 1, "unsure": 0, "late": 2}, "3 dropped: 1 blur failed, 2 late"),
    ],
    ids=["none", "some"],
)
def test_a_person_reads_the_reasons(drops: dict[DropReason, int], words: str) -> None:
    assert in_words(drops) == words
