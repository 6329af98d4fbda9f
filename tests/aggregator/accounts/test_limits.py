"""How often somebody may try, for an account and for an address."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from aggregator.accounts import limits
from aggregator.accounts.limits import LIMITS, Try, Wait, seconds_to_wait, subjects
from aggregator.accounts.sealed import Seal
from aggregator.accounts.tables import LoginTryRow
from aggregator.database import reading, writing
from aggregator.hub import Hub
from tests.support.vector_world import fixed_random

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
SEAL = Seal(bytes(32), fixed_random("limits"))


def ago(*seconds: float) -> list[datetime]:
    return [NOW - timedelta(seconds=one) for one in seconds]


@pytest.mark.parametrize(
    ("times", "wait_s"),
    [
        ([], 0),
        (ago(0.2), 1),
        (ago(1), 0),
        (ago(10, 20, 30, 40), 0),
        (ago(10, 20, 30, 40, 50), 10),
        (ago(*range(61, 81)), 3_520),
        (ago(-500), 1),
    ],
    ids=["none", "just now", "a second ago", "four", "five in a minute", "twenty in an hour", "ahead of now"],
)
def test_wait_is_until_the_strictest_limit_lets_go(times: list[datetime], wait_s: int) -> None:
    assert seconds_to_wait(times, NOW) == wait_s


@given(st.lists(st.integers(0, 7_200), max_size=40))
def test_after_the_wait_the_next_try_is_judged_and_no_limit_is_passed(seconds: list[int]) -> None:
    times = ago(*seconds)

    then = NOW + timedelta(seconds=seconds_to_wait(times, NOW))

    assert seconds_to_wait(times, then) == 0
    for count, window_s in LIMITS:
        recent = [one for one in times if then - one < timedelta(seconds=window_s)]
        assert len(recent) < count


def test_try_counts_from_before_it_is_judged(leader_hub: Hub) -> None:
    pair = subjects(SEAL, "mara", "192.0.2.1")

    with writing(leader_hub.engine) as session:
        first, second = (limits.begin(session, pair, NOW) for _ in range(2))

    assert isinstance(first, Try)
    assert second == Wait(1)


def test_success_is_no_failure(leader_hub: Hub) -> None:
    pair = subjects(SEAL, "mara", "192.0.2.1")

    with writing(leader_hub.engine) as session:
        for _ in range(30):
            tried = limits.begin(session, pair, NOW)
            assert isinstance(tried, Try)
            limits.succeed(session, tried)


@pytest.mark.parametrize(
    ("name", "address", "waits"),
    [("mara", "198.51.100.9", True), ("ole", "192.0.2.1", True), ("ole", "198.51.100.9", False)],
    ids=["same account", "same address", "neither"],
)
def test_account_and_address_are_limited_each(leader_hub: Hub, name: str, address: str, waits: bool) -> None:
    with writing(leader_hub.engine) as session:
        limits.begin(session, subjects(SEAL, "mara", "192.0.2.1"), NOW)
        found = limits.begin(session, subjects(SEAL, name, address), NOW)

    assert isinstance(found, Wait) is waits


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [("2001:db8::1", "2001:db8::2", True), ("2001:db8::1", "2001:db8:0:1::1", False), ("x", "y", False)],
    ids=["one network", "two networks", "no address"],
)
def test_one_network_of_ipv6_is_one_address(first: str, second: str, same: bool) -> None:
    assert (subjects(SEAL, "a", first)[1] == subjects(SEAL, "a", second)[1]) is same


def test_name_is_the_same_however_it_is_typed() -> None:
    assert subjects(SEAL, " Mara ", "")[0] == subjects(SEAL, "mara", "")[0]


def test_neither_name_nor_address_lies_in_the_home(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        limits.begin(session, subjects(SEAL, "my password by mistake", "192.0.2.1"), NOW)

    with reading(leader_hub.engine) as session:
        kept = b"".join(row.subject for row in session.exec(select(LoginTryRow)).all())

    assert len(kept) == 64
    assert b"mistake" not in kept


def test_tries_are_forgotten_after_an_hour(leader_hub: Hub) -> None:
    with writing(leader_hub.engine) as session:
        limits.begin(session, subjects(SEAL, "mara", "192.0.2.1"), NOW)

        early = limits.forget(session, NOW + timedelta(hours=1))
        late = limits.forget(session, NOW + timedelta(hours=1, seconds=1))

    assert (early, late) == (0, 2)


def test_forgiving_takes_back_the_last_try_alone(leader_hub: Hub) -> None:
    subject = limits.at_provider(SEAL, "192.0.2.1")
    with writing(leader_hub.engine) as session:
        limits.begin(session, [subject], NOW - timedelta(seconds=30))
        limits.begin(session, [subject], NOW)

        limits.forgive(session, subject)
        limits.forgive(session, limits.at_provider(SEAL, "198.51.100.9"))

        assert [row.at for row in session.exec(select(LoginTryRow)).all()] == [NOW - timedelta(seconds=30)]


def test_way_to_a_provider_does_not_count_against_passwords() -> None:
    assert limits.at_provider(SEAL, "192.0.2.1") not in subjects(SEAL, "mara", "192.0.2.1")
