"""What must be read again opens with the home's pepper, for its own account, and in no other way."""

import pytest

from aggregator.accounts.errors import AccountError
from aggregator.accounts.sealed import Seal
from tests.support.vector_world import fixed_random

SEAL = Seal(bytes(32), fixed_random("seal"))


def test_sealed_text_opens_again() -> None:
    assert SEAL.open(SEAL.close("SECRET", 7), 7) == "SECRET"


def test_sealed_text_does_not_show_it_and_is_never_twice_the_same() -> None:
    first, second = SEAL.close("SECRET", 7), SEAL.close("SECRET", 7)

    assert b"SECRET" not in first
    assert first != second


@pytest.mark.parametrize(
    ("seal", "account_id"),
    [(SEAL, 8), (Seal(b"\1" * 32, fixed_random("other")), 7)],
    ids=["another account", "another home"],
)
def test_elsewhere_it_does_not_open(seal: Seal, account_id: int) -> None:
    with pytest.raises(AccountError, match="reset the account"):
        seal.open(SEAL.close("SECRET", 7), account_id)


def test_hashes_differ_by_purpose_and_pepper() -> None:
    others = {
        SEAL.mac("account", "x"),
        SEAL.mac("address", "x"),
        Seal(b"\1" * 32, SEAL.random).mac("account", "x"),
    }

    assert len(others) == 3
    assert SEAL.mac("account", "x") == SEAL.mac("account", "x")


def test_pepper_is_not_printed() -> None:
    assert "pepper" not in repr(SEAL)
