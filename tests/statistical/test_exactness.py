"""What ``shoal policy utility`` says holds for noise as it is drawn. False alarm: 1e-7 per test."""

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

from aggregator.compliance.typical_store import TypicalStore
from aggregator.compliance.utility import Exactness, exactness
from policies.loader import load_bundle
from privacy.noise import discrete_gaussian
from tests.support.packs import rule, with_rules

FALSE_ALARM = 1e-7
DRAWS = 20_000
FOUND = exactness(load_bundle(), TypicalStore(cells=80))


def holds(noise: NDArray[np.int64], steps_a_unit: float, said: Exactness) -> bool:
    """Whether the noise of releases, int64 (N,) in steps, stays inside as often as was said."""
    inside = int(np.count_nonzero(np.abs(noise) / steps_a_unit <= said.half_width * (1 + 1e-12)))
    return binomtest(inside, len(noise), 0.95, alternative="less").pvalue > FALSE_ALARM


def test_entries_of_a_day_stay_inside() -> None:
    noise = discrete_gaussian(DRAWS, Fraction(1, 2) / Fraction(1, 100))

    assert holds(noise, 1, FOUND["footfall", "day", "people who come in", "entries"])


def test_a_step_of_the_funnel_stays_inside() -> None:
    noise = discrete_gaussian(5 * DRAWS, Fraction(1, 2) / Fraction(3, 100)).reshape(DRAWS, 5).sum(axis=1)

    assert holds(noise, 1, FOUND["funnel", "day", "step browse", "tracks"])


def test_people_inside_at_a_moment_stay_inside() -> None:
    noise = discrete_gaussian(DRAWS, Fraction(100, 2) / Fraction(3, 200))

    said = FOUND["occupancy", "hour", "people inside at a moment, busiest hour", "people"]
    assert holds(noise, 60, said)


def test_all_cells_of_a_map_stay_inside_at_once() -> None:
    noise = discrete_gaussian(2_000 * 80, Fraction(144, 2) / Fraction(3, 100)).reshape(2_000, 80)

    said = FOUND["heatmap", "week", "the same, all 80 cells right at once", "person-minutes"]
    assert holds(np.abs(noise).max(axis=1), 6, said)


def test_a_sum_of_the_cohort_lane_stays_inside() -> None:
    variance = Fraction(4, 2) / Fraction(1, 50)
    noise = discrete_gaussian(DRAWS, variance) + discrete_gaussian(DRAWS, variance)

    found = exactness(with_rules(rule("cohort_only", metrics=("zone_visits",))), TypicalStore())
    assert holds(noise, 1, found["zone_visits", "day", "visits to one zone", "visits"])


def test_a_half_width_that_promises_too_much_is_found_out() -> None:
    noise = discrete_gaussian(DRAWS, Fraction(1, 2) / Fraction(1, 100))
    said = FOUND["footfall", "day", "people who come in", "entries"]

    assert not holds(noise, 1, Exactness("site", 1, said.expected, said.half_width - 2, None))
