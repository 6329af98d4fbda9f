"""A wish for a round says how many nodes stand behind it."""

from aggregator.release.round_wish import RoundWish
from shared.ids import TaskId


def test_wish_is_a_value() -> None:
    assert RoundWish(TaskId("learn.intent"), 1, 5, "ab") == RoundWish(TaskId("learn.intent"), 1, 5, "ab")
