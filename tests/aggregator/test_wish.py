"""A wish is a value."""

from aggregator.wish import Wish
from shared.ids import TaskId
from tests.support.vector_world import NOW


def test_wishes_for_the_same_thing_are_equal() -> None:
    assert Wish(TaskId("t"), "s", 1, NOW, 1) == Wish(TaskId("t"), "s", 1, NOW, sites=1)
