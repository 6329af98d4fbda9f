"""Rounds of a full vault and of an empty one look alike on the line, unless a store answers at once."""

import pytest

from tests.adversary.learning_traffic import rows
from tests.adversary.row import fallen

pytestmark = pytest.mark.live


def test_a_full_vault_and_an_empty_one_cannot_be_told_apart() -> None:
    assert fallen(rows(scale="small", seed=3)) == []
