"""Wire errors share the one root and know their problem."""

from shared.errors import ShoalError
from shared.wire.errors import MalformedError, VersionError, WireError


def test_wire_errors_are_shoal_errors() -> None:
    assert issubclass(WireError, ShoalError)
    assert issubclass(MalformedError, WireError)
    assert issubclass(VersionError, WireError)


def test_another_version_is_told_from_a_broken_message() -> None:
    assert MalformedError.problem == "malformed"
    assert VersionError.problem == "unsupported_version"
