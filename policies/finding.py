"""One thing that a compliance officer should look at before signing."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at."""

    name: str
    """Its stable name, such as ``review_overdue``."""
    severity: Literal["error", "warning"]
    where: str
    """The document, pack or key it is about."""
    words: str
    """What was expected, what came, what to do."""
