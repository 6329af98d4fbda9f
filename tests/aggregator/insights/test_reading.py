import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.insights.estimate import Estimate
from aggregator.insights.reading import (
    NO_REPORT,
    NOT_MEASURED,
    NOT_ON_PLAN,
    Reading,
    add,
    any_cell,
    is_withheld,
    provisional,
    read,
    walked_in,
)
from tests.support.hq_world import made

DAY = 20_774


def test_entries_are_the_sum_of_the_ways_in() -> None:
    found = read(made("footfall.day.site", DAY, (40, 38)), walked_in)

    assert found.estimate is not None
    assert found.estimate.value == 40


def test_single_cell_keeps_the_release_s_own_half_width() -> None:
    release = made("footfall.day.site", DAY, (40, 38))

    found = read(release, walked_in)

    assert found.estimate is not None
    assert found.estimate.half_width == release.half_widths[0]


def test_units_become_base_units() -> None:
    found = read(made("occupancy.hour.site", 494_656, (15,)), any_cell)

    assert found.estimate is not None
    assert found.estimate.value == 15 * 60


def test_missing_release_is_a_gap_with_a_reason() -> None:
    assert read(None, any_cell) == Reading(None, NO_REPORT)


@given(st.integers(-50, 50))
def test_coverage_zero_is_a_gap_whatever_the_noise_says(noise: int) -> None:
    found = read(made("footfall.day.site", DAY, (noise, noise), coverage_s=0), walked_in)

    assert found.estimate is None
    assert found.reason == NOT_MEASURED


def test_suppressed_release_is_never_a_number() -> None:
    found = read(made("footfall.day.site", DAY, (), suppressed="fewer than 5 sites"), walked_in)

    assert found.estimate is None
    assert found.reason == "fewer than 5 sites"


def test_sum_leaves_gaps_out_instead_of_counting_zero() -> None:
    number = read(made("footfall.day.site", DAY, (40, 38)), walked_in)

    assert add([Reading(None, NO_REPORT), number]).estimate == number.estimate


def test_sum_of_gaps_is_a_gap_with_the_first_reason() -> None:
    assert add([Reading(None, "a"), Reading(None, "b")]) == Reading(None, "a")


def test_sum_of_nothing_is_a_gap() -> None:
    assert add([]).reason == NO_REPORT


def test_sum_is_provisional_when_a_part_is() -> None:
    number = read(made("footfall.day.site", DAY, (40, 38)), walked_in)

    assert add([number, provisional(number)]).is_provisional


@pytest.mark.parametrize(
    ("estimate", "reason"), [(None, ""), (Estimate(1, 1, 1), "why")], ids=["neither", "both"]
)
def test_reading_is_a_number_or_a_reason(estimate: Estimate | None, reason: str) -> None:
    with pytest.raises(ValueError, match="a number or a reason"):
        Reading(estimate, reason)


def test_cell_that_was_not_drawn_then_is_no_zero() -> None:
    found = read(made("footfall.day.site", DAY, (40, 38)), "back-door:in".__eq__)

    assert (found.estimate, found.reason) == (None, NOT_ON_PLAN)


def test_reasons_of_a_policy_are_told_from_gaps() -> None:
    assert is_withheld("fewer than 5 sites")
    assert is_withheld("only sums over at least five shops exist")
    assert not is_withheld(NO_REPORT)
