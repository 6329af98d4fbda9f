"""A store's part of a round costs what its plan says and moves with one track no more than it says."""

from fractions import Fraction

import numpy as np
import pytest
from numpy.typing import NDArray

from edge_node.federated.quantising import UNIT
from edge_node.federated.training import Contribution, Examples, train_and_quantise
from edge_node.intent.form import LEVEL_COUNTS, Form
from edge_node.intent.model import fresh
from privacy.updates import read_sum
from shared.schemas.training_plan import TrainingPlan

FORM = Form()
PLAN = TrainingPlan(model_version=1, parameters=FORM.parameters, noise_multiplier="5", steps=2)
WEIGHTS = fresh(FORM, 0)
RNG = np.random.default_rng(4)
MANY = Examples(RNG.integers(-1, LEVEL_COUNTS, (100, 4, 14)).astype(np.int8), RNG.integers(0, 5, 100))


def silent(length: int, variance: Fraction) -> NDArray[np.int64]:
    assert variance == (5 * UNIT) ** 2
    return np.zeros(length, dtype=np.int64)


def trained(plan: TrainingPlan = PLAN, examples: Examples = MANY) -> Contribution:
    return train_and_quantise(plan, WEIGHTS, examples, noise=silent, random=np.random.default_rng(5).bytes)


def test_every_step_is_paid() -> None:
    contribution = trained()

    assert contribution.price == Fraction(2, 2 * 25)
    assert contribution.steps == 2


def test_steps_lower_the_loss() -> None:
    plan = PLAN.model_copy(update={"steps": 30})

    update = read_sum(plan, trained(plan).vector, 1).update.astype(np.float32)
    before, after = (
        read_sum(
            PLAN,
            train_and_quantise(
                PLAN, weights, MANY, noise=silent, random=np.random.default_rng(6).bytes
            ).vector,
            1,
        ).loss
        for weights in (WEIGHTS, WEIGHTS + update)
    )

    assert after < before - 0.1


def test_the_tail_says_how_many_and_how_well() -> None:
    mean = read_sum(PLAN, trained().vector, 1)

    assert mean.weight == 100
    assert 1.0 < mean.loss < 4.0
    assert 0.0 < mean.accuracy < 1.0


def test_nobody_to_learn_from_sends_zeros() -> None:
    nobody = Examples(np.zeros((0, 4, 14), np.int8), np.zeros(0, np.int64))

    contribution = trained(examples=nobody)

    assert not contribution.vector.any()
    assert (contribution.steps, contribution.price) == (1, Fraction(1, 50))


def test_one_track_more_moves_the_first_sum_by_no_more_than_the_unit() -> None:
    """The sum is caught where noise is put on it."""
    sums: list[NDArray[np.int64]] = []

    def summed(windows: NDArray[np.int8], labels: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.array(
            train_and_quantise(
                PLAN.model_copy(
                    update={
                        "steps": 1,
                        "learning_rate": 0.01,
                        "update_grid": 1 << 24,
                        "update_clip": 1.0,
                        "max_weight": 200,
                    }
                ),
                WEIGHTS,
                Examples(windows, labels),
                noise=silent,
                random=bytes,
            ).vector
        )

    for rows in (slice(0, 100), slice(1, 100)):
        sums.append(summed(MANY.windows[rows], MANY.labels[rows]))
    moved = (sums[0] - sums[1])[:-3] / (0.01 * (1 << 24))

    assert np.linalg.norm(moved) <= PLAN.clip_norm + 1e-2
    assert sums[0][-3] - sums[1][-3] == 1


def test_fedprox_stays_closer() -> None:
    far = PLAN.model_copy(update={"steps": 20})
    near = far.model_copy(update={"algorithm": "fedprox", "proximal": 0.9})

    moved = [np.linalg.norm(trained(plan).vector[:-3]) for plan in (near, far)]

    assert moved[0] < moved[1]


def test_no_entry_is_larger_than_an_honest_one_can_be() -> None:
    wild = PLAN.model_copy(update={"learning_rate": 100.0, "steps": 5})

    vector = trained(wild).vector

    assert np.abs(vector).max() <= wild.largest_entry
    assert read_sum(wild, vector, 1).weight == 100


@pytest.mark.parametrize(
    "plan",
    [
        pytest.param(PLAN.model_copy(update={"model_version": 2}), id="another form"),
        pytest.param(PLAN.model_copy(update={"parameters": 7}), id="another length"),
    ],
)
def test_a_plan_for_another_model_is_refused(plan: TrainingPlan) -> None:
    with pytest.raises(ValueError, match="expected a plan for form 1"):
        trained(plan)


def test_weights_that_are_no_numbers_are_refused() -> None:
    broken = WEIGHTS.copy()
    broken[3] = np.nan

    with pytest.raises(ValueError, match="finite"):
        train_and_quantise(PLAN, broken, MANY, noise=silent, random=np.random.default_rng(7).bytes)


def test_a_window_without_a_label_is_refused() -> None:
    with pytest.raises(ValueError, match="a label for every window"):
        Examples(MANY.windows, MANY.labels[:-1])


def test_examples_and_contributions_print_no_numbers() -> None:
    assert repr(MANY) == "Examples(…)"
    assert repr(trained()) == "Contribution(1444 entries, 2 steps)"
