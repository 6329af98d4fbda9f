"""A leader against its stores: it learns nothing of one, and everything where the defence is off."""

from tests.adversary.leader_sums import rows
from tests.adversary.row import fallen


def test_no_store_is_singled_out_and_each_defence_is_needed() -> None:
    found = rows(scale="small", seed=3)

    assert [row.measured for row in found] == [0, 0, 0]
    assert fallen(found) == []
