"""The error tree of the wire.

WireError
├── MalformedError   bytes or text that do not have the form the protocol gives them
└── VersionError     a well-formed beginning of another protocol version
"""

from typing import ClassVar

from shared.errors import ShoalError
from shared.wire.problems import ProblemName


class WireError(ShoalError):
    """Anything the wire format refuses; says under which problem name."""

    problem: ClassVar[ProblemName] = "malformed"
    """The name the refusal goes by in PROTOCOL.md §14.1."""


class MalformedError(WireError):
    """Bytes or text that do not have the form the protocol gives them."""


class VersionError(WireError):
    """A well-formed beginning of another protocol version."""

    problem: ClassVar[ProblemName] = "unsupported_version"
