"""Intervals hold as often as they say, on noise as it is drawn. False alarm: 1e-7 per test.

What is exact about one cell stands in tests/privacy/test_intervals.py; here it is measured.
"""

import math
from fractions import Fraction

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import binomtest, norm

from aggregator.insights.estimate import Estimate, everywhere, total
from policies.loader import load_bundle
from policies.tasks import tasks
from privacy import consistency
from privacy.consistency import Noisy, Reconciled
from privacy.intervals import half_width, half_width_of_sum
from privacy.noise import discrete_gaussian

FALSE_ALARM = 1e-7
DRAWS, SUMS = 40_000, 3_000
TASKS = tasks(load_bundle())
VARIANCES = sorted({task.noise_variance for task in TASKS.values()})
"""Of every number that the shipped policy releases."""
HOURS, DAYS = 11, 3_000
HOUR, DAY = (TASKS[f"footfall.{level}.site"].noise_variance for level in ("hour", "day"))  # type: ignore[index]  # ids are text


def is_at_least(inside: int, draws: int, share: float) -> bool:
    return bool(binomtest(inside, draws, share, alternative="less").pvalue > FALSE_ALARM)


def is_below(inside: int, draws: int, share: float) -> bool:
    return bool(binomtest(inside, draws, share, alternative="less").pvalue <= FALSE_ALARM)


@pytest.mark.parametrize("variance", VARIANCES, ids=str)
def test_a_cell_is_covered_95_times_in_100_and_one_step_less_is_not_enough(variance: Fraction) -> None:
    """One step less covers so little less when the noise is wide that the whole mass must tell."""
    h = half_width(variance)
    drawn = np.abs(discrete_gaussian(DRAWS, variance))

    assert is_at_least(int((drawn <= h).sum()), DRAWS, 0.95)
    assert _mass_within(variance, h) >= 0.95 > _mass_within(variance, h - 1)


def test_one_step_less_is_seen_to_be_too_little() -> None:
    """At σ² = 10 the cell of ± 6 holds 0.961, that of ± 5 holds 0.919."""
    drawn = np.abs(discrete_gaussian(DRAWS, HOUR))

    assert is_below(int((drawn <= half_width(HOUR) - 1).sum()), DRAWS, 0.95)


@pytest.mark.parametrize("cells", [10, 24, 84], ids=["ten", "a day of hours", "a week of hours"])
def test_sums_of_wide_noise_are_covered_94_to_96_times_in_100(cells: int) -> None:
    drawn = discrete_gaussian(cells * SUMS, HOUR).reshape(SUMS, cells).sum(axis=1)
    h = half_width_of_sum([HOUR] * cells)

    inside = int((np.abs(drawn) <= h).sum())

    assert math.sqrt(HOUR * cells) >= 10
    assert is_at_least(inside, SUMS, 0.94)
    assert not is_below(SUMS - inside, SUMS, 0.04)


def test_all_cells_of_a_map_are_covered_at_once() -> None:
    variance, cells = TASKS["heatmap.week.site"].noise_variance, 80  # type: ignore[index]  # ids are text
    one = Estimate(0.0, half_width(variance), float(variance))
    drawn = np.abs(discrete_gaussian(2_000 * cells, variance)).reshape(2_000, cells).max(axis=1)

    assert is_at_least(int((drawn <= everywhere(one, cells).half_width).sum()), 2_000, 0.95)
    assert is_below(int((drawn <= one.half_width).sum()), 2_000, 0.95)


def reconciled_noise() -> tuple[NDArray[np.float64], Reconciled]:
    """Return what reconciling does to noise alone: float64 (DAYS, HOURS), and one day of it."""
    hours = discrete_gaussian(DAYS * HOURS, HOUR).reshape(DAYS, HOURS).astype(float)
    days = discrete_gaussian(DAYS, DAY).astype(float)
    made = [
        Reconciled.of([Noisy(float(value), float(HOUR)) for value in row]).heard(
            Noisy(float(day), float(DAY)), range(HOURS)
        )
        for row, day in zip(hours, days, strict=True)
    ]
    return np.stack([one.values for one in made]), made[0]


@pytest.fixture(scope="module")
def errors() -> tuple[NDArray[np.float64], Reconciled]:
    return reconciled_noise()


def test_reconciled_days_are_covered_and_narrower(errors: tuple[NDArray[np.float64], Reconciled]) -> None:
    missed, one = errors
    variance = one.total(range(HOURS)).variance
    h = consistency.half_width(variance)

    inside = int((np.abs(missed.sum(axis=1)) <= h).sum())

    assert is_at_least(inside, DAYS, 0.95)
    assert h < half_width(DAY)


def test_reconciled_hours_are_covered(errors: tuple[NDArray[np.float64], Reconciled]) -> None:
    missed, one = errors
    h = consistency.half_width(one.total([0]).variance)

    assert all(is_at_least(int((np.abs(hour) <= h).sum()), DAYS, 0.95) for hour in missed.T)


def test_a_sum_of_some_reconciled_hours_is_covered(errors: tuple[NDArray[np.float64], Reconciled]) -> None:
    """Its variance is not the sum of theirs: hours of one day hang together."""
    missed, one = errors
    variance = one.total(range(4)).variance

    inside = int((np.abs(missed[:, :4].sum(axis=1)) <= consistency.half_width(variance)).sum())

    assert is_at_least(inside, DAYS, 0.95)
    assert variance < 4 * one.total([0]).variance


@pytest.mark.parametrize("variance", VARIANCES, ids=str)
def test_empty_cells_sum_to_nothing(variance: Fraction) -> None:
    """No noisy count is cut at zero on its way through a sum: 200 empty cells have a mean of 0."""
    drawn = discrete_gaussian(200 * 50, variance)
    cells = [Estimate(float(value), 0.0, float(variance)) for value in drawn]

    summed = total(cells).value
    cut = float(np.maximum(drawn, 0).sum())

    reach = norm.isf(FALSE_ALARM / 2) * math.sqrt(float(variance) * len(drawn))
    assert abs(summed) <= reach < cut


def test_reconciling_moves_no_mean(errors: tuple[NDArray[np.float64], Reconciled]) -> None:
    missed, one = errors
    reach = norm.isf(FALSE_ALARM / 2) * math.sqrt(one.total(range(HOURS)).variance / DAYS)

    assert abs(float(missed.sum(axis=1).mean())) <= reach


def _mass_within(variance: Fraction, h: int) -> float:
    weights = [
        math.exp(-k * k / (2 * float(variance))) for k in range(2 * h + 20 * math.ceil(math.sqrt(variance)))
    ]
    return (2 * math.fsum(weights[: h + 1]) - 1) / (2 * math.fsum(weights) - 1)
