"""A moment as it stands on the wire: with a time zone, and in an era in which every calendar here can reckon.

Without the bounds a moment of the year 9999 in a time zone west of Greenwich is one that UTC has no date for.
"""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AwareDatetime, Field

Moment = Annotated[
    AwareDatetime, Field(ge=datetime(1970, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC))
]
"""From 1970 to 2199, timezone-aware."""
