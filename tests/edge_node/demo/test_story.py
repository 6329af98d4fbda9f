"""The story notes how long its parts took."""

from edge_node.demo.story import Told


def test_every_part_is_timed_by_name() -> None:
    told = Told()

    with told.timed("pair"):
        pass

    assert list(told.seconds) == ["pair"]
    assert told.seconds["pair"] >= 0
