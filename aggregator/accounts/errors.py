"""The errors of accounts.

AggregatorError
└── AccountError     an account, a group or a password that cannot be as asked

NotSignedInError and NotAllowedError are answers of `guard` and never reach a person as they are.
"""

from aggregator.errors import AggregatorError


class AccountError(AggregatorError):
    """An account, a store group or a password that cannot be as asked; says what was expected."""


class NotSignedInError(Exception):
    """Nobody signed in: a page leads to the sign-in, a program gets 401."""


class NotAllowedError(Exception):
    """Somebody signed in whose role does not hold the right: 403."""
