"""One number is drawn once, and never published unpaid, whatever dies or is brought back."""

import pytest

from tests.adversary.row import fallen
from tests.adversary.second_draws import rows

pytestmark = pytest.mark.chaos


def test_every_row_stands() -> None:
    assert fallen(rows(scale="small", seed=1)) == []
