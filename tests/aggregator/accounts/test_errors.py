"""The errors of accounts belong to the aggregator's tree."""

from aggregator.accounts.errors import AccountError, NotAllowedError, NotSignedInError
from shared.errors import ShoalError


def test_what_a_person_can_mend_is_the_houses_error() -> None:
    assert issubclass(AccountError, ShoalError)


def test_answers_of_the_guard_are_no_words_for_a_terminal() -> None:
    assert not issubclass(NotSignedInError, ShoalError)
    assert not issubclass(NotAllowedError, ShoalError)
