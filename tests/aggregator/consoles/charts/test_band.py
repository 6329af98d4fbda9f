"""A band goes round each stretch and leaves gaps open."""

from aggregator.consoles.charts import band
from aggregator.insights.estimate import Estimate


def estimate(value: float, half_width: float) -> Estimate:
    return Estimate(value, half_width, variance=1.0)


def test_an_outline_goes_there_along_the_top_and_back_along_the_bottom() -> None:
    drawn = band.figure([[(9, estimate(5.0, 1.0)), (10, estimate(7.0, 2.0))]], 1)

    assert drawn["x"] == [9, 10, 10, 9, 9, None]
    assert drawn["y"] == [6.0, 9.0, 5.0, 4.0, 6.0, None]


def test_two_stretches_are_two_outlines() -> None:
    drawn = band.figure([[(9, estimate(5.0, 1.0))], [(12, estimate(5.0, 1.0))]], 1)

    assert drawn["x"] == [9, 9, 9, None, 12, 12, 12, None]


def test_nothing_known_is_no_outline() -> None:
    assert band.figure([], 1)["x"] == []
