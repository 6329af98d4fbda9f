"""Passwords: argon2id under sane parameters, weak ones refused, the same work for nobody."""

import pytest
from argon2 import PasswordHasher, Type, extract_parameters

from aggregator.accounts.errors import AccountError
from aggregator.accounts.passwords import Passwords, expect_strong, weakness
from tests.support.people import CHEAP, PASSWORD


class CountingHasher(PasswordHasher):
    """A cheap hasher that counts the hashes it was asked to verify."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.verified: list[str] = []

    def verify(self, *asked: str | bytes) -> bool:
        self.verified.append(str(asked[0]))
        return super().verify(*asked)


def test_right_password_is_right_and_another_is_wrong() -> None:
    kept = CHEAP.hash(PASSWORD)

    assert CHEAP.is_right(kept, PASSWORD)
    assert not CHEAP.is_right(kept, PASSWORD + "x")


def test_nobody_costs_as_much_as_somebody_and_is_always_wrong() -> None:
    hasher = CountingHasher()
    passwords = Passwords(hasher)
    kept = passwords.hash(PASSWORD)

    answers = [passwords.is_right(kept, "wrong"), passwords.is_right("", "nobody has this password")]

    assert answers == [False, False]
    assert len(hasher.verified) == 2
    assert extract_parameters(hasher.verified[0]) == extract_parameters(hasher.verified[1])


def test_parameters_are_those_of_rfc_9106() -> None:
    found = extract_parameters(Passwords().hash(PASSWORD))

    assert (found.type, found.time_cost, found.memory_cost, found.parallelism) == (Type.ID, 3, 65_536, 4)


def test_two_hashes_of_one_password_differ() -> None:
    assert CHEAP.hash(PASSWORD) != CHEAP.hash(PASSWORD)


def test_same_letters_from_another_keyboard_are_the_same_password() -> None:
    assert CHEAP.is_right(CHEAP.hash("caf\u00e9 on the corner"), "cafe\u0301 on the corner")


def test_hash_of_other_parameters_is_outdated() -> None:
    assert Passwords().is_outdated(CHEAP.hash(PASSWORD))
    assert not CHEAP.is_outdated(CHEAP.hash(PASSWORD))


def test_damaged_hash_is_wrong() -> None:
    assert not CHEAP.is_right("$argon2id$nothing", PASSWORD)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("elevenchars", "12 to 256"),
        ("x" * 257, "12 to 256"),
        ("abababababab", "different"),
        ("Password1234567890", "leans on"),
        ("qwertz12345qwertz", "leans on"),
        ("mara.lund2026", "leans on"),
    ],
    ids=["too short", "too long", "two letters", "of every list", "along the keys", "the name"],
)
def test_weak_password_is_refused_with_its_reason(password: str, why: str) -> None:
    with pytest.raises(AccountError, match=why.replace("leans on", "lean on")):
        expect_strong(password, "mara.lund")


@pytest.mark.parametrize("password", [PASSWORD, "x7#Gq!mv92Lp", "shoal of herring at noon"])
def test_good_password_is_taken(password: str) -> None:
    assert weakness(password, "mara") == ""
