"""Whoever owns the network reads nothing, and everything where keys are not pinned."""

import pytest

from tests.adversary.between import rows
from tests.adversary.row import fallen

pytestmark = pytest.mark.live


def test_nobody_between_reads_a_message_and_the_pins_are_needed() -> None:
    found = rows(scale="small", seed=3)

    assert [row.measured for row in found] == [0]
    assert fallen(found) == []
