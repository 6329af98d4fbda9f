"""Store groups: names for sets of sites."""

import pytest

from aggregator.accounts import store_groups
from aggregator.accounts.errors import AccountError
from aggregator.accounts.person import ALL_STORES
from aggregator.database import writing
from aggregator.hub import Hub


def test_group_is_what_it_was_last_made(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        store_groups.make(session, "north", ["harbour", "old-market"])
        store_groups.make(session, "north", ["harbour"])

        assert store_groups.groups(session) == {"north": {"harbour"}}


def test_sites_of_several_groups_are_all_theirs(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        store_groups.make(session, "north", ["harbour"])
        store_groups.make(session, "south", ["old-market"])

        assert store_groups.sites_of(session, ["north", "south"]) == {"harbour", "old-market"}
        assert store_groups.sites_of(session, []) == frozenset()
        assert store_groups.sites_of(session, ["north", ALL_STORES]) is None


@pytest.mark.parametrize(
    ("name", "sites"),
    [(ALL_STORES, ["harbour"]), ("North", ["harbour"]), ("north", ["old market"]), ("north", [])],
    ids=["all stores", "capitals", "a space in a site", "no site"],
)
def test_wrong_group_is_refused(leader_hub: Hub, name: str, sites: list[str]) -> None:
    with writing(leader_hub.engine) as session, pytest.raises(AccountError):
        store_groups.make(session, name, sites)


@pytest.mark.parametrize("names", [["north"], []], ids=["unknown", "none"])
def test_group_that_does_not_exist_is_not_given(leader_hub: Hub, names: list[str]) -> None:
    with writing(leader_hub.engine) as session, pytest.raises(AccountError, match="store group"):
        store_groups.expect(session, names)


def test_all_stores_can_always_be_given(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        assert store_groups.expect(session, [ALL_STORES]) == {ALL_STORES}
