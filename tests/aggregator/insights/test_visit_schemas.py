import pytest

from aggregator.insights.estimate import Estimate
from aggregator.insights.gathered import Gathered
from aggregator.insights.ratio import Ratio
from aggregator.insights.visit_schemas import Held, Proportion, certain


def test_ratio_above_one_is_cut_nowhere() -> None:
    found = Proportion.of(Ratio(1.23456, 0.98765, 1.54321), "ratio")

    assert found == Proportion(value=1.2346, low=0.9877, high=1.5432, kind="ratio")


def test_no_ratio_is_none() -> None:
    assert Proportion.of(None, "share") is None


def test_nothing_held_gives_the_reason() -> None:
    held = Held.of(Gathered("cohort", "day", (), "fewer than 5 sites", 3))

    assert (held.suppressed, held.withheld, held.measured_s, held.sites) == ("fewer than 5 sites", 3, 0, 0)


@pytest.mark.parametrize("value", [-3.0, 0.0, 12.0])
def test_number_that_is_there_stays_what_it_is(value: float) -> None:
    assert certain(Estimate(value, 5.0, 6.5)).value == value
