"""The error tree of policies.

PolicyError
├── DocumentError    a policy document that says something it may not, or contradicts another
├── SignatureError   a bundle that nobody entitled has signed, or a key that is none
├── ApprovalError    an approval that would count for nothing
├── KeyFileError     a signer's key file that is missing, damaged or open to others
└── RefusedError     a version that may not follow the one in force
"""

from shared.errors import ShoalError


class PolicyError(ShoalError):
    """Anything policies raise on purpose."""


class DocumentError(PolicyError):
    """A policy document that says something it may not, or contradicts another."""


class SignatureError(PolicyError):
    """A bundle that nobody entitled has signed, or a key that is none."""


class ApprovalError(PolicyError):
    """An approval that would count for nothing."""


class KeyFileError(PolicyError):
    """A signer's key file that is missing, damaged or open to others."""


class RefusedError(PolicyError):
    """A version that may not follow the one in force."""
