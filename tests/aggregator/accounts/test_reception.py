"""Where somebody goes first."""

import pytest

from aggregator.accounts.guard import Access
from aggregator.accounts.matrix import ROLES, Role
from aggregator.accounts.person import HERE, Person
from aggregator.accounts.reception import ISSUERS, reception_of
from aggregator.hub import Hub
from tests.support.hq_app import unnoted
from tests.support.people import CHEAP


@pytest.mark.parametrize("role", ROLES)
def test_whoever_reads_no_numbers_is_not_sent_to_them(leader_hub: Hub, role: Role) -> None:
    reception = reception_of(leader_hub, Access(lambda _token: None, "leader", unnoted), CHEAP)
    who = Person("somebody", role, frozenset({"all"}), None, 1)

    assert (reception.first_page(who) == "/") is who.may("read_insights")


def test_nameless_reader_goes_to_the_numbers(leader_hub: Hub) -> None:
    assert (
        reception_of(leader_hub, Access(lambda _token: HERE, "leader", unnoted), CHEAP).first_page(HERE)
        == "/"
    )


def test_apps_tell_the_two_aggregators_apart() -> None:
    assert len(set(ISSUERS.values())) == 2
