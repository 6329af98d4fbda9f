"""One's own account below its pages."""

from aggregator.accounts.own import Own
from aggregator.accounts.sealed import Seal
from aggregator.accounts.sessions import who_is
from aggregator.accounts.sign_in import WRONG
from aggregator.hub import Hub
from tests.support import people
from tests.support.people import CHEAP, PASSWORD


def own(hub: Hub) -> Own:
    return Own(hub.engine, hub.clock, CHEAP, Seal(hub.home.pepper(), hub.random))


def test_sessions_of_others_are_not_ones_own(leader_hub: Hub) -> None:
    people.add(leader_hub, "mara", "hq_analyst")
    people.add(leader_hub, "ole", "technician")
    people.token(leader_hub, "ole")
    token = people.token(leader_hub, "mara")
    mara = who_is(leader_hub.engine, leader_hub.clock, has_oidc=False)(token)
    assert mara is not None

    found = own(leader_hub).account(mara, token)

    assert [one.is_this for one in found.sessions] == [True]
    assert own(leader_hub).sign_out_everywhere(mara) == 1


def test_right_password_of_another_account_changes_nothing(leader_hub: Hub) -> None:
    people.add(leader_hub, "mara", "hq_analyst")
    people.add(leader_hub, "ole", "technician")
    people.directory(leader_hub).reset("mara", "another lamp on the pier", is_handed_over=False)
    token = people.token(leader_hub, "mara")
    mara = who_is(leader_hub.engine, leader_hub.clock, has_oidc=False)(token)
    assert mara is not None

    assert own(leader_hub).change_password(mara, PASSWORD, "a second lighthouse", "192.0.2.1") is WRONG
