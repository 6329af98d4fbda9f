"""A classifier on the line is at chance, and wins where a closed store keeps silent."""

import pytest

from tests.adversary.row import fallen
from tests.adversary.traffic import rows

pytestmark = pytest.mark.live


def test_a_busy_store_and_a_closed_one_cannot_be_told_apart() -> None:
    (row,) = rows(scale="small", seed=3)

    assert fallen([row]) == []
