"""Proof by removal: no track moves a vector by more than its declared bound."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_node.features.catalog import CATALOG, JOINT
from edge_node.features.measurement import measure
from edge_node.vector_plan import VectorPlan, plans
from policies.loader import load_bundle
from policies.tasks import tasks
from privacy.sensitivity import obeys
from tests.support.edge_world import BUNDLE, random_journey, site
from tests.support.packs import adopt, rule, with_rules

EVERY_COHORT_FORM = with_rules(rule("cohort_only", metrics=tuple(CATALOG)))
READ = adopt("intent", bundle=adopt("posture"))
"""With the two metrics that read how bodies move."""
WORLDS = ((BUNDLE, ["door"]), (load_bundle(), []), (EVERY_COHORT_FORM, ["door"]), (READ, []))
PLANS = tuple(
    made
    for bundle, entrance in WORLDS
    for made in plans(tasks(bundle).values(), site(), bundle.chain.layout, entrance)
    if made.task.metric not in JOINT  # those are counted together: test_groups.py, test_measurer.py
)
IDS = [f"{planned.task.task_id}-{at}" for at, planned in enumerate(PLANS)]


@pytest.mark.parametrize("planned", PLANS, ids=IDS)
@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_one_track_stays_within_its_bound(planned: VectorPlan, seed: int) -> None:
    vector = measure(random_journey(seed), planned)

    assert vector.shape == (len(planned.cells),)
    assert obeys(vector, planned.task.bound)


@pytest.mark.parametrize("planned", PLANS, ids=IDS)
def test_removing_any_one_track_changes_the_sum_by_at_most_the_bound(planned: VectorPlan) -> None:
    journeys = [random_journey(seed) for seed in range(60)]
    whole = sum((measure(each, planned) for each in journeys), np.zeros(len(planned.cells), dtype=np.int64))

    for left_out in range(len(journeys)):
        rest = [each for at, each in enumerate(journeys) if at != left_out]
        without = sum((measure(each, planned) for each in rest), np.zeros_like(whole))
        assert obeys(whole - without, planned.task.bound)


@pytest.mark.parametrize("planned", PLANS, ids=IDS)
def test_a_busy_hour_fills_every_kind_of_vector(planned: VectorPlan) -> None:
    total = sum(measure(random_journey(seed), planned) for seed in range(60))

    assert np.any(total)
