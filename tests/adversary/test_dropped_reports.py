"""What a leader drops, the helper misses."""

from tests.adversary.dropped_reports import rows
from tests.adversary.row import fallen


def test_every_drop_is_seen_because_shares_come_straight_from_the_stores() -> None:
    found = rows(scale="small", seed=3)

    assert [row.measured for row in found] == [0]
    assert fallen(found) == []
