"""What a person may do and see."""

import pytest

from aggregator.accounts.person import ALL_STORES, HERE, Person
from shared.ids import SiteId

MANAGER = Person("ole", "store_manager", frozenset({"north"}), frozenset({SiteId("harbour")}), 3, "secret")


def test_stores_outside_the_groups_are_not_seen() -> None:
    assert MANAGER.sees("harbour")
    assert not MANAGER.sees("old-market")


def test_all_stores_are_every_store_and_every_group() -> None:
    chain = Person("ida", "admin", frozenset({ALL_STORES}), None)

    assert chain.sees("a store of tomorrow")
    assert chain.is_in("any group")


def test_without_a_group_nothing_is_seen() -> None:
    nobody = Person("new", "hq_analyst", frozenset(), frozenset())

    assert not nobody.sees("harbour")
    assert not nobody.is_in("north")


@pytest.mark.parametrize(("right", "may"), [("read_insights", True), ("export_insights", False)])
def test_rights_are_those_of_the_role(right: str, may: bool) -> None:
    assert MANAGER.may(right) is may


def test_reader_at_this_machine_has_no_name() -> None:
    assert HERE.is_nameless
    assert not MANAGER.is_nameless


def test_form_token_is_not_printed() -> None:
    assert "secret" not in repr(MANAGER)
