from hypothesis import given
from hypothesis import strategies as st

from aggregator.insights.compare import Change
from aggregator.insights.dwell import Median
from aggregator.insights.estimate import Estimate
from aggregator.insights.numbers import About, MedianStay, Moved, Number, Value
from aggregator.insights.reading import Reading
from tests.support.hq_world import index_of, question


@given(st.floats(-1e6, 1e6), st.floats(0.1, 1e5), st.integers(0, 3))
def test_rounding_never_narrows_an_interval(value: float, half_width: float, digits: int) -> None:
    estimate = Estimate(value, half_width, half_width**2)

    found = Number.of(estimate, digits)

    assert found is not None
    assert found.low <= estimate.low + 1e-6
    assert found.high >= estimate.high - 1e-6


def test_whole_ends_stay_whole() -> None:
    found = Number.of(Estimate(247.0, 116.0, 3500.0))

    assert found is not None
    assert (found.low, found.high) == (131.0, 363.0)


def test_no_estimate_is_no_number() -> None:
    assert Number.of(None) is None
    assert Moved.of(None) is None
    assert MedianStay.of(None) is None


def test_reading_without_a_number_carries_its_reason() -> None:
    found = Value.of(Reading(None, "fewer than 5 sites"), "visits")

    assert found.number is None
    assert found.suppressed == "fewer than 5 sites"


def test_change_says_whether_it_is_noise() -> None:
    found = Moved.of(Change(Estimate(3.0, 9.0, 20.0), None, 4))

    assert found is not None
    assert found.inside_noise
    assert found.site_days == 4


def test_median_keeps_its_open_end() -> None:
    found = MedianStay.of(Median(400.0, 300.0, None))

    assert found is not None
    assert found.high_s is None


def test_answer_says_what_it_is_about() -> None:
    found = About.of(question(index_of(), site="s02"))

    assert found.model_dump(mode="json", by_alias=True)["from"] == "2026-11-17"
    assert found.sites == ("s02",)
    assert found.against_first is not None
