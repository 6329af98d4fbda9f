"""People with accounts in a test's home, signed in without the cost of a real password hash."""

from collections.abc import Iterable

from argon2 import PasswordHasher

from aggregator.accounts import sessions
from aggregator.accounts.directory import Directory, Wanted, expect
from aggregator.accounts.passwords import Passwords
from aggregator.accounts.person import ALL_STORES
from aggregator.database import writing
from aggregator.hub import Hub

CHEAP = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
"""For tests: the same rules at a thousandth of the work."""
PASSWORD = "a lighthouse keeps no diary"


def directory(hub: Hub) -> Directory:
    """Return the home's accounts with cheap passwords."""
    return Directory(hub.engine, hub.clock, CHEAP)


def add(hub: Hub, name: str, role: str, groups: Iterable[str] = (ALL_STORES,)) -> None:
    """Make an account with the password of all tests."""
    directory(hub).add(Wanted(name, role, frozenset(groups)), PASSWORD, is_handed_over=False)


def token(hub: Hub, name: str, stage: sessions.Stage = "full") -> str:
    """Begin a session of the account and return its token."""
    with writing(hub.engine) as session:
        row = expect(session, name)
        assert row.account_id is not None
        return sessions.begin(session, row.account_id, stage, hub.clock.now(), hub.random)


def signed_in(hub: Hub, name: str) -> dict[str, str]:
    """Return the cookies of a fresh session of the account, as a browser on this machine sends them."""
    return {f"shoal-{hub.role}-session": token(hub, name)}
