"""A worker that is killed or hangs is replaced in time, and is gone."""

import pytest

from tests.adversary.row import fallen
from tests.adversary.struck_workers import rows

pytestmark = [pytest.mark.live, pytest.mark.vision, pytest.mark.chaos]


def test_the_row_stands() -> None:
    assert fallen(rows(scale="small", seed=1)) == []
