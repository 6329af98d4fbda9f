"""One store with code of its own: refused beyond its bound, and anything goes where no proof is asked for."""

from tests.adversary.forged_vectors import HUGE, rows
from tests.adversary.row import fallen
from tests.support.proved_world import MOST


def test_a_lying_store_is_held_to_its_bound_and_to_nothing_without_proofs() -> None:
    found = rows(scale="small", seed=3)

    assert [row.measured for row in found] == [0, MOST, 0]
    assert [row.control for row in found[:2]] == [HUGE, HUGE]
    assert fallen(found) == []
