"""Privacy errors share the one root, and those the wire knows carry their problem."""

import pytest

from privacy import errors
from shared.errors import ShoalError


@pytest.mark.parametrize(
    "leaf",
    [
        errors.ShareError,
        errors.SealError,
        errors.LengthError,
        errors.KeyFormatError,
        errors.KeyListError,
        errors.NoiseError,
        errors.NoteError,
    ],
)
def test_privacy_errors_are_shoal_errors(leaf: type[Exception]) -> None:
    assert issubclass(leaf, errors.PrivacyError)
    assert issubclass(leaf, ShoalError)


def test_refusals_of_acceptance_carry_their_problem() -> None:
    assert errors.SealError.problem == "cannot_open"
    assert errors.LengthError.problem == "wrong_length"
