"""The error tree of policies.

PolicyError
├── DocumentError    a policy document that says something it may not, or contradicts another
└── SignatureError   a bundle that nobody entitled has signed
"""

from shared.errors import ShoalError


class PolicyError(ShoalError):
    """Anything policies raise on purpose."""


class DocumentError(PolicyError):
    """A policy document that says something it may not, or contradicts another."""


class SignatureError(PolicyError):
    """A bundle that nobody entitled has signed."""
