"""The version that stands first in every header."""

from typing import Final

PROTOCOL_VERSION: Final = "1"
"""Source: shared/wire/PROTOCOL.md §5. A new meaning of any field is a new version."""
