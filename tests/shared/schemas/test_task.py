"""A task knows its exact noise."""

from fractions import Fraction

import pytest
from pydantic import ValidationError

from shared.schemas.task import ContributionBound, Task

BOUND = ContributionBound(max_cells=4, max_per_cell=1, l2_squared=4)


def task(lane: str) -> Task:
    """Return a zone-visits task in the lane."""
    return Task(
        metric="zone_visits",
        level="day",
        lane=lane,  # type: ignore[arg-type]  # a plain string, read as one of two literals
        rho="3/100",
        bound=BOUND,
        unit_size=1,
        minimum_batch=1,
        minimum_count=0,
        closes_after_s=0,
    )


def test_the_id_names_metric_level_and_lane() -> None:
    assert task("site").task_id == "zone_visits.day.site"


def test_the_noise_is_l2_squared_over_two_rho() -> None:
    assert task("site").noise_variance == Fraction(200, 3)
    assert task("site").sigma == pytest.approx(8.165, abs=1e-3)


def test_a_cohort_release_carries_both_noises() -> None:
    assert task("cohort").release_variance == 2 * task("site").release_variance


def test_a_norm_above_what_the_cells_allow_is_refused() -> None:
    with pytest.raises(ValidationError, match="can be at most"):
        ContributionBound(max_cells=2, max_per_cell=3, l2_squared=19)


def test_a_bound_is_proved_or_there_is_none() -> None:
    proved = task("cohort").model_dump() | {"vdaf_id": "prio3sumvec", "max_per_site": 1000}

    assert Task(**proved).max_per_site == 1000
    for wrong in ({"max_per_site": 0}, {"vdaf_id": "none"}):
        with pytest.raises(ValidationError, match="where it is proved"):
            Task(**(proved | wrong))


def test_noise_of_a_site_has_no_bound_to_prove() -> None:
    proved = task("site").model_dump() | {"vdaf_id": "prio3sumvec", "max_per_site": 1000}

    with pytest.raises(ValidationError, match="cohort lane only"):
        Task(**proved)
