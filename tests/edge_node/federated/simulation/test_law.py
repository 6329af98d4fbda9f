"""A law's tables are chances."""

import numpy as np
import pytest

from edge_node.federated.simulation.law import Law, other_law


@pytest.mark.parametrize("law", [Law(), other_law(3)], ids=["usual", "other"])
def test_every_row_of_every_table_adds_up_to_one(law: Law) -> None:
    tables = [law.begins, law.leans_to, law.movement(4), law.distance(1, 2, 0.2)]

    assert all(np.allclose(table.sum(axis=1), 1.0) for table in tables)


def test_distances_go_from_the_first_moments_to_the_lasts() -> None:
    reach = Law().distance(0, 3, 0.0)[2] - Law().distance(0, 0, 0.0)[2]

    assert reach[0] > 0 > reach[-1]


def test_another_law_is_another_in_every_table_and_the_same_for_its_seed() -> None:
    usual, other = Law(), other_law(3)

    for name in ("phases", "begins", "leans_to", "distances"):
        assert (getattr(usual, name) != getattr(other, name)).any()
        assert (getattr(other, name) == getattr(other_law(3), name)).all()
