"""A plan says what a step costs and how large an honest number can be."""

from fractions import Fraction

import pytest
from pydantic import ValidationError

from shared.schemas.training_plan import TrainingPlan

PLAN = TrainingPlan(model_version=1, parameters=1_633, noise_multiplier="5/2")


def test_a_step_costs_half_of_one_over_z_squared() -> None:
    assert PLAN.rho_per_step == Fraction(2, 25)


def test_a_contribution_is_the_parameters_and_three_entries_more() -> None:
    assert PLAN.length == 1_636


def test_the_largest_entry_is_an_update_at_its_clip_times_the_most_weight() -> None:
    assert PLAN.largest_entry == (10 * 65_536 + 1) * 4_096


def test_where_updates_are_tiny_the_loss_is_the_largest_entry() -> None:
    plan = PLAN.model_copy(update={"update_grid": 1})

    assert plan.largest_entry == 4 * 1_024 * 4_096


def test_another_plan_has_another_hash() -> None:
    assert PLAN.hash != PLAN.model_copy(update={"steps": 2}).hash
    assert len(PLAN.hash) == 64


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"noise_multiplier": "0"}, id="no noise"),
        pytest.param({"batch_size": 5_000}, id="a batch above the largest weight"),
        pytest.param({"algorithm": "fedprox"}, id="fedprox without a pull"),
        pytest.param({"proximal": 0.1}, id="a pull without fedprox"),
        pytest.param({"update_clip": 1_000.0, "update_grid": 1 << 24}, id="entries that would not add up"),
    ],
)
def test_a_plan_that_contradicts_itself_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        TrainingPlan.model_validate({**PLAN.model_dump(), **change})
