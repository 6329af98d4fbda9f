"""Policy errors share the one root."""

from policies.errors import DocumentError, SignatureError
from shared.errors import ShoalError


def test_policy_errors_are_shoal_errors() -> None:
    assert issubclass(DocumentError, ShoalError)
    assert issubclass(SignatureError, ShoalError)
