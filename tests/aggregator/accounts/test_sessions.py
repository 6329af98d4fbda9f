"""Sessions: eight hours, known by a hash, ended when asked, disabled with the account."""

import pytest
from sqlmodel import select

from aggregator.accounts import sessions
from aggregator.accounts.person import ALL_STORES, HERE
from aggregator.accounts.tables import AccountRow, SessionRow
from aggregator.database import reading, writing
from aggregator.hub import Hub
from tests.support import people


def who(hub: Hub, *, has_oidc: bool = False) -> sessions.WhoIs:
    return sessions.who_is(hub.engine, hub.clock, has_oidc=has_oidc)


def test_home_without_accounts_knows_whoever_is_here(leader_hub: Hub) -> None:
    assert who(leader_hub)("") is HERE


def test_home_with_an_issuer_is_not_open(leader_hub: Hub) -> None:
    assert who(leader_hub, has_oidc=True)("") is None


def test_one_account_closes_the_home_even_when_it_is_disabled(leader_hub: Hub) -> None:
    people.add(leader_hub, "mara", "hq_analyst")
    people.directory(leader_hub).disable("mara")

    assert who(leader_hub)("") is None


def test_token_is_a_person_with_role_and_stores(leader_hub: Hub) -> None:
    people.directory(leader_hub).make_group("north", ["harbour"])
    people.add(leader_hub, "ole", "store_manager", ["north"])

    found = who(leader_hub)(people.token(leader_hub, "ole"))

    assert found is not None
    assert (found.name, found.role, found.sites) == ("ole", "store_manager", {"harbour"})


def test_token_lies_nowhere_in_the_home(leader_hub: Hub) -> None:
    people.add(leader_hub, "mara", "hq_analyst")
    token = people.token(leader_hub, "mara")

    with reading(leader_hub.engine) as session:
        row = session.exec(select(SessionRow)).one()

    assert len(token) == 64
    assert row.token_hash == sessions.token_hash(token)
    assert token.encode() not in row.token_hash
    assert bytes.fromhex(token) not in row.token_hash


@pytest.mark.parametrize(("after_s", "lasts"), [(-1, True), (0, False)], ids=["just before", "at the end"])
def test_session_lasts_eight_hours(leader_hub: Hub, after_s: int, lasts: bool) -> None:
    people.add(leader_hub, "mara", "hq_analyst")
    token = people.token(leader_hub, "mara")

    leader_hub.clock.advance(8 * 3_600 + after_s)

    assert (who(leader_hub)(token) is not None) is lasts


@pytest.mark.parametrize("stage", ["code", "enrol", "password"])
def test_half_a_session_is_nobody(leader_hub: Hub, stage: sessions.Stage) -> None:
    people.add(leader_hub, "mara", "hq_analyst")

    assert who(leader_hub)(people.token(leader_hub, "mara", stage)) is None


def test_disabled_account_is_nobody_at_once(leader_hub: Hub) -> None:
    people.add(leader_hub, "mara", "hq_analyst")
    token = people.token(leader_hub, "mara")

    people.directory(leader_hub).disable("mara")
    people.directory(leader_hub).enable("mara")

    assert who(leader_hub)(token) is None


def test_sign_out_ends_one_session_and_everywhere_the_rest(leader_hub: Hub) -> None:
    people.add(leader_hub, "mara", "hq_analyst")
    first, second, third = (people.token(leader_hub, "mara") for _ in range(3))

    with writing(leader_hub.engine) as session:
        sessions.end(session, first)
        account = session.exec(select(AccountRow)).one()
        ended = sessions.end_all(session, account.account_id or 0, but=third)

    assert ended == 1
    assert [who(leader_hub)(token) is not None for token in (first, second, third)] == [False, False, True]


def test_role_that_nobody_knows_is_nobody(leader_hub: Hub) -> None:
    people.add(leader_hub, "mara", "hq_analyst")
    with writing(leader_hub.engine) as session:
        account = session.exec(select(AccountRow)).one()
        account.role = "owner"
        session.add(account)

    assert who(leader_hub)(people.token(leader_hub, "mara")) is None


def test_group_of_all_stores_has_no_list_of_sites(leader_hub: Hub) -> None:
    people.add(leader_hub, "mara", "hq_analyst", [ALL_STORES])

    found = who(leader_hub)(people.token(leader_hub, "mara"))

    assert found is not None
    assert found.sites is None


def test_form_token_belongs_to_one_session(leader_hub: Hub) -> None:
    assert sessions.form_token("a") != sessions.form_token("b")
    assert len(sessions.form_token("a")) == 64
