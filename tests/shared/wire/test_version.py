"""The version stands first in every header."""

from shared.wire.version import PROTOCOL_VERSION


def test_version_is_1() -> None:
    assert PROTOCOL_VERSION == "1"
