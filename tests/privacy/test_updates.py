"""A round's sum is read back as a mean, or refused when no honest stores can have made it."""

import math

import numpy as np
import pytest

from privacy.errors import RangeError
from privacy.updates import COUNT_SIGMA, MeanUpdate, half_widths, read_sum
from shared.schemas.training_plan import TrainingPlan

PLAN = TrainingPlan(model_version=1, parameters=2, update_clip=1.0, update_grid=100, max_weight=50)


def test_the_mean_is_over_examples() -> None:
    heavy = np.array([30 * 100, 0, 30, 0, 0], np.int64)
    light = np.array([0, -10 * 50, 10, 0, 0], np.int64)

    mean = read_sum(PLAN, heavy + light, 2)

    assert mean.update.tolist() == [0.75, -0.125]
    assert mean.weight == 40


def test_loss_and_accuracy_are_per_example() -> None:
    mean = read_sum(PLAN, np.array([0, 0, 40, 40 * 2 * 1_024, 10 * 1_024], np.int64), 1)

    assert (mean.loss, mean.accuracy) == (2.0, 0.25)


def test_nobody_with_enough_examples_moves_nothing() -> None:
    mean = read_sum(PLAN, np.zeros(5, np.int64), 3)

    assert mean.update.tolist() == [0.0, 0.0]
    assert math.isnan(mean.loss)


@pytest.mark.parametrize(
    "total",
    [
        pytest.param([0, 0, 51, 0, 0], id="more weight than a store has"),
        pytest.param([0, 0, -1, 0, 0], id="less weight than none"),
        pytest.param([101 * 40 + 1, 0, 40, 0, 0], id="a long update"),
        pytest.param([0, -(2**63), 40, 0, 0], id="the least integer"),
        pytest.param([0, 0, 40, 4 * 1_024 * 40 + 1, 0], id="too much loss"),
        pytest.param([0, 0, 40, 0, 1_024 * 40 + 1], id="more right than examples"),
        pytest.param([1, 0, 0, 0, 0], id="an update without weight"),
    ],
)
def test_a_sum_out_of_range_is_refused(total: list[int]) -> None:
    with pytest.raises(RangeError):
        read_sum(PLAN, np.array(total, np.int64), 1)


def test_a_sum_of_another_length_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="expected int64"):
        read_sum(PLAN, np.zeros(4, np.int64), 1)


def test_a_mean_prints_no_numbers() -> None:
    assert repr(read_sum(PLAN, np.zeros(5, np.int64), 1)) == "MeanUpdate(2 entries, weight 0)"


def test_half_widths_cover_the_noise_of_many_stores() -> None:
    """False alarm: 1e-6 for either end, by the binomial of 4,000 draws at 95 %."""
    plan = PLAN.model_copy(update={"noise_multiplier": "3", "max_weight": 5_000})
    stores, windows, rng = 9, 400, np.random.default_rng(7)
    sigma = 3 * COUNT_SIGMA * math.sqrt(stores)
    weight, right = stores * windows + rng.normal(0, sigma, (2, 4_000)) * [[1], [1]]
    shares = (right - 0.6 * stores * windows) / weight

    covered = [
        abs(share - 0.4)
        <= half_widths(plan, MeanUpdate(np.zeros(2), int(total), 1.0, share), stores).accuracy
        for share, total in zip(shares, weight, strict=True)
    ]

    assert 0.933 < np.mean(covered) < 0.967


def test_loss_is_as_unsure_as_its_largest_value_makes_it() -> None:
    found = half_widths(PLAN, MeanUpdate(np.zeros(2), 1_000, 0.0, 0.0), 4)

    assert found.loss == pytest.approx(4 * found.accuracy)
    assert found.accuracy == pytest.approx(1.96 * 5 * 2 * COUNT_SIGMA / 1_000, rel=1e-4)
