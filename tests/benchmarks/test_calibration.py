"""The figures of calibration can be made, and a head at home is surer of the right things."""

import pytest

from edge_node.federated.simulation.pooled import pooled
from edge_node.federated.simulation.shops import Chain
from edge_node.intent.trained import SHIPPED, read
from tests.benchmarks.calibration import Figures, figures


@pytest.fixture(scope="module")
def found() -> Figures:
    chain, other = Chain(3, 8, 0.5), Chain(4, 2, 0.5)
    return figures(read(SHIPPED), chain, pooled([other.tested_on(site, 50) for site in range(2)]))


def test_a_head_at_home_is_nearer_to_the_truth(found: Figures) -> None:
    assert found["head at home"] < found["warm start's"]


def test_everything_that_tempers_is_a_share(found: Figures) -> None:
    assert all(0.0 <= figure <= 1.0 for figure in found.values())
    assert len(found) == 6
