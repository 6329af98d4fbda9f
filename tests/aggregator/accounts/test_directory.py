"""Accounts made, changed, disabled; and that somebody is always left to run them."""

import pytest
from sqlmodel import select

from aggregator.accounts.directory import Listed, Wanted, expect, expect_role, find
from aggregator.accounts.errors import AccountError
from aggregator.accounts.person import ALL_STORES
from aggregator.accounts.sessions import who_is
from aggregator.accounts.tables import AccountRow, RecoveryCodeRow
from aggregator.database import reading, writing
from aggregator.hub import Hub
from tests.support import people
from tests.support.people import CHEAP, PASSWORD

ALL = frozenset({ALL_STORES})


def row(hub: Hub, name: str) -> AccountRow:
    with reading(hub.engine) as session:
        return expect(session, name)


def test_account_is_listed_as_it_was_made(leader_hub: Hub) -> None:
    people.add(leader_hub, "mara", "hq_analyst")

    assert people.directory(leader_hub).accounts() == [
        Listed("mara", "hq_analyst", (ALL_STORES,), "", second_factor=False, disabled_at="", seen_at="")
    ]


def test_password_lies_in_the_home_as_a_hash(leader_hub: Hub) -> None:
    people.add(leader_hub, "mara", "hq_analyst")

    assert row(leader_hub, "mara").password.startswith("$argon2id$")


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted("Mara", "hq_analyst", ALL),
        Wanted("mara", "owner", ALL),
        Wanted("mara", "hq_analyst", frozenset({"nowhere"})),
        Wanted("mara", "hq_analyst", frozenset()),
    ],
    ids=["a capital", "an unknown role", "an unknown group", "no group"],
)
def test_wrong_account_is_refused_and_nothing_kept(leader_hub: Hub, wanted: Wanted) -> None:
    with pytest.raises(AccountError):
        people.directory(leader_hub).add(wanted, PASSWORD, is_handed_over=False)

    assert people.directory(leader_hub).accounts() == []


def test_name_is_taken_once(leader_hub: Hub) -> None:
    people.add(leader_hub, "mara", "hq_analyst")

    with pytest.raises(AccountError, match="already"):
        people.add(leader_hub, "mara", "admin")


def test_weak_password_makes_no_account(leader_hub: Hub) -> None:
    with pytest.raises(AccountError, match="password"):
        people.directory(leader_hub).add(Wanted("mara", "admin", ALL), "short", is_handed_over=False)


def test_another_role_holds_at_once_and_ends_the_sessions(leader_hub: Hub) -> None:
    people.add(leader_hub, "mara", "hq_analyst")
    token = people.token(leader_hub, "mara")

    people.directory(leader_hub).assign(Wanted("mara", "technician", ALL))

    assert row(leader_hub, "mara").role == "technician"
    assert who_is(leader_hub.engine, leader_hub.clock, has_oidc=False)(token) is None


def test_groups_given_stand_in_place_of_the_old_ones(leader_hub: Hub) -> None:
    people.directory(leader_hub).make_group("north", ["harbour"])
    people.add(leader_hub, "mara", "hq_analyst")

    people.directory(leader_hub).assign(Wanted("mara", "hq_analyst", frozenset({"north"})))

    assert people.directory(leader_hub).accounts()[0].groups == ("north",)
    assert people.directory(leader_hub).groups() == {"north": {"harbour"}}


@pytest.mark.parametrize("deed", ["disable", "assign"])
def test_last_administrator_stays(leader_hub: Hub, deed: str) -> None:
    people.add(leader_hub, "ida", "admin")
    people.add(leader_hub, "old", "admin")
    people.directory(leader_hub).disable("old")
    directory = people.directory(leader_hub)

    with pytest.raises(AccountError, match="last administrator"):
        directory.disable("ida") if deed == "disable" else directory.assign(Wanted("ida", "approver", ALL))


def test_administrator_beside_another_can_go(leader_hub: Hub) -> None:
    people.add(leader_hub, "ida", "admin")
    people.add(leader_hub, "jo", "admin")

    people.directory(leader_hub).disable("ida")

    assert [one.name for one in people.directory(leader_hub).accounts() if one.disabled_at] == ["ida"]


def test_reset_takes_second_factor_recovery_codes_and_sessions(leader_hub: Hub) -> None:
    people.add(leader_hub, "mara", "hq_analyst")
    token = people.token(leader_hub, "mara")
    with writing(leader_hub.engine) as session:
        account = expect(session, "mara")
        account.totp = b"sealed"
        session.add(account)
        session.add(RecoveryCodeRow(account_id=account.account_id or 0, mac=bytes(32)))

    people.directory(leader_hub).reset("mara", "a second lighthouse", is_handed_over=True)

    found = row(leader_hub, "mara")
    assert (found.totp, found.must_change) == (b"", True)
    assert CHEAP.is_right(found.password, "a second lighthouse")
    assert who_is(leader_hub.engine, leader_hub.clock, has_oidc=False)(token) is None
    with reading(leader_hub.engine) as session:
        assert session.exec(select(RecoveryCodeRow)).all() == []


def test_account_of_an_issuer_is_reset_there_and_keeps_its_name(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        now = leader_hub.clock.now()
        session.add(
            AccountRow(issuer="https://id.example", subject="7", name="kim", role="admin", created_at=now)
        )

    with pytest.raises(AccountError, match=r"https://id\.example"):
        people.directory(leader_hub).reset("kim", PASSWORD, is_handed_over=False)
    with pytest.raises(AccountError, match="already"):
        people.add(leader_hub, "kim", "admin")
    with reading(leader_hub.engine) as session:
        assert find(session, "kim") is None


@pytest.mark.parametrize("deed", ["disable", "enable"])
def test_unknown_account_is_refused(leader_hub: Hub, deed: str) -> None:
    with pytest.raises(AccountError, match="'nobody'"):
        getattr(people.directory(leader_hub), deed)("nobody")


def test_role_is_one_of_the_table() -> None:
    assert expect_role("approver") == "approver"
