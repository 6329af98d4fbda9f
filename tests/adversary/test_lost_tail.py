"""Both brought back from a backup that lacks a report: nothing is summed twice, because stores remember."""

from tests.adversary.lost_tail import rows
from tests.adversary.row import fallen


def test_no_track_is_summed_twice() -> None:
    assert fallen(rows(scale="small", seed=3)) == []
