"""No request of the leader's is answered twice, at another time or as another one."""

from tests.adversary.peer_requests import rows
from tests.adversary.row import fallen


def test_misused_requests_are_refused_and_the_rules_are_needed() -> None:
    found = rows(scale="small", seed=3)

    assert [row.measured for row in found] == [0]
    assert fallen(found) == []
