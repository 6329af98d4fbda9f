"""What stands in a metric's way is told in one order, whoever asks."""

from typing import get_args

from policies.cause import Cause, Obstacle
from policies.engine import ARTICLES


def test_causes_sort_by_their_rule() -> None:
    later = Cause("no_notice", "", "Art. 1", "a reason")
    sooner = Cause("no_dpia", "", "Art. 2", "another")

    assert sorted({later, sooner}) == [sooner, later]


def test_no_obstacle_goes_by_the_name_of_a_rule_of_the_engine() -> None:
    assert not set(get_args(Obstacle)) & set(ARTICLES)
